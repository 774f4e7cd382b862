"""Where a case may stand, and from where it may be moved whereto: the road without what each stage asks for."""

from collections.abc import Mapping
from enum import StrEnum

from app.foundation.vocabulary.stages import Stage


class CaseStatus(StrEnum):
    """Where a case stands: just opened, in one of the stages, or closed."""

    OPENED = "opened"
    PREVENTION = Stage.PREVENTION.value
    RESCUE = Stage.RESCUE.value
    RESTORATION = Stage.RESTORATION.value
    CLOSED = Stage.CLOSED.value


WAYS: Mapping[CaseStatus, tuple[CaseStatus, ...]] = {
    CaseStatus.OPENED: (CaseStatus.PREVENTION, CaseStatus.CLOSED),
    # Straight to restoration, as for brothers who simply go to live with their grandfather.
    CaseStatus.PREVENTION: (CaseStatus.RESCUE, CaseStatus.RESTORATION, CaseStatus.CLOSED),
    CaseStatus.RESCUE: (CaseStatus.RESTORATION, CaseStatus.CLOSED),
    # Back to getting to safety when harm begins again: re-entry without waiting for a closure.
    CaseStatus.RESTORATION: (CaseStatus.RESCUE, CaseStatus.CLOSED),
    CaseStatus.CLOSED: (),
}


def ways_on(status: CaseStatus) -> tuple[CaseStatus, ...]:
    """Return where a case may be moved to from here; nowhere from closed."""
    return WAYS[status]
