"""Shifts: a signed team that alone can read them, safety checks, an alarm when somebody is not back."""

from datetime import time, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from app.foundation.errors import AlreadyDone, NotAllowedNow, NotVisible, Refused
from app.outreach.routes import RouteUse, set_route_use
from app.outreach.safety import alarms
from app.outreach.shift_list import ShiftFilter, Which, shift_list
from app.outreach.shift_page import shift_page, team_page
from app.outreach.shifts import (
    Check,
    Missing,
    ShiftInput,
    add_to_team,
    check,
    end_shift,
    move_return,
    open_shift,
)
from app.outreach.teams import stated_team, street_staff
from models.audit_event import AuditEvent, AuditSubject
from models.shift import Shift, ShiftMember
from models.staff_member import StaffMember
from tests.support.organisation import RIVERSIDE, Organisation
from tests.support.outreach import ended, hour, met_on, route_of, shift_of
from tests.support.tampering import flip


def actions(organisation: Organisation) -> list[str]:
    """Return what the trail says was done, in order."""
    with organisation.server.store.reading() as session:
        return list(session.scalars(select(AuditEvent.action).order_by(AuditEvent.seq)))


def test_a_field_worker_opens_a_shift_and_is_on_its_team(organisation: Organisation) -> None:
    route_id = route_of(organisation)
    shift_id = shift_of(organisation, team=("field2",), route_id=route_id, words="stay in pairs")

    with organisation.reading("field2") as work:
        page = shift_page(work, shift_id, page=1)
        assert set(stated_team(work, shift_id)) == {organisation.ids["field"], organisation.ids["field2"]}
    assert {one.mate.id for one in page.head.team} == {organisation.ids["field"], organisation.ids["field2"]}
    assert page.notes is not None
    assert page.notes.opening == "stay in pairs"
    assert page.head.route is not None
    assert "shift.opened" in actions(organisation)


def test_a_supervisor_may_open_one_for_others(organisation: Organisation) -> None:
    shift_id = shift_of(organisation, by="supervisor", team=("field",))

    with organisation.reading("supervisor") as work:
        assert stated_team(work, shift_id) == (organisation.ids["field"],)


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("caseworker", Refused),
        ("director", Refused),
        ("counsellor", NotVisible),
        ("technician", NotVisible),
        ("auditor", NotVisible),
    ],
)
def test_nobody_else_opens_one(organisation: Organisation, name: str, error: type[Exception]) -> None:
    new = ShiftInput(uuid4(), (organisation.ids["field"],), hour(organisation), hour(organisation, 4))
    with organisation.writing(name) as work, pytest.raises(error):
        open_shift(work, new)


def test_counsellors_the_disabled_and_other_bases_are_never_on_a_team(organisation: Organisation) -> None:
    with organisation.reading("field") as work:
        offered = {mate.id for mate in street_staff(work, RIVERSIDE)}

    names = ("field", "field2", "caseworker", "othercaseworker", "supervisor", "supervisor2")
    assert offered == {organisation.ids[name] for name in names}


def test_a_team_is_picked_by_the_names_that_were_signed(organisation: Organisation) -> None:
    with organisation.server.store.writing() as session:
        session.get_one(StaffMember, organisation.ids["field2"]).display_name = "Supervisor Person"

    with organisation.reading("field") as work:
        offered = {mate.id: mate.name for mate in street_staff(work, RIVERSIDE)}
    assert offered[organisation.ids["field2"]] == "Field2 Person"


@pytest.mark.parametrize("stranger", ["counsellor", "otherfield", "disabled", "director"])
def test_somebody_who_may_not_go_is_refused(organisation: Organisation, stranger: str) -> None:
    with pytest.raises(NotAllowedNow, match="not-street-staff"):
        shift_of(organisation, team=(stranger,))


def test_the_same_form_sent_twice_opens_one_shift(organisation: Organisation) -> None:
    new = ShiftInput(uuid4(), (), hour(organisation), hour(organisation, 4))
    with organisation.writing("field") as work:
        open_shift(work, new)

    with organisation.writing("field") as work, pytest.raises(AlreadyDone):
        open_shift(work, new)
    with organisation.writing("field2") as work, pytest.raises(Refused):
        open_shift(work, new)


def test_a_supervisor_must_name_a_team(organisation: Organisation) -> None:
    with pytest.raises(NotAllowedNow, match="team-missing"):
        shift_of(organisation, by="supervisor")


def test_times_that_make_no_sense_are_refused(organisation: Organisation) -> None:
    with organisation.writing("field") as work, pytest.raises(NotAllowedNow, match="started-long-ago"):
        open_shift(work, ShiftInput(uuid4(), (), hour(organisation, 2), hour(organisation, 4)))
    with organisation.writing("field") as work, pytest.raises(NotAllowedNow, match="back-already"):
        open_shift(work, ShiftInput(uuid4(), (), hour(organisation, -3), hour(organisation, -1)))


def test_a_route_of_another_base_or_out_of_use_is_not_taken(organisation: Organisation) -> None:
    other = route_of(organisation, by="othersupervisor")
    with pytest.raises(NotVisible):
        shift_of(organisation, route_id=other)
    retired = route_of(organisation)
    with organisation.writing("supervisor") as work:
        set_route_use(work, retired, RouteUse.RETIRED)
    with pytest.raises(NotAllowedNow, match="route-retired"):
        shift_of(organisation, route_id=retired)


def checks_of(organisation: Organisation, shift_id: UUID) -> dict[str, tuple[bool, bool]]:
    """Return who is checked in and who is checked out."""
    names = {staff_id: name for name, staff_id in organisation.ids.items()}
    with organisation.reading("supervisor") as work:
        team = shift_page(work, shift_id, page=1).head.team
    return {
        names[one.mate.id]: (one.checked_in_at is not None, one.checked_out_at is not None) for one in team
    }


def test_one_checks_oneself_a_teammate_checks_and_a_supervisor_checks(organisation: Organisation) -> None:
    shift_id = shift_of(organisation, team=("field2", "caseworker"))

    for by, whom in (("field", "field"), ("caseworker", "field2"), ("supervisor", "caseworker")):
        with organisation.writing(by) as work:
            check(work, shift_id, organisation.ids[whom], Check.IN)
    with organisation.writing("field2") as work:
        check(work, shift_id, organisation.ids["field"], Check.OUT)
    assert checks_of(organisation, shift_id) == {
        "field": (True, True),
        "field2": (True, False),
        "caseworker": (True, False),
    }
    with organisation.writing("field2") as work, pytest.raises(AlreadyDone):
        check(work, shift_id, organisation.ids["field"], Check.OUT)


def test_a_check_out_by_mistake_is_taken_back_by_checking_in_again(organisation: Organisation) -> None:
    shift_id = shift_of(organisation)
    for kind in (Check.IN, Check.OUT, Check.IN):
        with organisation.writing("field") as work:
            check(work, shift_id, organisation.ids["field"], kind)

    assert checks_of(organisation, shift_id) == {"field": (True, False)}


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("othercaseworker", Refused),
        ("director", Refused),
        ("field2", NotVisible),
        ("otherfield", NotVisible),
        ("othersupervisor", NotVisible),
        ("counsellor", NotVisible),
    ],
)
def test_nobody_outside_checks_somebody_out(
    organisation: Organisation, name: str, error: type[Exception]
) -> None:
    shift_id = shift_of(organisation)
    with organisation.writing(name) as work, pytest.raises(error):
        check(work, shift_id, organisation.ids["field"], Check.OUT)


def test_somebody_who_is_not_on_the_team_cannot_be_checked(organisation: Organisation) -> None:
    shift_id = shift_of(organisation)
    with organisation.writing("field") as work, pytest.raises(NotVisible):
        check(work, shift_id, organisation.ids["field2"], Check.IN)


def test_a_row_in_the_database_makes_nobody_a_teammate(organisation: Organisation) -> None:
    shift_id = shift_of(organisation)
    with organisation.server.store.writing() as session:
        session.add(ShiftMember(shift_id=shift_id, staff_id=organisation.ids["field2"]))

    with organisation.writing("field2") as work, pytest.raises(NotVisible):
        check(work, shift_id, organisation.ids["field"], Check.OUT)
    with organisation.reading("field2") as work, pytest.raises(NotVisible):
        shift_page(work, shift_id, page=1)


def ring(organisation: Organisation, name: str) -> list[tuple[UUID, set[UUID]]]:
    """Return the alarms somebody gets: the shift, and who is missing."""
    with organisation.reading(name) as work:
        return [(alarm.shift_id, {mate.id for mate in alarm.people}) for alarm in alarms(work)]


def test_an_overdue_check_out_rings_for_the_team_its_supervisors_and_directors(
    organisation: Organisation,
) -> None:
    shift_id = shift_of(organisation, team=("field2", "caseworker"), hours=1)
    with organisation.writing("field") as work:
        check(work, shift_id, organisation.ids["field"], Check.IN)
        check(work, shift_id, organisation.ids["field"], Check.OUT)
    assert ring(organisation, "supervisor") == []

    organisation.clock.move(timedelta(hours=1, seconds=1))
    missing = {organisation.ids["field2"], organisation.ids["caseworker"]}
    for name in ("field", "field2", "caseworker", "supervisor", "supervisor2", "director"):
        assert ring(organisation, name) == [(shift_id, missing)], name
    for name in ("othercaseworker", "counsellor", "otherfield", "othersupervisor"):
        assert ring(organisation, name) == [], name


def test_coming_back_later_moves_the_alarm(organisation: Organisation) -> None:
    shift_id = shift_of(organisation, hours=1)
    organisation.clock.move(timedelta(hours=2))
    assert ring(organisation, "field")
    with organisation.writing("field") as work:
        move_return(work, shift_id, hour(organisation, 1))

    assert ring(organisation, "field") == []
    organisation.clock.move(timedelta(hours=1, minutes=1))
    assert ring(organisation, "field")


def test_a_shift_ends_when_all_are_out(organisation: Organisation) -> None:
    shift_id = shift_of(organisation)
    with organisation.writing("field") as work:
        check(work, shift_id, organisation.ids["field"], Check.IN)
        check(work, shift_id, organisation.ids["field"], Check.OUT)
    with organisation.writing("field") as work:
        end_shift(work, shift_id, words="A quiet\u200b night.", missing=Missing.ASK)

    with organisation.reading("field") as work:
        page = shift_page(work, shift_id, page=1)
    assert page.head.ended_at == organisation.clock.now()
    assert page.notes is not None
    assert page.notes.ending == "A quiet night."
    with organisation.writing("field") as work, pytest.raises(AlreadyDone):
        end_shift(work, shift_id, words="", missing=Missing.ASK)


def test_a_shift_with_somebody_missing_ends_only_when_they_are_accounted_for(
    organisation: Organisation,
) -> None:
    shift_id = shift_of(organisation, hours=1)
    organisation.clock.move(timedelta(hours=2))
    with organisation.writing("field") as work, pytest.raises(NotAllowedNow, match="not-all-out"):
        end_shift(work, shift_id, words="", missing=Missing.ASK)
    assert ring(organisation, "supervisor")

    ended(organisation, shift_id)
    assert ring(organisation, "supervisor") == []
    with organisation.server.store.reading() as session:
        event = session.scalars(select(AuditEvent).where(AuditEvent.action == "shift.ended")).one()
    assert '"not_checked_out":1' in event.body


def test_notes_that_do_not_open_never_keep_a_shift_from_ending(organisation: Organisation) -> None:
    shift_id = shift_of(organisation)
    flip(organisation, Shift, "notes", shift_id)

    ended(organisation, shift_id, words="Home.")
    with organisation.reading("field") as work:
        assert shift_page(work, shift_id, page=1).head.ended_at is not None
    assert "seal.refused" in actions(organisation)


def test_who_came_later_reads_what_was_written_before_they_came(organisation: Organisation) -> None:
    shift_id = shift_of(organisation, words="stay in pairs")
    met_on(organisation, shift_id)
    with organisation.reading("field2") as work, pytest.raises(NotVisible):
        shift_page(work, shift_id, page=1)

    with organisation.writing("field") as work:
        add_to_team(work, shift_id, [organisation.ids["field2"]])
    with organisation.reading("field2") as work:
        page = shift_page(work, shift_id, page=1)
        assert organisation.ids["field2"] in stated_team(work, shift_id)
    assert page.notes is not None
    assert [met.account is not None for met in page.met] == [True]
    with organisation.writing("field2") as work, pytest.raises(AlreadyDone):
        add_to_team(work, shift_id, [organisation.ids["field"]])


@pytest.mark.parametrize("stranger", ["counsellor", "otherfield", "disabled"])
def test_a_stranger_is_not_put_on_a_team_later_either(organisation: Organisation, stranger: str) -> None:
    shift_id = shift_of(organisation)
    with organisation.writing("supervisor") as work, pytest.raises(NotAllowedNow, match="not-street-staff"):
        add_to_team(work, shift_id, [organisation.ids[stranger]])


def test_an_ended_shift_checks_nobody_in(organisation: Organisation) -> None:
    shift_id = shift_of(organisation, team=("field2",))
    ended(organisation, shift_id)
    with organisation.writing("field") as work, pytest.raises(NotAllowedNow, match="shift-ended"):
        check(work, shift_id, organisation.ids["field2"], Check.IN)
    with organisation.writing("field") as work, pytest.raises(NotAllowedNow, match="shift-ended"):
        move_return(work, shift_id, time(3, 0))
    with organisation.writing("field") as work:
        check(work, shift_id, organisation.ids["field2"], Check.OUT)


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("field", 1),
        ("field2", 0),
        ("caseworker", 1),
        ("supervisor", 1),
        ("director", 2),
        ("otherfield", 1),
        ("othersupervisor", 1),
        ("counsellor", 0),
        ("technician", 0),
        ("auditor", 0),
    ],
)
def test_the_list_shows_each_role_what_it_reads(organisation: Organisation, name: str, seen: int) -> None:
    shift_of(organisation)
    shift_of(organisation, by="otherfield")

    with organisation.reading(name) as work:
        assert shift_list(work, ShiftFilter(), page=1).total == seen


def test_the_list_is_cut_by_night_route_person_and_state(organisation: Organisation) -> None:
    route_id = route_of(organisation)
    first = shift_of(organisation, route_id=route_id)
    first_night = organisation.clock.now().date()
    ended(organisation, first)
    organisation.clock.move(timedelta(days=3))
    second = shift_of(organisation, by="field2")

    def shown(chosen: ShiftFilter) -> list[UUID]:
        with organisation.reading("supervisor") as work:
            return [line.id for line in shift_list(work, chosen, page=1).lines]

    assert shown(ShiftFilter()) == [second, first]
    assert shown(ShiftFilter(to_day=first_night)) == [first]
    assert shown(ShiftFilter(from_day=first_night + timedelta(days=1))) == [second]
    assert shown(
        ShiftFilter(from_day=first_night.replace(year=1), to_day=first_night.replace(year=9999))
    ) == [
        second,
        first,
    ]
    assert shown(ShiftFilter(route_id=route_id)) == [first]
    assert shown(ShiftFilter(mate_id=organisation.ids["field2"])) == [second]
    assert shown(ShiftFilter(which=Which.NOT_ENDED)) == [second]


def test_the_list_comes_in_pages_of_fifty(organisation: Organisation) -> None:
    for _ in range(51):
        shift_of(organisation)
        organisation.clock.move(timedelta(minutes=1))

    with organisation.reading("field") as work:
        first, second = (shift_list(work, ShiftFilter(), page=number) for number in (1, 2))
    assert (len(first.lines), first.first, first.last, first.total) == (50, 1, 50, 51)
    assert (len(second.lines), second.first, second.last) == (1, 51, 51)


def test_which_shifts_a_list_showed_is_in_the_trail(organisation: Organisation) -> None:
    shift_id = shift_of(organisation)
    with organisation.reading("supervisor") as work:
        shift_list(work, ShiftFilter(), page=1)

    with organisation.server.store.reading() as session:
        query = select(AuditSubject.seq).join(AuditEvent, AuditEvent.seq == AuditSubject.seq)
        mine = (AuditEvent.action == "listed", AuditEvent.actor_id == organisation.ids["supervisor"])
        assert session.scalars(query.where(AuditSubject.subject_id == shift_id, *mine)).all()


def test_only_who_may_change_a_shift_opens_its_team(organisation: Organisation) -> None:
    shift_id = shift_of(organisation)
    for name, error in (("caseworker", Refused), ("director", Refused), ("field2", NotVisible)):
        with organisation.reading(name) as work, pytest.raises(error):
            team_page(work, shift_id)
