"""The sealed documents of a packet: its draft, its frozen snapshot, its recipients, and what happened to each file."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.foundation.vocabulary.sharing_partners import SharedWith
from app.keyring.documents import sealed_in, to_bytes
from app.packets.contents import PacketContents, Passage
from app.packets.earlier_drafts import marks_for_numbers
from app.vault.digests import sha256_hex


class ApprovedAs(StrEnum):
    """The role in which an approver approved, at that moment."""

    SUPERVISOR = "supervisor"
    DIRECTOR = "director"


@sealed_in("packet_recipient", "unit")
@dataclass(frozen=True)
class RecipientUnit:
    """The unit a copy goes to. `body_id` names a body of the base's pack, or is empty for a typed one."""

    name: str
    name_local: str = ""
    body_id: str = ""
    kind: SharedWith = SharedWith.POLICE


@dataclass(frozen=True)
class Recipient:
    """One copy: the mark printed on each of its pages, and the unit it is for."""

    id: UUID
    mark: str
    unit: RecipientUnit


@dataclass(frozen=True)
class Returned:
    """A packet sent back to its writer, and why."""

    by: UUID
    at: datetime
    why: str


@dataclass(frozen=True)
class TakenBack:
    """Why a packet was withdrawn, by whom and when."""

    by: UUID
    at: datetime
    why: str


@dataclass(frozen=True)
class SupervisorsWord:
    """Why the packet of a closed case is corrected all the same, and who says so."""

    by: UUID
    at: datetime
    why: str


@dataclass(frozen=True)
class Mask:
    """Names and places taken out of one part (`chronology.` and its record, `children.1`, `safety`).

    `anchors` holds the digest of each text of the part when somebody masked it: a text that says something else since
    is withheld as a whole until somebody masks anew.
    """

    part: str
    words: tuple[str, ...]
    anchors: dict[str, str]


@dataclass(frozen=True)
class Summary:
    """Our own words about one part, printed as ours beside it. They stand for what it said then, by `anchor`."""

    part: str
    words: str
    anchor: str


@dataclass(frozen=True)
class Refusal:
    """A change in the records that an approver decided not to take in, and why.

    It stands for exactly this snapshot, and for what the record said then (`digest`). `signature` is the approver's.
    """

    key: str
    digest: str
    snapshot: str
    by: UUID
    at: datetime
    why: str
    signature: str = ""


@sealed_in("referral_packet", "draft", earlier=(marks_for_numbers,))
@dataclass(frozen=True)
class PacketDraft:
    """What was taken from the records, with nothing left out yet, and what a person decided about it.

    Our own words are the cover and the `summaries`. `withheld` and `kept` are the keys that somebody switched; all
    others follow the defaults, and `cautions` say why some entries are held back by them. `writers` are all people
    who wrote in it: none of them may approve or export it. `closed` counts the child's records that did not open for
    the last person who gathered, and so are missing here. `headline` is the record that somebody chose for the first
    page.
    """

    contents: PacketContents
    withheld: tuple[str, ...]
    recipients: tuple[Recipient, ...]
    writers: tuple[UUID, ...]
    kept: tuple[str, ...] = ()
    masks: tuple[Mask, ...] = ()
    summaries: tuple[Summary, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    cautions: dict[str, str] = field(default_factory=dict)
    marks_given: int = 0
    closed: int = 0
    last_writer: UUID | None = None
    last_written_at: datetime | None = None
    returned: tuple[Returned, ...] = ()
    taken_back: TakenBack | None = None
    on_closed: SupervisorsWord | None = None
    headline: UUID | None = None
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True)
class SealedApproval:
    """An approval as the approver sealed and signed it: a database row alone approves nothing.

    `signature` is the approver's own (hex). The packet's drafter holds its key too, and could seal any name. `pages`
    of this snapshot were on the approver's screen, which `seen` is their signature of; `saw` are the changes in the
    records that stood there.
    """

    id: UUID
    by: UUID
    approved_as: ApprovedAs
    at: datetime
    signature: str = ""
    pages: int = 0
    seen: str = ""
    saw: tuple[str, ...] = ()


@sealed_in("referral_packet", "snapshot")
@dataclass(frozen=True)
class PacketSnapshot:
    """What was frozen when the packet was submitted: only the kept fields, as canonical JSON.

    `rests_on` are the consents or overrides that allowed it then.
    """

    contents: str
    recipients: tuple[Recipient, ...]
    writers: tuple[UUID, ...]
    rests_on: tuple[UUID, ...]
    approvals: tuple[SealedApproval, ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of everything frozen, without the approvals: every approval names it."""
        return sha256_hex(to_bytes(replace(self, approvals=())))


@sealed_in("packet_file", "reason")
@dataclass(frozen=True)
class ExportReason:
    """Why this file was made."""

    words: str


@sealed_in("handover", "receipt")
@dataclass(frozen=True)
class Receipt:
    """What is told of a step of a copy: whom it was with, the number of their stamp, and what else was said."""

    officer: str
    unit: str
    stamp_number: str = ""
    remark: str = ""
