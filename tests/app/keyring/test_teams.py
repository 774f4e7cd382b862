"""Who is in a shift's team is stated by whoever may open or write the shift, of people who may be on one."""

from uuid import UUID, uuid4

import pytest

from app.foundation.errors import KeyRefused
from app.keyring.adding_statements import own_signer, state
from app.keyring.assigning import state_team
from app.keyring.known_directory import directory_for
from app.keyring.statements import Kind
from tests.support.organisation import CAST, HILLSIDE, RIVERSIDE, Organisation


@pytest.mark.parametrize("name", ["technician", "auditor", "director2"])
def test_who_writes_no_shifts_visits_or_groups_states_no_team(organisation: Organisation, name: str) -> None:
    base_id = CAST[name][1]
    fields = {
        "shift": str(uuid4()),
        "people": [str(organisation.ids[name])],
        "base": str(base_id) if base_id else None,
    }
    with organisation.writing(name) as work, pytest.raises(KeyRefused):
        state(work, Kind.TEAM, fields, signer=own_signer(work))


@pytest.mark.parametrize("name", ["otherfield", "technician", "disabled"])
def test_nobody_is_put_on_a_team_who_may_not_be_on_one(organisation: Organisation, name: str) -> None:
    with organisation.writing("field") as work, pytest.raises(KeyRefused):
        state_team(work, uuid4(), [organisation.ids["field"], organisation.ids[name]], base_id=RIVERSIDE)


@pytest.mark.parametrize(("name", "base_id"), [("field2", RIVERSIDE), ("othersupervisor", HILLSIDE)])
def test_a_team_is_not_restated_by_others(organisation: Organisation, name: str, base_id: UUID) -> None:
    shift_id, field = uuid4(), organisation.ids["field"]
    with organisation.writing("field") as work:
        state_team(work, shift_id, [field], base_id=RIVERSIDE)
        work.record("test.stated")
    with organisation.writing(name) as work:
        with pytest.raises(KeyRefused):
            state_team(work, shift_id, [organisation.ids[name]], base_id=base_id)
        assert directory_for(work).teams[shift_id] == (field,)


@pytest.mark.parametrize("name", ["field", "supervisor"])
def test_its_own_team_and_the_bases_supervisor_restate_it(organisation: Organisation, name: str) -> None:
    shift_id, team = uuid4(), [organisation.ids["field"], organisation.ids["caseworker"]]
    with organisation.writing("field") as work:
        state_team(work, shift_id, team[:1], base_id=RIVERSIDE)
        work.record("test.stated")
    with organisation.writing(name) as work:
        state_team(work, shift_id, team, base_id=RIVERSIDE)
        assert directory_for(work).teams[shift_id] == tuple(team)
        work.record("test.stated")


@pytest.mark.parametrize("name", ["field", "caseworker", "counsellor", "supervisor"])
def test_who_goes_to_families_or_leads_a_group_states_a_team(organisation: Organisation, name: str) -> None:
    visit_id, team = uuid4(), [organisation.ids["field"], organisation.ids["caseworker"]]
    with organisation.writing(name) as work:
        state_team(work, visit_id, team, base_id=RIVERSIDE)
        assert directory_for(work).teams[visit_id] == tuple(team)
        work.record("test.stated")
