"""A night can be written with its true times, whenever that is done, and what follows from them is true afterwards."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from app.bases.settings import BaseDetails, base_line, change_base
from app.foundation.errors import Conflict, NotAllowedNow
from app.foundation.local_time import to_typed
from app.foundation.moments import MomentInput
from app.outreach.documents import MetChildInput
from app.outreach.last_met import last_met
from app.outreach.past_shifts import PastShiftInput, TimesInput, correct_times, write_past_shift
from app.outreach.safety import alarms
from app.outreach.shift_page import ShiftPage, shift_page
from app.outreach.shifts import (
    Missing,
    ShiftInput,
    Twice,
    end_shift,
    go_on,
    move_return,
    open_shift,
)
from models.base import Base
from models.encounter import Encounter
from models.shift import Shift
from tests.support.organisation import RIVERSIDE, Organisation
from tests.support.outreach import change, child_of, ended, hour, met_on, read, rows_of, shift_of, typed

EVENING = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
"""19:00 on Friday in Phnom Penh."""
FRIDAY, SATURDAY = date(2026, 11, 27), date(2026, 11, 28)


@pytest.fixture
def friday(organisation: Organisation) -> Organisation:
    """The organisation on a Friday at 19:00."""
    organisation.clock.move_to(EVENING)
    return organisation


def page_of(organisation: Organisation, shift_id: UUID) -> ShiftPage:
    """Return the page of a shift as supervision reads it."""
    with organisation.reading("supervisor") as work:
        return shift_page(work, shift_id, page=1)


def corrected(organisation: Organisation, shift_id: UUID, times: TimesInput, *, by: str = "field") -> None:
    """Correct the times of a shift, as it stands now."""
    with organisation.writing(by) as work:
        version = work.session.get_one(Shift, shift_id).version
        correct_times(work, shift_id, times, version=version)


def from_paper(
    organisation: Organisation, *, day: date = FRIDAY, began: time = time(19), end: time = time(0, 30)
) -> UUID:
    """Write a night down that is over."""
    new = PastShiftInput(uuid4(), (), MomentInput(day, began), end, words="rain")
    with organisation.writing("field") as work:
        return write_past_shift(work, new)


def test_a_night_is_written_from_paper_next_morning_with_its_true_times(friday: Organisation) -> None:
    friday.clock.move(timedelta(hours=14))  # Saturday, 09:00
    shift_id = from_paper(friday)
    meeting_id = met_on(friday, shift_id, typed(friday, met=time(23, 50)))

    head = page_of(friday, shift_id).head
    assert (head.started_at, head.ended_at) == (EVENING, EVENING + timedelta(hours=5, minutes=30))
    assert head.night == FRIDAY
    with friday.reading("field") as work:
        assert work.session.get_one(Encounter, meeting_id).met_at == EVENING + timedelta(hours=4, minutes=50)
        assert alarms(work) == []


def test_a_night_of_last_week_is_written_with_its_meetings_by_its_team(friday: Organisation) -> None:
    friday.clock.move(timedelta(days=7))
    shift_id = from_paper(friday)

    met_on(friday, shift_id, typed(friday, met=time(0, 10)))
    with pytest.raises(NotAllowedNow, match="not-on-this-shift"):
        met_on(friday, shift_id, typed(friday, met=time(9, 0)))
    friday.clock.move(timedelta(hours=25))
    with pytest.raises(NotAllowedNow, match="shift-over"):
        met_on(friday, shift_id, typed(friday, met=time(23, 0)))


@pytest.mark.parametrize(
    ("day", "began", "end", "reason"),
    [
        (FRIDAY, time(20), time(23), "in-the-future"),
        (FRIDAY, time(17), time(21), "ended-ahead"),
        (FRIDAY - timedelta(days=1), time(19), time(13), "back-late"),
        (date(1990, 1, 1), time(19), time(23), "too-long-ago"),
    ],
)
def test_times_on_paper_that_cannot_be_are_refused(
    friday: Organisation, day: date, began: time, end: time, reason: str
) -> None:
    with pytest.raises(NotAllowedNow, match=reason):
        from_paper(friday, day=day, began=began, end=end)


def test_the_same_night_written_by_two_is_asked_about(friday: Organisation) -> None:
    friday.clock.move(timedelta(hours=14))
    from_paper(friday)

    with pytest.raises(NotAllowedNow, match="out-already"):
        from_paper(friday, began=time(19, 30))


def test_somebody_who_is_out_already_is_asked_whether_they_mean_a_second_shift(friday: Organisation) -> None:
    first = shift_of(friday)
    new = ShiftInput(uuid4(), (), hour(friday), hour(friday, 4), twice=Twice.ASK)

    with friday.writing("field") as work, pytest.raises(NotAllowedNow, match="out-already"):
        open_shift(work, new)
    ended(friday, first)
    with friday.writing("field") as work:
        assert open_shift(work, new) == new.id


def test_a_shift_that_nobody_ended_ends_when_it_did(friday: Organisation) -> None:
    shift_id = shift_of(friday)
    friday.clock.move(timedelta(hours=14))
    with friday.writing("field") as work:
        end_shift(work, shift_id, words="", missing=Missing.ACCOUNTED_FOR, ended=time(23, 10))

    assert page_of(friday, shift_id).head.ended_at == EVENING + timedelta(hours=4, minutes=10)
    met_on(friday, shift_id, typed(friday, met=time(23, 0)))


def test_a_shift_that_nobody_ended_for_days_asks_for_the_night_of_every_time(friday: Organisation) -> None:
    shift_id = shift_of(friday)
    friday.clock.move(timedelta(days=2, hours=14))
    with pytest.raises(NotAllowedNow, match="which-night"):
        met_on(friday, shift_id, typed(friday, met=time(23, 0)))
    with friday.writing("field") as work, pytest.raises(NotAllowedNow, match="which-night"):
        end_shift(work, shift_id, words="", missing=Missing.ACCOUNTED_FOR, ended=time(0, 20))
    met_on(friday, shift_id, typed(friday, met=time(23, 0), met_on=FRIDAY))
    with friday.writing("field") as work:
        end_shift(
            work, shift_id, words="", missing=Missing.ACCOUNTED_FOR, ended=time(0, 20), ended_on=SATURDAY
        )

    page = page_of(friday, shift_id)
    assert page.head.ended_at == EVENING + timedelta(hours=5, minutes=20)
    assert [met.met_at for met in page.met] == [EVENING + timedelta(hours=4)]


def test_an_early_start_is_corrected_and_what_stood_there_is_still_shown(friday: Organisation) -> None:
    shift_id = shift_of(friday)
    with pytest.raises(NotAllowedNow, match="not-on-this-shift"):
        met_on(friday, shift_id, typed(friday, met=time(16, 30)))
    corrected(friday, shift_id, TimesInput(MomentInput(FRIDAY, time(16, 15))))
    met_on(friday, shift_id, typed(friday, met=time(16, 30)))

    page = page_of(friday, shift_id)
    (before,) = page.corrections
    assert page.head.started_at == EVENING - timedelta(hours=2, minutes=45)
    assert before.before.started_at == EVENING
    assert before.by is not None
    assert before.by.id == friday.ids["field"]
    assert not page.head.is_changed


def test_an_end_is_corrected_and_no_meeting_is_left_outside(friday: Organisation) -> None:
    shift_id = shift_of(friday)
    friday.clock.move(timedelta(hours=4))
    met_on(friday, shift_id)
    ended(friday, shift_id)
    with pytest.raises(NotAllowedNow, match="meetings-outside"):
        corrected(friday, shift_id, TimesInput(MomentInput(FRIDAY, time(19)), time(20, 0)))
    corrected(friday, shift_id, TimesInput(MomentInput(FRIDAY, time(19)), time(22, 30)))

    page = page_of(friday, shift_id)
    assert page.head.ended_at == EVENING + timedelta(hours=3, minutes=30)
    assert page.corrections[0].before.ended_at == EVENING + timedelta(hours=4)


def test_two_who_correct_the_times_do_not_overwrite_each_other(friday: Organisation) -> None:
    shift_id = shift_of(friday)
    corrected(friday, shift_id, TimesInput(MomentInput(FRIDAY, time(18))))

    with friday.writing("supervisor") as work, pytest.raises(Conflict):
        correct_times(work, shift_id, TimesInput(MomentInput(FRIDAY, time(17))), version=1)


def test_a_shift_that_was_ended_too_early_goes_on_and_its_team_is_looked_for(friday: Organisation) -> None:
    shift_id = shift_of(friday, hours=1)
    ended(friday, shift_id)
    with friday.writing("field") as work:
        go_on(work, shift_id)
    friday.clock.move(timedelta(hours=2))

    assert page_of(friday, shift_id).head.ended_at is None
    with friday.reading("supervisor") as work:
        assert [alarm.shift_id for alarm in alarms(work)] == [shift_id]


def test_a_return_time_that_has_passed_is_not_taken_for_tomorrow_night(friday: Organisation) -> None:
    shift_id = shift_of(friday)
    friday.clock.move(timedelta(hours=3))

    with friday.writing("field") as work, pytest.raises(NotAllowedNow, match="back-late"):
        move_return(work, shift_id, time(21, 0))


def test_when_a_child_was_last_met_follows_a_corrected_time(friday: Organisation) -> None:
    shift_id, child_id = shift_of(friday), child_of(friday)
    friday.clock.move(timedelta(hours=3))
    meeting_id = met_on(friday, shift_id, typed(friday, children=(rows_for(child_id),)))
    what = typed(friday, met=time(20, 5), children=tuple(rows_of(friday, meeting_id)))
    change(friday, meeting_id, what)

    with friday.reading("supervisor") as work:
        assert last_met(work, [child_id]) == {child_id: EVENING + timedelta(hours=1, minutes=5)}
    (before,) = read(friday, meeting_id).before
    assert before.said is not None
    assert before.said.facts["met_at"] == EVENING + timedelta(hours=3)
    assert before.place == "by the steps"


def rows_for(child_id: UUID) -> MetChildInput:
    """Return a child with a record, as typed."""
    return MetChildInput(child_id=child_id)


def test_a_base_reads_the_times_of_its_own_zone(friday: Organisation) -> None:
    with friday.writing("director") as work:
        line = base_line(work, RIVERSIDE, locale="en")
        change_base(
            work, RIVERSIDE, BaseDetails(line.name, "Asia/Kolkata", line.duty_number), version=line.version
        )
    shift_id = open_at(friday, time(17, 30), time(22, 0))
    friday.clock.move(timedelta(hours=7, minutes=10))  # 00:40 in Kolkata
    meeting_id = met_on(friday, shift_id, typed(friday, met=time(0, 30)))

    with friday.reading("field") as work:
        assert work.session.get_one(Base, RIVERSIDE).timezone == "Asia/Kolkata"
        met_at = work.session.get_one(Encounter, meeting_id).met_at
        assert met_at == EVENING + timedelta(hours=7)
        assert to_typed(met_at).time() == time(2, 0)


def open_at(organisation: Organisation, started: time, due_back: time) -> UUID:
    """Open a shift with these local times."""
    with organisation.writing("field") as work:
        return open_shift(work, ShiftInput(uuid4(), (), started, due_back))


def test_a_shift_that_was_changed_outside_ends_whatever_time_is_typed(friday: Organisation) -> None:
    shift_id = shift_of(friday)
    friday.clock.move(timedelta(hours=3))
    with Session(friday.server.store.engine) as session:
        rows: Any = Shift
        session.execute(update(rows.__table__).values(started_at=EVENING - timedelta(days=9)))
        session.commit()
    with friday.writing("field") as work:
        end_shift(work, shift_id, words="", missing=Missing.ACCOUNTED_FOR, ended=time(18, 0))

    with friday.reading("supervisor") as work:
        assert alarms(work) == []
