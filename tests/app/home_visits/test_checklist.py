"""The colour of a checklist, and when a family is visited again."""

from datetime import date

import pytest

from app.foundation.vocabulary.visit_colours import VisitColour
from app.foundation.vocabulary.visit_grades import VisitGrade
from app.foundation.vocabulary.visit_parts import ANCHORS, VisitPart
from app.home_visits.checklist import NEXT_VISIT_AFTER, colour_of, next_visit_after
from app.home_visits.documents import Checked


def checks(grades: str) -> list[Checked]:
    return [Checked(part, VisitGrade(grade)) for part, grade in zip(VisitPart, grades, strict=False)]


@pytest.mark.parametrize(
    ("grades", "colour"),
    [
        ("aaaaa", VisitColour.GREEN),
        ("aabaa", VisitColour.YELLOW),
        ("bbbbb", VisitColour.YELLOW),
        ("aaaac", VisitColour.RED),
        ("cbaaa", VisitColour.RED),
    ],
)
def test_all_a_is_green_any_b_yellow_any_c_red(grades: str, colour: VisitColour) -> None:
    assert colour_of(checks(grades)) is colour


def test_a_checklist_without_an_answer_has_no_colour() -> None:
    assert colour_of([]) is None


@pytest.mark.parametrize(
    ("colour", "day"),
    [
        (VisitColour.RED, date(2026, 12, 7)),
        (VisitColour.YELLOW, date(2026, 12, 30)),
        (VisitColour.GREEN, date(2027, 2, 28)),
    ],
)
def test_the_worse_the_sooner(colour: VisitColour, day: date) -> None:
    assert next_visit_after(date(2026, 11, 30), colour) == day


def test_every_colour_has_a_day_and_every_part_three_sentences() -> None:
    assert set(NEXT_VISIT_AFTER) == set(VisitColour)
    assert {part: list(said) for part, said in ANCHORS.items()} == {
        part: list(VisitGrade) for part in VisitPart
    }
