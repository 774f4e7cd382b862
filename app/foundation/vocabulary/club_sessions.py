"""Sessions of kids' clubs: how one stands, why one was cancelled, and the days of a weekly plan."""

from collections.abc import Mapping
from enum import StrEnum

from app.foundation.marking import N_


class SessionState(StrEnum):
    """How a session stands. The first two codes are stored; a planned session has no row."""

    HELD = "held"
    CANCELLED = "cancelled"
    PLANNED = "planned"
    NOT_TAKEN = "not_taken"
    """It is over by the weekly plan, and nobody has said whether it was held."""


STATES: Mapping[SessionState, str] = {
    SessionState.HELD: N_("held"),
    SessionState.CANCELLED: N_("cancelled"),
    SessionState.PLANNED: N_("planned"),
    SessionState.NOT_TAKEN: N_("register not taken"),
}


class CancelReason(StrEnum):
    """Why a session was not held. The codes are stored sealed."""

    RAIN = "rain"
    POLICE_ACTION = "police_action"
    HOLIDAY = "holiday"
    LEADER_AWAY = "leader_away"
    OTHER = "other"


CANCEL_REASONS: Mapping[CancelReason, str] = {
    CancelReason.RAIN: N_("Rain or flood"),
    CancelReason.POLICE_ACTION: N_("Police action in the street"),
    CancelReason.HOLIDAY: N_("Holiday"),
    CancelReason.LEADER_AWAY: N_("No leader could come"),
    CancelReason.OTHER: N_("Another reason"),
}


class Weekday(StrEnum):
    """The days of a weekly plan, by the number that Python gives them."""

    MONDAY = "0"
    TUESDAY = "1"
    WEDNESDAY = "2"
    THURSDAY = "3"
    FRIDAY = "4"
    SATURDAY = "5"
    SUNDAY = "6"


WEEKDAYS: Mapping[Weekday, str] = {
    Weekday.MONDAY: N_("Monday"),
    Weekday.TUESDAY: N_("Tuesday"),
    Weekday.WEDNESDAY: N_("Wednesday"),
    Weekday.THURSDAY: N_("Thursday"),
    Weekday.FRIDAY: N_("Friday"),
    Weekday.SATURDAY: N_("Saturday"),
    Weekday.SUNDAY: N_("Sunday"),
}


class ClubsShown(StrEnum):
    """Which clubs a list shows."""

    OPEN = "open"
    """Those that meet."""
    ALL = "all"


CLUBS_SHOWN: Mapping[ClubsShown, str] = {
    ClubsShown.OPEN: N_("Those that meet"),
    ClubsShown.ALL: N_("All"),
}
