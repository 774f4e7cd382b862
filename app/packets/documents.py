"""What is sealed of a packet: its draft, what was frozen of it, to whom it goes, and what became of each file."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.foundation.vocabulary.sharing_partners import SharedWith
from app.keyring.documents import sealed_in, to_bytes
from app.packets.contents import PacketContents
from app.vault.digests import sha256_hex


class ApprovedAs(StrEnum):
    """What an approver was at that moment."""

    SUPERVISOR = "supervisor"
    DIRECTOR = "director"


@sealed_in("packet_recipient", "unit")
@dataclass(frozen=True)
class RecipientUnit:
    """The unit a copy goes to. `body_id` names a body of the base's pack, or is empty for one that was typed."""

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


@sealed_in("referral_packet", "draft")
@dataclass(frozen=True)
class PacketDraft:
    """Everything that was gathered and typed, with nothing left out yet.

    `sources` are the records the entries of the chronology come from, in the same order. `withheld` holds the keys of
    the fields that are switched off. `writers` are all who wrote in it: none of them approves or exports it. `closed`
    counts the child's records that did not open for whoever gathered last, and that are therefore not in here.
    """

    contents: PacketContents
    sources: tuple[UUID, ...]
    withheld: tuple[str, ...]
    recipients: tuple[Recipient, ...]
    writers: tuple[UUID, ...]
    marks_given: int = 0
    closed: int = 0
    last_writer: UUID | None = None
    last_written_at: datetime | None = None
    returned: tuple[Returned, ...] = ()
    taken_back: TakenBack | None = None


@dataclass(frozen=True)
class SealedApproval:
    """An approval as the approver sealed and signed it: a row in the database alone approves nothing.

    `signature` is the approver's own (hex): whoever drafts a packet holds its key too, and could seal any name.
    """

    id: UUID
    by: UUID
    approved_as: ApprovedAs
    at: datetime
    signature: str = ""


@sealed_in("referral_packet", "snapshot")
@dataclass(frozen=True)
class PacketSnapshot:
    """What was frozen when the packet was submitted: the kept fields and only those, as canonical JSON.

    `rests_on` are the consents or overrides that allowed it then.
    """

    contents: str
    recipients: tuple[Recipient, ...]
    writers: tuple[UUID, ...]
    rests_on: tuple[UUID, ...]
    approvals: tuple[SealedApproval, ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of everything frozen, which is all but the approvals: what every approval names."""
        return sha256_hex(to_bytes(replace(self, approvals=())))


@sealed_in("packet_file", "reason")
@dataclass(frozen=True)
class ExportReason:
    """Why this file was made."""

    words: str


@sealed_in("handover", "receipt")
@dataclass(frozen=True)
class Receipt:
    """Who took a file, and the number of the stamp they put on it."""

    officer: str
    unit: str
    stamp_number: str = ""
    remark: str = ""
