"""A night written twice, or one that never was, is marked: it stays readable, and nobody writes in it any more."""

from datetime import time, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from app.foundation.errors import AlreadyDone, ChangedOutside, NotAllowedNow, NotVisible, Refused
from app.foundation.local_time import local_day
from app.foundation.moments import MomentInput
from app.foundation.vocabulary.mark_outcomes import MarkOutcome
from app.mistakes.marking import MarkInput, mark_mistaken, take_back_mark
from app.outreach.mistaken import MEETING, SHIFT
from app.outreach.moving import other_shifts
from app.outreach.past_shifts import PastShiftInput, TimesInput, correct_times, write_past_shift
from app.outreach.safety import alarms
from app.outreach.shift_list import ShiftFilter, shift_list
from app.outreach.shift_page import ShiftPage, shift_page
from app.outreach.shifts import Twice, go_on
from models.shift import Shift
from tests.support.organisation import Organisation
from tests.support.outreach import ended, hour, met_on, shift_of, typed
from tests.support.tampering import put


@pytest.fixture
def shift_id(organisation: Organisation) -> UUID:
    """A shift that was pressed twice, and has ended."""
    shift_id = shift_of(organisation, team=("field", "field2"))
    ended(organisation, shift_id)
    return shift_id


def mark(organisation: Organisation, shift_id: UUID, by: str = "field", *, act: Any = mark_mistaken) -> None:
    """Mark a shift, or take that back."""
    with organisation.writing(by) as work:
        done = act(work, SHIFT, shift_id, MarkInput(uuid4(), "We pressed it twice."))
    assert done is MarkOutcome.AGREED


def page_of(organisation: Organisation, shift_id: UUID, by: str = "supervisor") -> ShiftPage:
    """Return a shift as somebody sees it."""
    with organisation.reading(by) as work:
        return shift_page(work, shift_id, page=1)


def from_paper(organisation: Organisation) -> UUID:
    """Write a night of last week."""
    day = local_day(organisation.clock.now()) - timedelta(days=7)
    with organisation.writing("field") as work:
        return write_past_shift(
            work, PastShiftInput(uuid4(), (), MomentInput(day, time(19)), time(23), twice=Twice.ASK)
        )


def test_it_stays_readable_and_says_why(organisation: Organisation, shift_id: UUID) -> None:
    mark(organisation, shift_id)

    page = page_of(organisation, shift_id)
    assert page.head.is_mistaken
    assert not page.head.may_write
    assert page.marks.mark is not None
    assert (page.marks.mark.words, page.marks.mark.asked_by) == ("We pressed it twice.", "Field Person")
    with organisation.reading("supervisor") as work:
        (line,) = shift_list(work, ShiftFilter(), page=1).lines
    assert line.is_mistaken

    mark(organisation, shift_id, by="supervisor", act=take_back_mark)
    assert not page_of(organisation, shift_id).head.is_mistaken


def test_nobody_writes_in_it_any_more(organisation: Organisation, shift_id: UUID) -> None:
    other = shift_of(organisation, team=("field",))
    meeting = met_on(organisation, other, typed(organisation))
    mark(organisation, shift_id)

    with pytest.raises(NotAllowedNow, match="written-by-mistake"):
        met_on(organisation, shift_id, typed(organisation))
    with organisation.writing("supervisor") as work, pytest.raises(NotAllowedNow, match="written-by-mistake"):
        go_on(work, shift_id)
    with organisation.writing("supervisor") as work, pytest.raises(NotAllowedNow, match="written-by-mistake"):
        new = TimesInput(MomentInput(work.now.date(), hour(organisation, -1)), hour(organisation))
        correct_times(work, shift_id, new, version=work.session.get_one(Shift, shift_id).version)
    with organisation.reading("supervisor") as work:
        assert shift_id not in [each.id for each in other_shifts(work, meeting)]


def test_the_night_can_then_be_written_again(organisation: Organisation) -> None:
    first = from_paper(organisation)
    with pytest.raises(NotAllowedNow, match="out-already"):
        from_paper(organisation)

    mark(organisation, first)

    assert from_paper(organisation) != first


def test_a_team_that_is_out_is_never_forgotten_by_it(organisation: Organisation) -> None:
    shift_id = shift_of(organisation, team=("field", "field2"), hours=1)
    assert page_of(organisation, shift_id).in_the_way == "shift-not-ended"

    with pytest.raises(NotAllowedNow, match="shift-not-ended"):
        mark(organisation, shift_id)

    organisation.clock.move(timedelta(hours=2))
    with organisation.reading("supervisor") as work:
        assert [each.shift_id for each in alarms(work)] == [shift_id]


def test_a_mark_and_a_deleted_ending_still_ring(organisation: Organisation, shift_id: UUID) -> None:
    mark(organisation, shift_id)
    put(organisation, Shift, shift_id, ended_at=None)
    organisation.clock.move(timedelta(hours=8))

    page = page_of(organisation, shift_id)

    assert (page.head.is_changed, page.head.is_mistaken) == (True, False)


def test_its_meetings_are_put_right_first(organisation: Organisation) -> None:
    shift_id = shift_of(organisation, team=("field", "field2"))
    meeting = met_on(organisation, shift_id, typed(organisation))
    ended(organisation, shift_id)
    with pytest.raises(NotAllowedNow, match="shift-has-meetings"):
        mark(organisation, shift_id)
    with organisation.writing("field") as work:
        mark_mistaken(work, MEETING, meeting, MarkInput(uuid4(), "it stands in the other shift"))

    mark(organisation, shift_id)

    with pytest.raises(NotAllowedNow, match="shift-mistaken"), organisation.writing("field") as work:
        take_back_mark(work, MEETING, meeting, MarkInput(uuid4(), "no"))
    mark(organisation, shift_id, act=take_back_mark)
    with organisation.writing("field") as work:
        done = take_back_mark(work, MEETING, meeting, MarkInput(uuid4(), "it was here"))
    assert done is MarkOutcome.AGREED


def test_who_opened_it_says_so_while_they_may_write_and_supervisors_always(
    organisation: Organisation, shift_id: UUID
) -> None:
    for name, error in (("field2", Refused), ("caseworker", Refused), ("othersupervisor", NotVisible)):
        with pytest.raises(error):
            mark(organisation, shift_id, by=name)
    organisation.clock.move(timedelta(hours=25))
    with pytest.raises(NotAllowedNow, match="shift-over"):
        mark(organisation, shift_id)

    mark(organisation, shift_id, by="supervisor")

    assert not page_of(organisation, shift_id, "field").may_mark
    assert page_of(organisation, shift_id).may_mark


def test_a_second_press_marks_once(organisation: Organisation, shift_id: UUID) -> None:
    new = MarkInput(uuid4(), "We pressed it twice.")
    with organisation.writing("field") as work:
        mark_mistaken(work, SHIFT, shift_id, new)
    with organisation.writing("field") as work, pytest.raises(AlreadyDone):
        mark_mistaken(work, SHIFT, shift_id, new)


def test_a_mark_written_in_the_database_is_noticed(organisation: Organisation, shift_id: UUID) -> None:
    put(organisation, Shift, shift_id, mistake_id=uuid4())

    assert page_of(organisation, shift_id).head.is_changed
    with organisation.writing("supervisor") as work, pytest.raises(ChangedOutside):
        take_back_mark(work, SHIFT, shift_id, MarkInput(uuid4(), "no"))
