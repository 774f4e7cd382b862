"""One difference between a packet and its records."""

from dataclasses import dataclass
from enum import StrEnum

from app.packets.documents import Refusal
from app.packets.fields import Section


class ChangeKind(StrEnum):
    """What became of it: the record says something else, is new, or is gone, put right by another, or not readable."""

    CHANGED = "changed"
    NEW = "new"
    GONE = "gone"


@dataclass(frozen=True)
class Change:
    """One field, or one whole entry, of which the records say something else than the packet.

    `before` is what the packet says, `after` what its record says now, both as printed; empty for nothing. `digest`
    identifies what the record says now. `refusal` is an approver's reason for leaving the packet as it is. `source`
    tells of a whole entry when it happened, and how it is known.
    """

    key: str
    section: Section
    item: str | None
    label: str
    before: str
    after: str
    kind: ChangeKind
    digest: str
    is_identity: bool = False
    is_kept: bool = True
    is_masked: bool = False
    refusal: Refusal | None = None
    source: str = ""

    @property
    def mark(self) -> str:
        """Return what tells this change from every other, also from a later one of the same field."""
        return f"{self.key}:{self.digest}"

    @property
    def may_be_refused(self) -> bool:
        """Whether the packet may stay as it is for a reason: never with what nothing stands behind any more.

        Nor with a consent, or who must not hear of it, as it was.
        """
        is_left = self.is_kept and self.kind is ChangeKind.CHANGED and not self.is_masked and bool(self.after)
        return is_left and self.section is not Section.GROUNDS

    @property
    def stops(self) -> bool:
        """Whether nobody can approve or export the packet before this is settled."""
        return self.is_kept and self.kind is not ChangeKind.NEW and self.refusal is None
