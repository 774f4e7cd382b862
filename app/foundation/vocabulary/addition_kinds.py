"""What somebody adds to a concern after posting it."""

from collections.abc import Mapping
from enum import StrEnum

from app.foundation.marking import N_


class AdditionKind(StrEnum):
    """More words, or a report that was already spoken: it needs no approval and is logged in half a minute."""

    NOTE = "note"
    TOLD_POLICE = "told_police"
    TOLD_HOTLINE = "told_hotline"
    CALLED_DUTY_NUMBER = "called_duty_number"
    BY_MISTAKE = "by_mistake"
    """Its poster cannot open it, and so cannot mark it: whoever handles it does, with a second person."""


LABELS: Mapping[AdditionKind, str] = {
    AdditionKind.NOTE: N_("Something more to say"),
    AdditionKind.TOLD_POLICE: N_("Told the police"),
    AdditionKind.TOLD_HOTLINE: N_("Told a hotline"),
    AdditionKind.CALLED_DUTY_NUMBER: N_("Called our duty number"),
    AdditionKind.BY_MISTAKE: N_("It was raised by mistake"),
}

SPOKEN_REPORTS = frozenset(AdditionKind) - {AdditionKind.NOTE, AdditionKind.BY_MISTAKE}
"""Kinds that say a report was made by voice."""

SAY_ENOUGH = frozenset(AdditionKind) - {AdditionKind.NOTE}
"""Kinds with which words are welcome but not required."""
