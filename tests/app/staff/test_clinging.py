"""Attacks by somebody who is to go and may write to the database: their place ends all the same."""

from contextlib import closing
from sqlite3 import connect
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, update

from app.foundation.errors import NoKey, NotAllowedNow, NotVisible
from app.foundation.roles import Flag, Role
from app.foundation.vocabulary.removal_reasons import RemovalReason
from app.keyring.adding_statements import own_signer, state
from app.keyring.admitting import state_person
from app.keyring.assigning import assignments_of, end_assignment
from app.keyring.folders import open_folder
from app.keyring.known_directory import directory_for
from app.keyring.policy import CircleKind, Duty
from app.keyring.statements import Kind
from app.staff.account_pages import account_page
from app.staff.closing import disable
from app.staff.pending import pending_lines
from app.staff.without_account import people_without_account, remove_without_account
from app.system_health.overview import current_warnings
from app.vault.person_keys import PersonPrivateKeys
from models.assignment import Assignment
from models.case import Case
from models.circle import CircleMembership
from models.staff_member import StaffMember
from tests.support.opened_cases import case_of, child_of
from tests.support.organisation import RIVERSIDE, Organisation, add_person
from tests.support.staff import flag


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


def take_out(organisation: Organisation, name: str) -> UUID:
    """Delete somebody's account from the database, as somebody who may write to it can."""
    person_id = organisation.ids[name]
    with closing(connect(organisation.server.settings.database_file)) as database, database:
        database.execute("DELETE FROM staff_member WHERE id = ?", (person_id.hex,))
    return person_id


def sign_in_again(organisation: Organisation, name: str) -> None:
    """Begin another session, with whatever ends when somebody signs in."""
    organisation.tokens.pop(name, None)
    organisation.token(name)


def statements(organisation: Organisation) -> int:
    """Return how many statements the key directory has."""
    with organisation.reading("director") as work:
        return directory_for(work).seq


def test_no_missing_account_signs_anything_when_a_director_signs_in(organisation: Organisation) -> None:
    """Otherwise one deleted row would sign a colleague out for good, by a director's hand who knows nothing of it."""
    take_out(organisation, "caseworker")
    before = statements(organisation)

    for name in ("director2", "supervisor"):
        sign_in_again(organisation, name)

    assert statements(organisation) == before
    assert is_enabled(organisation, "caseworker")


def test_a_missing_account_is_shown_to_directors_and_taken_out_by_hand(
    organisation: Organisation, case_id: UUID
) -> None:
    """Nobody would find it to close it, and the signed directory would go on giving them every new key."""
    caseworker = take_out(organisation, "caseworker")

    with organisation.reading("director2") as work:
        (shown,) = people_without_account(work)
        assert (shown.id, shown.name, shown.role) == (caseworker, "Caseworker Person", Role.CASEWORKER)
        assert current_warnings(work).without_account == ("Caseworker Person",)
    with organisation.reading("supervisor") as work:
        assert people_without_account(work) == ()

    with organisation.writing("director2") as work:
        remove_without_account(work, caseworker, RemovalReason.ROW_TAKEN)

    assert not is_enabled(organisation, "caseworker")
    with organisation.reading("supervisor") as work:
        assert directory_for(work).assigned(case_id, RIVERSIDE) == []
        assert caseworker not in {holder for _c, _v, holder in directory_for(work).memberships}
    with organisation.reading("director") as work:
        assert people_without_account(work) == ()


def test_somebody_vouched_for_in_an_invented_name_is_shown_and_taken_out(
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

    with organisation.writing("director2") as work:
        assert [one.name for one in people_without_account(work)] == ["Somebody New"]
        remove_without_account(work, nobody, RemovalReason.UNKNOWN)

    with organisation.reading("supervisor") as work:
        assert not directory_for(work).people[nobody].enabled
        assert nobody not in {each.staff_id for each in directory_for(work).assigned(case_id, RIVERSIDE)}


def test_nobody_whose_account_is_there_is_taken_out_that_way(organisation: Organisation) -> None:
    with organisation.writing("director") as work, pytest.raises(NotVisible):
        remove_without_account(work, organisation.ids["caseworker"], RemovalReason.LEFT)


@pytest.mark.parametrize("row", [StaffMember, CircleMembership])
def test_the_last_holder_of_a_circle_is_not_taken_out_whatever_rows_are_missing(
    organisation: Organisation, row: type[StaffMember | CircleMembership]
) -> None:
    flag(organisation, "counsellor", Flag.CLINICAL_LEAD)
    counsellor = take_out(organisation, "counsellor")
    if row is CircleMembership:
        with organisation.server.store.writing() as session:
            session.execute(delete(CircleMembership).where(CircleMembership.holder_id == counsellor))

    with organisation.reading("director") as work:
        assert [kind for kind, _base in people_without_account(work)[0].only_holder_of] == [
            CircleKind.CLINICAL
        ]
    with organisation.writing("director") as work, pytest.raises(NotAllowedNow, match="last-holder"):
        remove_without_account(work, counsellor, RemovalReason.LEFT)

    assert is_enabled(organisation, "counsellor")


def test_the_last_holders_account_is_not_closed_though_their_row_in_the_circle_was_taken_away(
    organisation: Organisation,
) -> None:
    flag(organisation, "counsellor", Flag.CLINICAL_LEAD)
    counsellor = organisation.ids["counsellor"]
    with organisation.server.store.writing() as session:
        session.execute(delete(CircleMembership).where(CircleMembership.holder_id == counsellor))

    with organisation.writing("director") as work, pytest.raises(NotAllowedNow, match="last-holder"):
        disable(work, counsellor)


def test_a_directors_missing_row_begins_no_new_version_of_a_circle(organisation: Organisation) -> None:
    """The newcomer waits for another member; nothing is signed because of what is not there."""
    with organisation.reading("director") as work:
        office = directory_for(work).circle(CircleKind.OFFICE, RIVERSIDE)
    with organisation.server.store.writing() as session:
        mine = CircleMembership.holder_id == organisation.ids["director"]
        session.execute(delete(CircleMembership).where(CircleMembership.circle_id == office.id, mine))

    newcomer = add_person(organisation, "newcomer", Role.CASEWORKER, RIVERSIDE)

    with organisation.reading("supervisor") as work:
        assert directory_for(work).circles[office.id].current_version == office.current_version
        assert newcomer not in directory_for(work).members(office.id)
        assert {line.circle for line in pending_lines(work, newcomer)} >= {CircleKind.OFFICE}
