"""What follows from the checklist of a home visit: its colour, and when the family is visited again."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from app.foundation.vocabulary.visit_colours import VisitColour
from app.foundation.vocabulary.visit_grades import VisitGrade
from app.home_visits.documents import Checked

NEXT_VISIT_AFTER: Mapping[VisitColour, timedelta] = {
    VisitColour.RED: timedelta(days=7),
    VisitColour.YELLOW: timedelta(days=30),
    VisitColour.GREEN: timedelta(days=90),
}
"""By when a family is visited again. These figures are ours, and to be confirmed with the organisation's practice."""


def colour_of(checks: Iterable[Checked]) -> VisitColour | None:
    """Return the colour: all A green, any B yellow, any C red; None for a checklist without an answer."""
    grades = {each.grade for each in checks}
    if VisitGrade.C in grades:
        return VisitColour.RED
    if VisitGrade.B in grades:
        return VisitColour.YELLOW
    return VisitColour.GREEN if grades else None


def next_visit_after(made_on: date, colour: VisitColour) -> date:
    """Return the day by which a family is visited again, from the local day of a visit and its colour."""
    return made_on + NEXT_VISIT_AFTER[colour]
