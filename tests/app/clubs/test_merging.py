"""Two people save one register at once: each change counts, and where they contradict each other both sides stay."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from app.clubs.documents import Mark
from app.clubs.merging import Said, Saving, merged, merged_words

NOON = datetime(2026, 11, 30, 5, tzinfo=UTC)
MALY, SOK = uuid4(), uuid4()
FIRST = Saving(MALY, NOON, is_first=True)
SECOND = Saving(SOK, NOON + timedelta(minutes=1), is_first=False)
A, B, C = uuid4(), uuid4(), uuid4()


def taken(*children: UUID) -> tuple[Mark, ...]:
    """Return the marks of a register as Maly took it."""
    return merged((), (), dict.fromkeys(children, Said()), set(children), FIRST)


def test_what_both_marked_is_all_there() -> None:
    marks = merged((), taken(A), {B: Said()}, {A, B}, SECOND)
    assert {mark.child_id for mark in marks} == {A, B}


def test_a_form_says_nothing_of_children_it_did_not_show() -> None:
    marks = merged(taken(A, B), taken(A, B), {A: Said()}, {A}, SECOND)
    assert {mark.child_id for mark in marks} == {A, B}


def test_a_child_is_taken_off() -> None:
    assert merged(taken(A), taken(A), {}, {A}, SECOND) == ()


def test_saving_the_same_again_changes_nothing() -> None:
    stored = taken(A, B)
    assert merged(stored, stored, dict.fromkeys((A, B), Said()), {A, B}, SECOND) == stored
    assert merged((), stored, dict.fromkeys((A, B), Said()), {A, B}, SECOND) == stored


def test_what_is_marked_later_is_late_and_what_stood_there_is_not() -> None:
    marks = {
        mark.child_id: mark for mark in merged(taken(A), taken(A), {A: Said(), B: Said()}, {A, B}, SECOND)
    }
    assert not marks[A].late
    assert marks[B].late
    assert marks[B].by == SOK


def test_details_of_two_people_come_together() -> None:
    base = taken(A)
    theirs = merged(base, base, {A: Said(came_with="her aunt")}, {A}, FIRST)
    (mark,) = merged(base, theirs, {A: Said(fetched_by="her brother")}, {A}, SECOND)
    assert (mark.came_with, mark.fetched_by, mark.other) == ("her aunt", "her brother", None)


def test_two_answers_to_one_question_stand_side_by_side_until_somebody_decides() -> None:
    base = taken(A)
    theirs = merged(base, base, {A: Said(fetched_by="her aunt")}, {A}, FIRST)
    both = merged(base, theirs, {A: Said(fetched_by="a man")}, {A}, SECOND)
    (mark,) = both
    assert mark.fetched_by == "her aunt"
    assert mark.other is not None
    assert (mark.other.fetched_by, mark.other.by) == ("a man", SOK)
    kept = merged(both, both, {A: Said(fetched_by="her aunt")}, {A}, SECOND)
    assert kept == both
    decides = Saving(SOK, NOON, is_first=False, settled=frozenset({A}))
    (decided,) = merged(both, both, {A: Said(fetched_by="her aunt")}, {A}, decides)
    assert decided.other is None


def test_one_takes_a_child_off_of_whom_another_wrote_more() -> None:
    base = taken(A)
    theirs = merged(base, base, {A: Said(left_at="15:30")}, {A}, FIRST)
    (mark,) = merged(base, theirs, {}, {A}, SECOND)
    assert mark.left_at == "15:30"
    assert mark.other is not None
    assert not mark.other.came
    (mark,) = merged(base, (), {A: Said(left_at="15:30")}, {A}, SECOND)
    assert mark.other is not None
    assert not mark.other.came


def test_words_of_two_people_are_both_kept() -> None:
    assert merged_words("", "rain", "a new family") == "rain\n\na new family"
    assert merged_words("", "rain", "") == "rain"
    assert merged_words("", "", "rain") == "rain"
    assert merged_words("rain", "rain", "") == ""
    assert merged_words("", "rain", "rain and wind") == "rain and wind"
