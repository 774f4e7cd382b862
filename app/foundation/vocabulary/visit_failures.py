"""Why a home visit was tried in vain."""

from collections.abc import Mapping
from enum import StrEnum

from app.foundation.marking import N_


class VisitFailure(StrEnum):
    """What kept the visitors from seeing the family."""

    NOBODY_HOME = "nobody_home"
    NOT_LET_IN = "not_let_in"
    MOVED_AWAY = "moved_away"
    NOT_SAFE = "not_safe_to_go"
    NOT_GONE = "not_gone"


LABELS: Mapping[VisitFailure, str] = {
    VisitFailure.NOBODY_HOME: N_("Nobody was home"),
    VisitFailure.NOT_LET_IN: N_("The family did not want the visit"),
    VisitFailure.MOVED_AWAY: N_("The family does not live there any more"),
    VisitFailure.NOT_SAFE: N_("It was not safe to go on"),
    VisitFailure.NOT_GONE: N_("We could not go"),
}
