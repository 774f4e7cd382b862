"""Attacks by somebody who is to go and may write to the database: their place ends all the same."""

from contextlib import closing
from sqlite3 import connect
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, update

from app.foundation.errors import NoKey
from app.foundation.roles import Role
from app.keyring.adding_statements import own_signer, state
from app.keyring.admitting import state_person
from app.keyring.assigning import assignments_of, end_assignment
from app.keyring.folders import open_folder
from app.keyring.known_directory import directory_for
from app.keyring.policy import Duty
from app.keyring.statements import Kind
from app.staff.account_pages import account_page
from app.staff.closing import disable
from app.vault.person_keys import PersonPrivateKeys
from models.assignment import Assignment
from models.case import Case
from models.staff_member import StaffMember
from tests.support.opened_cases import case_of, child_of
from tests.support.organisation import RIVERSIDE, Organisation


@pytest.fixture
def case_id(organisation: Organisation) -> UUID:
    """A case that `caseworker` is assigned to."""
    return case_of(organisation, child_of(organisation))


def is_enabled(organisation: Organisation, name: str) -> bool:
    """Tell whether the signed directory still vouches for a cast member."""
    with organisation.reading("supervisor") as work:
        return directory_for(work).people[organisation.ids[name]].enabled


def test_an_account_is_closed_though_its_assignments_row_was_taken_away(
    organisation: Organisation, case_id: UUID
) -> None:
    with organisation.server.store.writing() as session:
        session.execute(delete(Assignment).where(Assignment.case_id == case_id))

    with organisation.writing("supervisor") as work:
        disable(work, organisation.ids["caseworker"])
        assert directory_for(work).assigned(case_id, RIVERSIDE) == []

    assert not is_enabled(organisation, "caseworker")


def test_an_assignment_that_its_row_calls_ended_is_still_shown_and_can_be_ended(
    organisation: Organisation, case_id: UUID
) -> None:
    with organisation.server.store.writing() as session:
        session.execute(update(Assignment).values(until_at=organisation.clock.now()))

    with organisation.writing("supervisor") as work:
        (shown,) = assignments_of(work, case_id, RIVERSIDE)
        end_assignment(work, shown.id, base_id=RIVERSIDE)

    with organisation.reading("caseworker") as work, pytest.raises(NoKey):
        open_folder(work, work.session.get_one(Case, case_id).folder_id)


def test_an_account_that_its_row_calls_closed_can_be_closed(organisation: Organisation) -> None:
    with organisation.server.store.writing() as session:
        caseworker = StaffMember.id == organisation.ids["caseworker"]
        session.execute(update(StaffMember).where(caseworker).values(state="disabled"))

    with organisation.reading("supervisor") as work:
        assert account_page(work, organisation.ids["caseworker"]).may_close
    with organisation.writing("supervisor") as work:
        disable(work, organisation.ids["caseworker"])

    assert not is_enabled(organisation, "caseworker")


def test_an_account_that_was_taken_out_of_the_list_ends_when_a_director_next_signs_in(
    organisation: Organisation, case_id: UUID
) -> None:
    """Nobody finds it to close it, and the signed directory would go on giving them every new key."""
    caseworker = organisation.ids["caseworker"]
    with closing(connect(organisation.server.settings.database_file)) as database, database:
        database.execute("DELETE FROM staff_member WHERE id = ?", (caseworker.hex,))
    organisation.tokens.pop("director2", None)
    organisation.token("director2")

    assert not is_enabled(organisation, "caseworker")
    with organisation.reading("supervisor") as work:
        assert directory_for(work).assigned(case_id, RIVERSIDE) == []
        assert caseworker not in {holder for _c, _v, holder in directory_for(work).memberships}


def test_somebody_vouched_for_without_an_account_ends_when_a_director_next_signs_in(
    organisation: Organisation, case_id: UUID
) -> None:
    """A supervisor who is to leave vouches for keys of their own in an invented name, and assigns them."""
    nobody = uuid4()
    with organisation.writing("supervisor") as work:
        state_person(
            work,
            nobody,
            PersonPrivateKeys.generate().public,
            key_version=1,
            role=Role.CASEWORKER,
            base_id=RIVERSIDE,
            flags=frozenset(),
            name="Somebody New",
            signer=own_signer(work),
        )
        fields = {"assignment": str(uuid4()), "case": str(case_id), "person": str(nobody)}
        place = {"duty": Duty.CASEWORKER.value, "base": str(RIVERSIDE)}
        state(work, Kind.ASSIGNMENT, fields | place, signer=own_signer(work))
    organisation.tokens.pop("director2", None)
    organisation.token("director2")

    with organisation.reading("supervisor") as work:
        assert not directory_for(work).people[nobody].enabled
        assert nobody not in {each.staff_id for each in directory_for(work).assigned(case_id, RIVERSIDE)}
