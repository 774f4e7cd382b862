"""A register is taken, taken again, corrected, cancelled, moved, and marked as a mistake."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from app.children.children import ChildInput
from app.children.documents import ChildProfile
from app.clubs.club_page import club_page
from app.clubs.making import close_club
from app.clubs.merging import Said
from app.clubs.mistaken import SESSION
from app.clubs.register_page import new_register_page
from app.clubs.registers import RegisterInput, change_register, take_register
from app.clubs.session_steps import cancel_session, move_session
from app.clubs.today import due_registers
from app.foundation.errors import AlreadyDone, Conflict, NotAllowedNow, NotVisible, Refused
from app.foundation.vocabulary.club_sessions import CancelReason, SessionState
from app.mistakes.marking import MarkInput, mark_mistaken
from tests.support.children import add_child
from tests.support.clubs import club_as, led, made_club, registered, session_as, slot_today
from tests.support.organisation import Organisation


def typed(*children: object, version: int = 0, **more: object) -> RegisterInput:
    """Return what a form says that showed these children, all of whom came."""
    came = dict.fromkeys(children, Said())
    return RegisterInput(version, came, frozenset(came), **more)  # type: ignore[arg-type]


def test_a_register_saved_twice_is_one_and_says_who_came(organisation: Organisation) -> None:
    club_id, child_id = made_club(organisation), add_child(organisation)
    session_id = registered(organisation, club_id, [child_id])
    with pytest.raises(AlreadyDone):
        registered(organisation, club_id, [child_id])
    page = session_as(organisation, session_id)
    assert [one.line.id for one in page.came] == [child_id]
    assert not page.came[0].mark.late
    with organisation.reading("supervisor") as work:
        assert club_page(work, club_id).total == 1


def test_two_machines_at_once_make_one_register_with_the_marks_of_both(organisation: Organisation) -> None:
    club_id = made_club(organisation, leaders=("field", "field2"))
    one, two = add_child(organisation), add_child(organisation, latin="Chan Dara")
    session_id = registered(organisation, club_id, [one])
    assert registered(organisation, club_id, [two], by="field2") == session_id
    page = session_as(organisation, session_id)
    assert {each.line.id for each in page.came} == {one, two}
    assert not any(each.mark.late for each in page.came)


def test_what_is_corrected_later_is_marked_late_and_the_earlier_register_stays(
    organisation: Organisation,
) -> None:
    club_id = made_club(organisation)
    one, two = add_child(organisation), add_child(organisation, latin="Chan Dara")
    session_id = registered(organisation, club_id, [one])
    with organisation.writing("field") as work:
        change_register(work, session_id, typed(one, two, version=1))
    page = session_as(organisation, session_id)
    assert {each.line.id: each.mark.late for each in page.came} == {one: False, two: True}
    assert page.before[0].document is not None
    assert page.before[0].document.came == {one}


def test_a_stale_form_overwrites_nothing(organisation: Organisation) -> None:
    club_id = made_club(organisation, leaders=("field", "field2"))
    one, two, three = (add_child(organisation, latin=name) for name in ("Sok A", "Sok B", "Sok C"))
    session_id = registered(organisation, club_id, [one, two])
    with organisation.writing("field") as work:
        change_register(work, session_id, replace(typed(one, version=1), shown=frozenset({one, two})))
    with organisation.writing("field2") as work:
        change_register(work, session_id, typed(one, two, three, version=1))
    assert {each.line.id for each in session_as(organisation, session_id).came} == {one, three}


@pytest.mark.parametrize(
    ("name", "error"),
    [("caseworker", Refused), ("field2", NotVisible), ("otherfield", NotVisible), ("counsellor", NotVisible)],
)
def test_nobody_else_takes_it(organisation: Organisation, name: str, error: type[Exception]) -> None:
    club_id, child_id = made_club(organisation), add_child(organisation)
    with pytest.raises(error):
        registered(organisation, club_id, [child_id], by=name)


def test_a_caseworker_who_leads_a_club_takes_its_register(organisation: Organisation) -> None:
    club_id, child_id = made_club(organisation, leaders=("caseworker",)), add_child(organisation)
    session_id = registered(organisation, club_id, [child_id], by="caseworker")
    assert session_as(organisation, session_id, "caseworker").session.came == {child_id}


def test_a_child_of_another_base_is_refused(organisation: Organisation) -> None:
    club_id = made_club(organisation)
    other = add_child(organisation, by="otherfield", latin="Chan Thida")
    with pytest.raises(NotAllowedNow, match="not-of-this-base"):
        registered(organisation, club_id, [other])
    with pytest.raises(NotAllowedNow, match="not-of-this-base"):
        registered(organisation, club_id, [uuid4()])


def test_a_new_child_gets_a_record_once(organisation: Organisation) -> None:
    club_id, child_id = made_club(organisation), uuid4()
    new = ChildInput(child_id, ChildProfile(nicknames=("Pich",)))
    slot = slot_today(organisation, days_ago=1)
    with organisation.writing("field") as work:
        session_id = take_register(work, club_id, slot, typed(new=(new,)))
    with organisation.writing("field") as work, pytest.raises(AlreadyDone):
        take_register(work, club_id, slot, typed(new=(new,)))
    (one,) = session_as(organisation, session_id).came
    assert (one.line.id, one.line.nicknames) == (child_id, ("Pich",))


def test_a_session_to_come_has_no_register(organisation: Organisation) -> None:
    club_id, child_id = made_club(organisation), add_child(organisation)
    with pytest.raises(NotAllowedNow, match="session-ahead"):
        registered(organisation, club_id, [child_id], slot=slot_today(organisation, days_ago=-1))


def test_marks_for_a_cancelled_session_are_asked_about(organisation: Organisation) -> None:
    club_id, child_id = made_club(organisation), add_child(organisation)
    slot = slot_today(organisation, days_ago=1)
    with organisation.writing("field") as work:
        session_id = cancel_session(work, club_id, slot, CancelReason.RAIN)
    assert session_as(organisation, session_id).session.state is SessionState.CANCELLED
    with pytest.raises(NotAllowedNow, match="session-cancelled"):
        registered(organisation, club_id, [child_id])
    with organisation.writing("field") as work:
        assert take_register(work, club_id, slot, typed(child_id, was_held=True)) == session_id
    page = session_as(organisation, session_id)
    assert page.session.came == {child_id}
    assert page.session.register is not None
    assert page.session.register.reason == ""
    with organisation.writing("field") as work, pytest.raises(NotAllowedNow, match="children-came"):
        cancel_session(work, club_id, slot, CancelReason.RAIN)


def test_a_register_typed_for_the_wrong_day_is_moved(organisation: Organisation) -> None:
    club_id, child_id = made_club(organisation), add_child(organisation)
    session_id = registered(organisation, club_id, [child_id])
    there = slot_today(organisation, days_ago=3)
    with organisation.writing("field") as work:
        move_session(work, session_id, there, version=1)
    page = session_as(organisation, session_id)
    assert page.session.begins_at == there.begins_at
    assert page.session.came == {child_id}
    # The day it left is free again, and the day it went to is not.
    registered(organisation, club_id, [child_id])
    with organisation.writing("field") as work, pytest.raises(NotAllowedNow, match="session-there"):
        move_session(work, session_id, slot_today(organisation, days_ago=1), version=2)
    with organisation.writing("field") as work, pytest.raises(Conflict):
        move_session(work, session_id, slot_today(organisation, days_ago=5), version=1)


def test_one_written_by_mistake_counts_for_nothing_and_leaves_its_time_free(
    organisation: Organisation,
) -> None:
    club_id, child_id = made_club(organisation), add_child(organisation)
    session_id = registered(organisation, club_id, [child_id])
    with organisation.writing("field") as work:
        mark_mistaken(work, SESSION, session_id, MarkInput(uuid4(), "another club's"))
    page = session_as(organisation, session_id)
    assert page.marks.is_marked
    assert not page.session.counts
    assert registered(organisation, club_id, [child_id]) != session_id


def test_today_asks_the_leader_for_a_register_that_nobody_took(organisation: Organisation) -> None:
    club_id, child_id = made_club(organisation), add_child(organisation)
    organisation.clock.move(timedelta(days=1))
    until = slot_today(organisation).begins_at.date()
    with organisation.reading("field") as work:
        assert [item.record_id for item in due_registers(work, until=until)] == [club_id]
    with organisation.reading("supervisor") as work:
        assert due_registers(work, until=until) == []
    for days_ago in (0, 1):
        slot = slot_today(organisation, days_ago=days_ago)
        if slot.ends_at <= organisation.clock.now():
            registered(organisation, club_id, [child_id], slot=slot)
    with organisation.reading("field") as work:
        assert due_registers(work, until=until) == []


def test_the_regulars_come_first_and_namesakes_are_told_apart(organisation: Organisation) -> None:
    club_id = made_club(organisation)
    often = add_child(organisation, latin="Sok Sophea", nicknames=("Phea",))
    once = add_child(organisation, latin="Chan Sophea", appearance="a scar on the chin")
    other = add_child(organisation, latin="Keo Dara")
    for days_ago in (3, 2):
        registered(organisation, club_id, [often], slot=slot_today(organisation, days_ago=days_ago))
    registered(organisation, club_id, [often, once, other])
    with organisation.reading("field") as work:
        page = new_register_page(work, club_id, slot_today(organisation))
    assert page.rows[0].line.id == often
    assert {row.line.id for row in page.rows if row.is_namesake} == {often, once}


def test_a_closed_club_takes_no_register_of_later_days(organisation: Organisation) -> None:
    club_id, child_id = made_club(organisation), add_child(organisation)
    with organisation.writing("supervisor") as work:
        close_club(work, club_id, on=slot_today(organisation).begins_at.date(), words="moved away", version=1)
    assert not club_as(organisation, club_id, "field").is_open
    registered(organisation, club_id, [child_id])
    with pytest.raises(NotAllowedNow, match="club-closed"):
        registered(
            organisation, club_id, [child_id], slot=slot_today(organisation, begins="00:10", ends="01:00")
        )


def test_a_stand_in_takes_it_until_the_last_day(organisation: Organisation) -> None:
    club_id, child_id = made_club(organisation), add_child(organisation)
    led(organisation, club_id, "field2", until=slot_today(organisation).begins_at.date())
    session_id = registered(organisation, club_id, [child_id], by="field2")
    organisation.clock.move(timedelta(days=2))
    with pytest.raises(NotVisible):
        session_as(organisation, session_id, "field2")
    with pytest.raises(NotVisible):
        registered(organisation, club_id, [child_id], by="field2")
