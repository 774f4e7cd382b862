"""Numbered sheets of paper: what is on one, how long it may be out, what became of it, and how it stands."""

from collections.abc import Mapping
from enum import StrEnum

from app.foundation.marking import N_


class SheetKind(StrEnum):
    """What is printed on a numbered sheet. The codes are stored."""

    EMERGENCY = "emergency"
    CHILD = "child"
    CASE = "case"
    SHIFT = "shift"
    CLUB_KEY = "club_key"
    """Who is meant by the codes on a club's paper register."""


KINDS: Mapping[SheetKind, str] = {
    SheetKind.EMERGENCY: N_("Emergency sheet"),
    SheetKind.CHILD: N_("A child's page"),
    SheetKind.CASE: N_("A case"),
    SheetKind.SHIFT: N_("Briefing for a shift"),
    SheetKind.CLUB_KEY: N_("Key sheet of a club"),
}


class SheetShows(StrEnum):
    """What of the children stands on it. The codes are stored."""

    LOOKS = "looks"
    """How they look and what keeps them safe, by their codes."""
    NAMES = "names"
    """Their names as well."""


SHOWS: Mapping[SheetShows, str] = {
    SheetShows.LOOKS: N_("looks, no names"),
    SheetShows.NAMES: N_("names"),
}


class BackBy(StrEnum):
    """How long a sheet may be out."""

    SHIFT = "shift"
    """Until the shift it is for is due back."""
    HOURS_4 = "4h"
    HOURS_24 = "24h"
    DAYS_3 = "3d"
    DAYS_7 = "7d"
    DAYS_28 = "28d"
    """A key sheet goes out with its leader from session to session."""


BACK_BY: Mapping[BackBy, str] = {
    BackBy.SHIFT: N_("When the shift is back"),
    BackBy.HOURS_4: N_("Within 4 hours"),
    BackBy.HOURS_24: N_("Within 24 hours"),
    BackBy.DAYS_3: N_("Within 3 days"),
    BackBy.DAYS_7: N_("Within a week"),
    BackBy.DAYS_28: N_("Within 4 weeks"),
}


class SheetStepKind(StrEnum):
    """What somebody recorded of a sheet. The codes are stored."""

    RETURNED = "returned"
    DESTROYED = "destroyed"
    LOST = "lost"
    ANSWERED = "answered"
    """A supervisor or director said what was done about a lost one."""
    MISTAKE = "mistake"
    """Another step was recorded by mistake."""


STEPS: Mapping[SheetStepKind, str] = {
    SheetStepKind.RETURNED: N_("Returned"),
    SheetStepKind.DESTROYED: N_("Destroyed"),
    SheetStepKind.LOST: N_("Lost"),
    SheetStepKind.ANSWERED: N_("Answered"),
    SheetStepKind.MISTAKE: N_("Recorded by mistake"),
}


class SheetState(StrEnum):
    """How a sheet stands."""

    OUT = "out"
    LOST = "lost"
    RETURNED = "returned"
    DESTROYED = "destroyed"
    GONE = "gone"
    """Lost, and somebody answered for that."""


STATES: Mapping[SheetState, str] = {
    SheetState.OUT: N_("out"),
    SheetState.LOST: N_("lost, nobody has answered yet"),
    SheetState.RETURNED: N_("returned"),
    SheetState.DESTROYED: N_("destroyed"),
    SheetState.GONE: N_("lost, and answered"),
}
