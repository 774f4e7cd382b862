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


def ways_on(status: CaseStatus) -> tuple[CaseStatus, ...]:
    """Return the statuses a case may be moved to from here; none from closed."""
    return WAYS[status]
