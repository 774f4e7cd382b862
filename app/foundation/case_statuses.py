"""Where a case may stand, and from where it may be moved whereto: the road without what each stage asks for."""

from collections.abc import Mapping
from enum import StrEnum

from app.foundation.vocabulary.stages import Stage


class Standing(StrEnum):
    """Where a case stands: just opened, in one of the stages, or closed."""

    OPENED = "opened"
    PREVENTION = Stage.PREVENTION.value
    RESCUE = Stage.RESCUE.value
    RESTORATION = Stage.RESTORATION.value
    CLOSED = Stage.CLOSED.value


WAYS: Mapping[Standing, tuple[Standing, ...]] = {
    Standing.OPENED: (Standing.PREVENTION, Standing.CLOSED),
    # Straight to restoration, as for brothers who simply go to live with their grandfather.
    Standing.PREVENTION: (Standing.RESCUE, Standing.RESTORATION, Standing.CLOSED),
    Standing.RESCUE: (Standing.RESTORATION, Standing.CLOSED),
    # Back to getting to safety when harm begins again: re-entry without waiting for a closure.
    Standing.RESTORATION: (Standing.RESCUE, Standing.CLOSED),
    Standing.CLOSED: (),
}


def ways_on(standing: Standing) -> tuple[Standing, ...]:
    """Return where a case may be moved to from here; nowhere from closed."""
    return WAYS[standing]
