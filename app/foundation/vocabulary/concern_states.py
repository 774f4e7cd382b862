"""How far a concern or an allegation has come on its way to somebody who acts."""

from collections.abc import Mapping
from enum import StrEnum

from app.foundation.marking import N_


class ConcernState(StrEnum):
    """A clock runs while it waits; the person who acknowledges it acts on it."""

    WAITING = "waiting"
    ACKNOWLEDGED = "acknowledged"
    CLOSED = "closed"


LABELS: Mapping[ConcernState, str] = {
    ConcernState.WAITING: N_("Waiting to be received"),
    ConcernState.ACKNOWLEDGED: N_("Received, acting"),
    ConcernState.CLOSED: N_("Closed"),
}
