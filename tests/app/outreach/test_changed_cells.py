"""A changed column of a shift, a meeting, a child of a meeting or a route shows no lie, and never silences an alarm."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.foundation.errors import ChangedOutside
from app.outreach.chronology import chronology_entries
from app.outreach.documents import MetChildInput
from app.outreach.encounter_page import EncounterPage, encounter_page
from app.outreach.last_met import last_met
from app.outreach.routes import route_list, routes_in_use
from app.outreach.safety import alarms
from app.outreach.shift_list import ShiftFilter, shift_list
from app.outreach.shift_page import ShiftPage, shift_page
from app.outreach.shift_status import Word
from app.outreach.shifts import Check, Missing, ShiftInput, check, end_shift, open_shift
from models.encounter import Encounter, EncounterChild
from models.outreach_route import OutreachRoute
from models.shift import Shift, ShiftMember
from tests.support.organisation import HILLSIDE, RIVERSIDE, Organisation, copy_of
from tests.support.outreach import child_of, hour, met_on, route_of, shift_of, typed
from tests.support.receipts import Forger, receipt_of, take_away
from tests.support.tampering import MEANT, SaysLies, bound_columns, changed, put

ANOTHER_TIME = timedelta(hours=-30)

OF_SHIFT: dict[str, Any] = {
    "id": None,  # nothing that is signed is of it then: told by the sweep
    "mistake_id": uuid4(),
    "base_id": HILLSIDE,
    "route_id": MEANT,
    "folder_id": MEANT,
    "opened_by": "caseworker",
    "started_at": ANOTHER_TIME,
    "due_back_at": timedelta(days=2),
    "version": 9,
}
OF_MEETING: dict[str, Any] = {
    "id": None,
    "mistake_id": uuid4(),
    "shift_id": MEANT,
    "base_id": HILLSIDE,
    "folder_id": MEANT,
    "met_at": ANOTHER_TIME,
    "urgency": "low",
    "written_by": "caseworker",
    "witnessed_by": "caseworker",
    "written_at": ANOTHER_TIME,
    "version": 9,
}
OF_CHILD: dict[str, Any] = {
    "id": None,
    "encounter_id": MEANT,
    "child_id": MEANT,
    "linked_at": ANOTHER_TIME,
    "linked_by": "caseworker",
}
OF_ROUTE: dict[str, Any] = {
    "id": None,
    "base_id": HILLSIDE,
    "folder_id": MEANT,
    "created_at": ANOTHER_TIME,
    "retired_at": ANOTHER_TIME,
    "version": 9,
}


@dataclass
class Night(SaysLies):
    """A shift that is still out, one meeting on it with a known child, and another of each."""

    organisation: Organisation
    shift_id: UUID
    encounter_id: UUID
    row_id: UUID
    child_id: UUID
    route_id: UUID
    others: dict[str, UUID]

    def page(self, by: str = "director") -> ShiftPage:
        """Return the shift as somebody reads it."""
        with self.organisation.reading(by) as work:
            return shift_page(work, self.shift_id, page=1)

    def meeting(self, by: str = "director") -> EncounterPage:
        """Return the meeting as somebody reads it."""
        with self.organisation.reading(by) as work:
            return encounter_page(work, self.encounter_id, locale="en")

    def rings(self, by: str = "supervisor") -> dict[UUID, set[UUID]]:
        """Return the alarms somebody gets: who is missing, by shift."""
        with self.organisation.reading(by) as work:
            return {alarm.shift_id: {mate.id for mate in alarm.people} for alarm in alarms(work)}


def _night(organisation: Organisation) -> Night:
    child_id, other_child = child_of(organisation), child_of(organisation, latin="Chan Dara")
    route_id, other_route = route_of(organisation), route_of(organisation)
    shift_id, other_shift = shift_of(organisation, route_id=route_id), shift_of(organisation, by="field2")
    met = typed(organisation, words="sold flowers", children=(MetChildInput(child_id=child_id),))
    encounter_id, other_encounter = met_on(organisation, shift_id, met), met_on(organisation, shift_id)
    with organisation.server.store.reading() as session:
        query = select(EncounterChild.id).where(EncounterChild.encounter_id == encounter_id)
        row_id = session.scalars(query).one()
        folder_id = session.get_one(Encounter, other_encounter).folder_id
    others = {
        "route_id": other_route,
        "folder_id": folder_id,
        "shift_id": other_shift,
        "encounter_id": other_encounter,
        "child_id": other_child,
    }
    return Night(organisation, shift_id, encounter_id, row_id, child_id, route_id, others)


@pytest.fixture(scope="module")
def night(built_organisation: Organisation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Night]:
    """One organisation for all of these; each changed cell is put back."""
    organisation = copy_of(built_organisation, tmp_path_factory.mktemp("changed-nights"))
    yield _night(organisation)
    organisation.server.store.engine.dispose()


@pytest.fixture
def own_night(organisation: Organisation) -> Night:
    """A night for one test alone."""
    return _night(organisation)


@pytest.mark.parametrize(
    ("table", "columns"),
    [(Shift, OF_SHIFT), (Encounter, OF_MEETING), (EncounterChild, OF_CHILD), (OutreachRoute, OF_ROUTE)],
)
def test_every_bound_column_is_changed_here(table: type[Any], columns: dict[str, Any]) -> None:
    assert bound_columns(table) == set(columns)


def test_nothing_is_red_before(night: Night) -> None:
    page, meeting = night.page(), night.meeting()

    assert not page.head.is_changed
    assert not any(met.is_changed for met in page.met)
    assert not any(child.is_changed for child in meeting.met.children)
    assert night.rings() == {}


@pytest.mark.parametrize("column", [*(name for name, value in OF_SHIFT.items() if value), "ended_at"])
def test_a_changed_shift_is_red_and_rings(night: Night, column: str) -> None:
    before = night.page().head
    value = night.value_of(column, (OF_SHIFT | {"ended_at": timedelta(minutes=-1)})[column])

    with changed(night.organisation, Shift, night.shift_id, **{column: value}):
        page = night.page()
        with night.organisation.reading("director") as work:
            lines = {line.id: line for line in shift_list(work, ShiftFilter(), page=1).lines}
        ringing = night.rings("supervisor2" if column != "base_id" else "field")

    head, line = page.head, lines[night.shift_id]
    assert head.is_changed
    assert line.is_changed
    assert (head.ended_at, line.ended_at) == (None, None)
    assert (head.route, line.route, page.opener) == (None, None, None)
    assert (head.base_name, line.base_name) == (before.base_name, before.base_name)
    assert {head.started_at, head.due_back_at, line.started_at, line.due_back_at}.isdisjoint({value})
    assert [one.mate.id for one in head.team] == [one.mate.id for one in before.team]
    assert ringing[night.shift_id] == {night.organisation.ids["field"]}
    if column in OF_SHIFT:
        assert page.notes is None
    assert not night.page().head.is_changed


def test_nothing_is_written_in_a_changed_shift_and_everybody_can_still_be_checked_out(
    own_night: Night,
) -> None:
    organisation, shift_id = own_night.organisation, own_night.shift_id
    put(organisation, Shift, shift_id, due_back_at=organisation.clock.now() + timedelta(days=2))

    with pytest.raises(ChangedOutside):
        met_on(organisation, shift_id)
    assert own_night.rings("field") == {shift_id: {organisation.ids["field"]}}
    with organisation.writing("field") as work:
        check(work, shift_id, organisation.ids["field"], Check.OUT)
    assert own_night.rings("field") == {}
    with organisation.writing("field") as work:
        end_shift(work, shift_id, words="Home.", missing=Missing.ASK)
    assert own_night.page().head.ended_at == organisation.clock.now()


def test_who_is_on_a_team_is_not_told_by_rows(night: Night) -> None:
    engine, ids = night.organisation.server.store.engine, night.organisation.ids
    with Session(engine) as session:
        session.add(ShiftMember(shift_id=night.shift_id, staff_id=ids["otherfield"]))
        session.execute(
            delete(ShiftMember).where(
                ShiftMember.shift_id == night.shift_id, ShiftMember.staff_id == ids["field"]
            )
        )
        session.commit()
    try:
        team = {one.mate.id for one in night.page("supervisor").head.team}
    finally:
        with Session(engine) as session:
            session.execute(delete(ShiftMember).where(ShiftMember.staff_id == ids["otherfield"]))
            session.add(ShiftMember(shift_id=night.shift_id, staff_id=ids["field"]))
            session.commit()

    assert team == {ids["field"]}


@pytest.mark.parametrize("column", [name for name, value in OF_MEETING.items() if value])
def test_a_changed_meeting_is_red_in_its_shift_on_its_page_and_on_the_childs_road(
    night: Night, column: str
) -> None:
    value = night.value_of(column, OF_MEETING[column])
    if column == "base_id":
        value = HILLSIDE
    with changed(night.organisation, Encounter, night.encounter_id, **{column: value}):
        met = night.meeting().met if column != "folder_id" else None
        shift_id = value if column == "shift_id" else night.shift_id
        with night.organisation.reading("director") as work:
            listed = {each.id: each for each in shift_page(work, shift_id, page=1).met}
            (entry,) = chronology_entries(work, night.child_id)

    for each in filter(None, (met, listed[night.encounter_id])):
        assert each.is_changed
        assert (each.account, each.urgency, each.witness) == (None, None, None)
        assert each.writer.name == "–"
    assert (entry.is_changed, entry.text, entry.by) == (True, "", "")
    assert not night.meeting().met.is_changed


@pytest.mark.parametrize("column", [name for name, value in OF_CHILD.items() if value])
def test_a_changed_child_of_a_meeting_names_no_record(night: Night, column: str) -> None:
    value = night.value_of(column, OF_CHILD[column])
    with changed(night.organisation, EncounterChild, night.row_id, **{column: value}):
        encounter_id = value if column == "encounter_id" else night.encounter_id
        with night.organisation.reading("director") as work:
            children = encounter_page(work, encounter_id, locale="en").met.children
            roads = [
                chronology_entries(work, child_id) for child_id in (night.child_id, night.others["child_id"])
            ]

    (found,) = [child for child in children if child.row_id == night.row_id]
    assert found.is_changed
    assert (found.child_id, found.code, found.description) == (None, "", None)
    assert (found.linked_at, found.linked_by) == (None, None)
    assert all(entry.is_changed for road in roads for entry in road)
    assert any(roads)


@pytest.mark.parametrize(("table", "column"), [(Encounter, "met_at"), (EncounterChild, "child_id")])
def test_nobody_is_said_to_have_been_met_when_a_row_says_so(
    night: Night, table: type[Any], column: str
) -> None:
    known = (night.child_id, night.others["child_id"])
    with night.organisation.reading("supervisor") as work:
        before = last_met(work, known)
    row_id = night.encounter_id if table is Encounter else night.row_id
    value = night.value_of(column, (OF_MEETING | OF_CHILD)[column])
    with (
        changed(night.organisation, table, row_id, **{column: value}),
        night.organisation.reading("supervisor") as work,
    ):
        assert last_met(work, known) == {}

    assert before == {night.child_id: night.meeting().met.met_at}


@pytest.mark.parametrize("column", [name for name, value in OF_ROUTE.items() if value])
def test_a_changed_route_is_red_and_no_shift_takes_it(night: Night, column: str) -> None:
    value = night.value_of(column, OF_ROUTE[column])
    with changed(night.organisation, OutreachRoute, night.route_id, **{column: value}):
        with night.organisation.reading("director") as work:
            read = {route.id: route for route in route_list(work).routes}
            offered = {route.id for route in routes_in_use(work, RIVERSIDE)}
        start, back = hour(night.organisation), hour(night.organisation, 4)
        new = ShiftInput(uuid4(), (), start, back, night.route_id)
        if column not in ("base_id", "retired_at"):
            with night.organisation.writing("field") as work, pytest.raises(ChangedOutside):
                open_shift(work, new)

    assert read[night.route_id].is_changed
    assert read[night.route_id].plan is None
    assert night.route_id not in offered


class TestReceiptsOfAShift:
    """Check-outs and ends are believed when somebody of the team, or a supervisor of the base, signed them."""

    @pytest.mark.parametrize(
        ("keys_of", "base_id"),
        [("field2", RIVERSIDE), ("othersupervisor", RIVERSIDE), ("othersupervisor", HILLSIDE)],
    )
    @pytest.mark.parametrize("word", [Word.CHECKED_OUT, Word.ENDED, Word.RETURN])
    def test_nobody_else_says_that_somebody_is_back(
        self, own_night: Night, word: Word, keys_of: str, base_id: UUID
    ) -> None:
        organisation, missing = own_night.organisation, own_night.organisation.ids["field"]
        late = organisation.clock.now() + timedelta(days=3)
        facts = {"person": str(missing), "due": late.isoformat()}
        Forger(organisation).put(
            own_night.shift_id,
            word,
            number=1,
            keys_of=keys_of,
            base_id=base_id,
            table="shift",
            facts=facts,
        )
        organisation.clock.move(timedelta(hours=5))

        assert own_night.rings()[own_night.shift_id] == {missing}

    def test_a_check_out_that_was_taken_away_rings_again(self, own_night: Night) -> None:
        organisation, missing = own_night.organisation, own_night.organisation.ids["field"]
        with organisation.writing("supervisor") as work:
            check(work, own_night.shift_id, missing, Check.OUT)
        organisation.clock.move(timedelta(hours=5))
        assert own_night.shift_id not in own_night.rings()
        take_away(organisation, receipt_of(organisation, own_night.shift_id, Word.CHECKED_OUT).id)

        assert own_night.rings()[own_night.shift_id] == {missing}

    def test_who_joined_later_said_nothing_before(self, own_night: Night) -> None:
        organisation = own_night.organisation
        forger = Forger(organisation)
        early = organisation.clock.now() - timedelta(minutes=30)
        facts = {"person": str(organisation.ids["field"])}
        forger.put(
            own_night.shift_id,
            Word.CHECKED_OUT,
            number=1,
            keys_of="field",
            at=early,
            table="shift",
            facts=facts,
        )
        organisation.clock.move(timedelta(hours=5))

        assert own_night.shift_id in own_night.rings()
