"""The sealed documents of a packet: its draft, its frozen snapshot, its recipients, and what happened to each file."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.foundation.vocabulary.sharing_partners import SharedWith
from app.keyring.documents import sealed_in, to_bytes
from app.packets.contents import PacketContents
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


@sealed_in("referral_packet", "draft")
@dataclass(frozen=True)
class PacketDraft:
    """Everything that was gathered and typed, with nothing left out yet.

    `sources` are the records behind the chronology's entries, in the same order. `withheld` holds the keys of the
    fields that are switched off. `writers` are all people who wrote in it: none of them may approve or export it.
    `closed` counts the child's records that did not open for the last person who gathered, and so are missing here.
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
    """An approval as the approver sealed and signed it: a database row alone approves nothing.

    `signature` is the approver's own (hex). The packet's drafter holds its key too, and could seal any name.
    """

    id: UUID
    by: UUID
    approved_as: ApprovedAs
    at: datetime
    signature: str = ""


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
    """Who took a file, and the number of the stamp they put on it."""

    officer: str
    unit: str
    stamp_number: str = ""
    remark: str = ""
