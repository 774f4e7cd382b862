"""The screenings of the year: a child screened twice, and one whose answer alerted the supervisor."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID, uuid4

from app.concerns.triage import acknowledge
from app.foundation.moments import as_typed
from app.practice.calendar import moment_of
from app.practice.children import Member
from app.practice.organisation import Practice
from app.practice.year import Year
from app.screening.documents import Given
from app.screening.lists import list_in_force
from app.screening.pages import screening_page
from app.screening.writing import ScreeningInput, write_screening

SUPERVISOR = "chanthy"
ANSWERED_AFTER = timedelta(minutes=8)


@dataclass(frozen=True)
class Occasion:
    """One screening of the year: of which of the known children, so many days ago, by whom."""

    child: int
    days: int
    by: str
    place: str
    given: tuple[Given, ...]
    words: str = ""


OCCASIONS = (
    Occasion(
        1,
        130,
        "theary",
        "by the night market",
        (
            Given("late_or_school_hours", "seen", "past ten, on a school night"),
            Given("hands_over_earnings", "not_known"),
        ),
        "Sells flowers with two cousins. The older one laughs with us.",
    ),
    Occasion(
        1,
        30,
        "theary",
        "by the night market",
        (
            Given("late_or_school_hours", "seen"),
            Given("hands_over_earnings", "told", "a cousin says somebody counts the flowers"),
            Given("unexplained_things", "seen", "a new telephone"),
        ),
    ),
    Occasion(
        2,
        6,
        "kunthea",
        "behind the bus station",
        (
            Given("no_safe_place_tonight", "told", "the door at home stays locked"),
            Given("lives_where_works", "not_known"),
        ),
        "We stayed until her grandmother came. She slept there that night.",
    ),
)
"""Invented, and never more than what somebody would write down."""


def note_screenings(practice: Practice, year: Year, known: Sequence[Member], *, ends: datetime) -> None:
    """Write the screenings into the diary. `known` are the children whom the base knows by then."""
    for occasion in OCCASIONS:
        at, screening_id = moment_of(occasion.days, ends), uuid4()
        year.at(at, partial(_screen, practice, known, occasion, screening_id))
        year.at(at + ANSWERED_AFTER, partial(_answer, practice, screening_id))


def _answer(practice: Practice, screening_id: UUID) -> None:
    """Have the supervisor receive the concern that a screening raised, if it raised one."""
    with practice.writing(SUPERVISOR) as work:
        raised = screening_page(work, screening_id).told
        if raised:
            acknowledge(work, raised[0].id)


def _screen(practice: Practice, known: Sequence[Member], occasion: Occasion, screening_id: UUID) -> None:
    child = known[min(occasion.child, len(known) - 1)]
    with practice.writing(occasion.by) as work:
        typed = ScreeningInput(
            when=as_typed(work.now),
            given=occasion.given,
            pack_version=list_in_force().version,
            locale="en",
            place=occasion.place,
            words=occasion.words,
        )
        write_screening(work, child.id, screening_id, typed)
