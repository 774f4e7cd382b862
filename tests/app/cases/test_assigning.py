"""Assignment: who sees a case follows it, and so do the keys; the caseload warns and never forbids."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import update

from app.cases.assigning import assign, assign_page, end_assignment
from app.cases.case_page import case_page
from app.cases.colleagues import assignable
from app.cases.listing import CaseFilter, case_list
from app.foundation.errors import AlreadyDone, KeyRefused, NotAllowedNow, NotVisible, Refused
from app.foundation.roles import Role
from app.keyring import assigning as keys
from app.keyring.policy import Duty
from app.staff.account_pages import account_page
from app.staff.accounts import Details, change_details
from app.unit_of_work import Locks
from models.assignment import Assignment
from models.staff_member import StaffMember
from tests.support.cases import new_case, record_home
from tests.support.opened_cases import case_of, child_of, put_at
from tests.support.organisation import HILLSIDE, RIVERSIDE, Organisation, add_person
from tests.support.staff import actions
from tests.support.tampering import recorded


@pytest.fixture
def case_id(organisation: Organisation) -> UUID:
    """A case to which `caseworker` is assigned."""
    return new_case(organisation)


def assigned(organisation: Organisation, case_id: UUID, name: str) -> UUID:
    """Return the assignment of a cast member."""
    with organisation.reading("supervisor") as work:
        page = assign_page(work, case_id)
    return next(one.assignment_id for one in page.assigned if one.staff_id == organisation.ids[name])


@pytest.mark.parametrize("by", ["supervisor", "supervisor2", "director", "director2"])
def test_whoever_is_assigned_can_open_the_case_from_then_on(
    organisation: Organisation, case_id: UUID, by: str
) -> None:
    with pytest.raises(NotVisible), organisation.reading("othercaseworker") as work:
        case_page(work, case_id)

    with organisation.writing(by) as work:
        assign(work, case_id, organisation.ids["othercaseworker"])

    with organisation.reading("othercaseworker") as work:
        page = case_page(work, case_id)
    assert page.summary is not None
    assert {one.duty for one in page.assigned} == {Duty.CASEWORKER}


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("technician", {"role": "caseworker", "base_id": RIVERSIDE}),
        ("field", {"role": "counsellor"}),
        ("otherfield", {"role": "caseworker", "base_id": RIVERSIDE}),
        ("disabled", {"state": "active"}),
    ],
)
def test_a_row_that_looks_like_a_caseworkers_is_given_no_case(
    organisation: Organisation, case_id: UUID, name: str, changed: dict[str, object]
) -> None:
    staff_id = organisation.ids[name]
    with organisation.server.store.writing() as session:
        session.execute(update(StaffMember).where(StaffMember.id == staff_id).values(**changed))

    with organisation.reading("supervisor") as work:
        page = assign_page(work, case_id)
    assert staff_id not in {one.id for one in page.candidates}
    assert page.left_out == (f"{name.title()} Person",)
    assert "account.row_differs" in actions(organisation)
    assert "Left out" in organisation.client("supervisor").get(f"/cases/{case_id}/assign").text
    with pytest.raises(NotAllowedNow, match="row-differs"), organisation.writing("supervisor") as work:
        assign(work, case_id, staff_id)
    with pytest.raises(KeyRefused), organisation.writing("supervisor") as work:
        keys.assign(work, case_id, staff_id, duty=Duty.CASEWORKER, base_id=RIVERSIDE)


def test_nobody_is_picked_by_a_name_that_is_another_persons(
    organisation: Organisation, case_id: UUID
) -> None:
    """Two names are exchanged in the database, so that the supervisor would give the case to the wrong one."""
    one, other = organisation.ids["counsellor"], organisation.ids["othercaseworker"]
    with organisation.server.store.writing() as session:
        names = {id_: session.get_one(StaffMember, id_).display_name for id_ in (one, other)}
        session.get_one(StaffMember, one).display_name = names[other]
        session.get_one(StaffMember, other).display_name = names[one]

    with organisation.reading("supervisor") as work:
        page = assign_page(work, case_id)

    assert {one, other} & {each.id for each in page.candidates} == set()
    assert set(page.left_out) == set(names.values())
    with pytest.raises(NotAllowedNow, match="row-differs"), organisation.writing("supervisor") as work:
        assign(work, case_id, other)


def test_a_name_that_was_corrected_is_picked_by(organisation: Organisation, case_id: UUID) -> None:
    staff_id = organisation.ids["othercaseworker"]
    with organisation.reading("supervisor") as work:
        version = account_page(work, staff_id).version
    with organisation.writing("supervisor") as work:
        change_details(work, staff_id, Details("Chan Dara", None), version=version)

    with organisation.reading("supervisor") as work:
        assert "Chan Dara" in {each.name for each in assign_page(work, case_id).candidates}
    with organisation.writing("supervisor") as work:
        assign(work, case_id, staff_id)


def test_whoever_is_taken_off_can_no_longer_open_it_even_with_the_other_locks_off(
    organisation: Organisation, case_id: UUID
) -> None:
    with organisation.writing("supervisor") as work:
        end_assignment(work, case_id, assigned(organisation, case_id, "caseworker"))

    with pytest.raises(NotVisible), organisation.reading("caseworker") as work:
        case_page(work, case_id)
    unlocked = organisation.with_locks(Locks.KEYS_ONLY)
    answer = unlocked.client("caseworker").get(f"/cases/{case_id}")
    assert answer.status_code == 404
    unlocked.server.store.engine.dispose()


def test_the_placements_of_a_case_follow_the_assignment(organisation: Organisation, case_id: UUID) -> None:
    record_home(organisation, case_id)
    with organisation.writing("supervisor") as work:
        assign(work, case_id, organisation.ids["othercaseworker"])

    answer = organisation.client("othercaseworker").get(f"/cases/{case_id}/placements/")
    assert "Grandmother" in answer.text


def test_a_counsellor_is_assigned_as_one_and_reads_no_case_file(
    organisation: Organisation, case_id: UUID
) -> None:
    with organisation.writing("supervisor") as work:
        assign(work, case_id, organisation.ids["counsellor"])

    with organisation.reading("supervisor") as work:
        duties = {one.staff_id: one.duty for one in assign_page(work, case_id).assigned}
    assert duties[organisation.ids["counsellor"]] is Duty.COUNSELLOR
    with pytest.raises(NotVisible), organisation.reading("counsellor") as work:
        case_page(work, case_id)


@pytest.mark.parametrize("name", ["caseworker"])
def test_an_assigned_caseworker_assigns_nobody(organisation: Organisation, case_id: UUID, name: str) -> None:
    with pytest.raises(Refused), organisation.writing(name) as work:
        assign(work, case_id, organisation.ids["othercaseworker"])
    with pytest.raises(Refused), organisation.reading(name) as work:
        assign_page(work, case_id)


@pytest.mark.parametrize("name", ["field", "othercaseworker", "othersupervisor", "technician", "auditor"])
def test_nobody_else_learns_of_the_case(organisation: Organisation, case_id: UUID, name: str) -> None:
    with pytest.raises(NotVisible), organisation.writing(name) as work:
        assign(work, case_id, organisation.ids["othercaseworker"])


@pytest.mark.parametrize("chosen", ["field", "supervisor2", "otherfield", "disabled", "technician"])
def test_only_active_caseworkers_and_counsellors_of_the_base_are_assigned(
    organisation: Organisation, case_id: UUID, chosen: str
) -> None:
    with pytest.raises(NotAllowedNow, match="not-assignable"), organisation.writing("supervisor") as work:
        assign(work, case_id, organisation.ids[chosen])


def test_assigning_twice_does_it_once(organisation: Organisation, case_id: UUID) -> None:
    with pytest.raises(AlreadyDone), organisation.writing("supervisor") as work:
        assign(work, case_id, organisation.ids["caseworker"])


def test_an_assignment_of_another_case_is_not_ended_here(organisation: Organisation, case_id: UUID) -> None:
    other = case_of(organisation, child_of(organisation, latin="Another"), assigned=("othercaseworker",))
    elsewhere = assigned(organisation, other, "othercaseworker")

    with pytest.raises(NotVisible), organisation.writing("supervisor") as work:
        end_assignment(work, case_id, elsewhere)
    with pytest.raises(NotVisible), organisation.writing("supervisor") as work:
        end_assignment(work, case_id, uuid4())


def test_an_assignment_row_that_nobody_signed_opens_nothing(
    organisation: Organisation, case_id: UUID
) -> None:
    with organisation.server.store.writing() as session:
        session.add(
            Assignment(
                id=uuid4(),
                case_id=case_id,
                staff_id=organisation.ids["othercaseworker"],
                duty=Duty.CASEWORKER.value,
                from_at=organisation.clock.now(),
                until_at=None,
            )
        )
        session.commit()

    answer = organisation.client("othercaseworker").get(f"/cases/{case_id}")
    assert answer.status_code == 404
    assert "asked for help" not in answer.text


def test_the_workers_of_a_closed_case_can_still_be_taken_off(
    organisation: Organisation, case_id: UUID
) -> None:
    put_at(organisation, case_id, "closed")

    with organisation.writing("supervisor") as work:
        end_assignment(work, case_id, assigned(organisation, case_id, "caseworker"))
    with pytest.raises(NotAllowedNow, match="case-closed"), organisation.writing("supervisor") as work:
        assign(work, case_id, organisation.ids["othercaseworker"])


def carry(organisation: Organisation, name: str, *, cases: int) -> None:
    """Let somebody carry open cases that are there to be counted: stated alone, with nothing behind them."""
    with organisation.writing("supervisor") as work:
        for _ in range(cases):
            keys.assign(work, uuid4(), organisation.ids[name], duty=Duty.CASEWORKER, base_id=RIVERSIDE)


def test_more_than_25_open_cases_are_pointed_out_and_forbid_nothing(
    organisation: Organisation, case_id: UUID
) -> None:
    carry(organisation, "othercaseworker", cases=26)

    with organisation.reading("supervisor") as work:
        loads = {one.id: one for one in assignable(work, RIVERSIDE)}
    assert loads[organisation.ids["othercaseworker"]].open_cases == 26
    assert loads[organisation.ids["othercaseworker"]].is_over
    assert not loads[organisation.ids["caseworker"]].is_over
    with organisation.writing("supervisor") as work:
        assign(work, case_id, organisation.ids["othercaseworker"])
    assert len(recorded(organisation, "assignment.made")) == 28


def test_25_open_cases_are_not_pointed_out(organisation: Organisation, case_id: UUID) -> None:
    carry(organisation, "othercaseworker", cases=25)

    with organisation.reading("supervisor") as work:
        loads = {one.id: one for one in assignable(work, RIVERSIDE)}
    assert not loads[organisation.ids["othercaseworker"]].is_over


def test_an_ended_assignment_whose_row_was_cleared_shows_nothing(
    organisation: Organisation, case_id: UUID
) -> None:
    with organisation.writing("supervisor") as work:
        end_assignment(work, case_id, assigned(organisation, case_id, "caseworker"))
    with organisation.server.store.writing() as session:
        session.execute(update(Assignment).values(until_at=None))
        session.commit()

    client = organisation.client("caseworker")
    assert str(case_id) not in client.get("/cases/").text
    assert client.get(f"/cases/{case_id}").status_code == 404
    assert str(case_id) not in client.get("/today").text
    with organisation.reading("supervisor") as work:
        assert assign_page(work, case_id).assigned == ()
        assert [line.workers for line in case_list(work, CaseFilter(), page=1).lines] == [()]


def test_since_when_and_by_whom_somebody_is_assigned_no_row_says(
    organisation: Organisation, case_id: UUID
) -> None:
    with organisation.reading("supervisor") as work:
        before = assign_page(work, case_id).assigned
    with organisation.server.store.writing() as session:
        session.execute(
            update(Assignment).values(
                from_at=organisation.clock.now() - timedelta(days=900),
                duty=Duty.COUNSELLOR.value,
                staff_id=organisation.ids["field"],
            )
        )
        session.commit()

    with organisation.reading("supervisor") as work:
        assert assign_page(work, case_id).assigned == before
        (stated,) = keys.assignments_of(work, case_id, RIVERSIDE)
    assert stated.stated_by == organisation.ids["supervisor"]


def test_an_assignment_stated_in_another_base_shows_no_case_there(
    organisation: Organisation, case_id: UUID
) -> None:
    organisation.ids["otherbasecaseworker"] = add_person(
        organisation, "otherbasecaseworker", Role.CASEWORKER, HILLSIDE
    )
    with organisation.writing("othersupervisor") as work:
        staff_id = organisation.ids["otherbasecaseworker"]
        keys.assign(work, case_id, staff_id, duty=Duty.CASEWORKER, base_id=HILLSIDE)

    client = organisation.client("otherbasecaseworker")
    assert str(case_id) not in client.get("/cases/").text
    assert client.get(f"/cases/{case_id}").status_code == 404
