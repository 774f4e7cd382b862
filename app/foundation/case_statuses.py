"""The statuses a case may have, and the possible moves between them, without the requirements of each stage."""

from collections.abc import Mapping
from enum import StrEnum

from app.foundation.vocabulary.stages import Stage


class CaseStatus(StrEnum):
    """A case's status: newly opened, in one of the stages, or closed."""

    OPENED = "opened"
    PREVENTION = Stage.PREVENTION.value
    RESCUE = Stage.RESCUE.value
    RESTORATION = Stage.RESTORATION.value
    CLOSED = Stage.CLOSED.value


WAYS: Mapping[CaseStatus, tuple[CaseStatus, ...]] = {
    CaseStatus.OPENED: (CaseStatus.PREVENTION, CaseStatus.CLOSED),
    # Straight to restoration, as for brothers who move to their grandfather's.
    CaseStatus.PREVENTION: (CaseStatus.RESCUE, CaseStatus.RESTORATION, CaseStatus.CLOSED),
    CaseStatus.RESCUE: (CaseStatus.RESTORATION, CaseStatus.CLOSED),
    # Back to getting to safety when harm begins again: re-entry without waiting for a closure.
    CaseStatus.RESTORATION: (CaseStatus.RESCUE, CaseStatus.CLOSED),
    CaseStatus.CLOSED: (),
}


def ways_on(status: CaseStatus, *, back_to: CaseStatus | None = None) -> tuple[CaseStatus, ...]:
    """Return the statuses a case may be moved to from here, with where it stood before a move that was a mistake."""
    return WAYS[status] if back_to is None else (*WAYS[status], back_to)


def takes_back(from_status: CaseStatus, to: CaseStatus) -> bool:
    """Tell whether a move takes the one before it back as a mistake: the road does not lead that way."""
    return to not in WAYS[from_status]


def way_back(from_status: CaseStatus, to: CaseStatus) -> CaseStatus | None:
    """Return where a case goes if the move that counts last was a mistake; None where an ordinary move leads there.

    Taking a move back asks for nothing: the case stood there before.
    """
    return from_status if takes_back(to, from_status) else None
