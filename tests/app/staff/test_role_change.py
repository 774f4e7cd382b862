"""A new role is a new signed statement; circles, assignments and copies follow it."""

from datetime import date
from uuid import UUID

import pytest

from app.foundation.errors import Conflict, NoKey, NotAllowedNow, NotVisible
from app.foundation.roles import Flag, Role
from app.keyring.assigning import assignments_of
from app.keyring.folders import folder_of_base, open_folder
from app.keyring.known_directory import directory_for
from app.keyring.policy import CircleKind, FolderKind
from app.sign_in.sessions import resume
from app.staff.members import account, mark_of
from app.staff.role_change import RoleInput, change_role
from models.case import Case
from models.encounter import Encounter
from tests.support.opened_cases import case_of, child_of
from tests.support.organisation import HILLSIDE, RIVERSIDE, Organisation
from tests.support.outreach import met_on, shift_of
from tests.support.staff import actions, flag, give_role


def circles_of(organisation: Organisation, name: str) -> set[tuple[CircleKind, object]]:
    """Return the circles a cast member is stated a member of, in their newest version."""
    with organisation.reading("director") as work:
        directory = directory_for(work)
        return {
            (circle.kind, circle.base_id)
            for circle in directory.circles.values()
            if (circle.id, circle.current_version, organisation.ids[name]) in directory.memberships
        }


def test_a_caseworker_who_becomes_an_outreach_worker_loses_the_office(organisation: Organisation) -> None:
    give_role(organisation, "caseworker", Role.FIELD, RIVERSIDE)

    assert circles_of(organisation, "caseworker") == {(CircleKind.STREET, RIVERSIDE)}
    with organisation.reading("caseworker") as work:
        assert work.person.role is Role.FIELD
    assert actions(organisation).count("account.role_changed") == 1


def test_an_outreach_worker_who_becomes_a_supervisor_opens_supervision(organisation: Organisation) -> None:
    case_id = case_of(organisation, child_of(organisation), assigned=())
    assert give_role(organisation, "field", Role.SUPERVISOR, RIVERSIDE) == []

    with organisation.reading("field") as work:
        assert open_folder(work, work.session.get_one(Case, case_id).folder_id).record_keys()


def test_another_base_means_other_circles_and_only_those(organisation: Organisation) -> None:
    give_role(organisation, "caseworker", Role.CASEWORKER, HILLSIDE)

    assert circles_of(organisation, "caseworker") == {
        (CircleKind.STREET, HILLSIDE),
        (CircleKind.OFFICE, HILLSIDE),
    }
    with organisation.reading("caseworker") as work:
        assert folder_of_base(work, FolderKind.NAME_CARDS, HILLSIDE).record_keys()


def test_what_is_written_afterwards_is_shut_to_who_left(organisation: Organisation) -> None:
    child_of(organisation)
    give_role(organisation, "caseworker", Role.AUDITOR, None)
    child_of(organisation, latin="Another Child")

    with organisation.reading("caseworker") as work, pytest.raises(NoKey):
        folder_of_base(work, FolderKind.NAME_CARDS, RIVERSIDE)


@pytest.mark.parametrize(
    ("role", "base_id"),
    [(Role.COUNSELLOR, RIVERSIDE), (Role.SUPERVISOR, RIVERSIDE), (Role.CASEWORKER, HILLSIDE)],
)
def test_assignments_that_no_longer_fit_end(organisation: Organisation, role: Role, base_id: UUID) -> None:
    case_id = case_of(organisation, child_of(organisation))

    give_role(organisation, "caseworker", role, base_id)

    with organisation.reading("supervisor") as work:
        assert not assignments_of(work, case_id, RIVERSIDE)
        assert not directory_for(work).assigned(case_id, RIVERSIDE)
    if role is not Role.SUPERVISOR:
        with organisation.reading("caseworker") as work, pytest.raises(NoKey):
            open_folder(work, work.session.get_one(Case, case_id).folder_id)


def test_nights_stay_open_to_who_stays_and_shut_to_who_goes(organisation: Organisation) -> None:
    encounter_id = met_on(organisation, shift_of(organisation, team=("field2",)))
    give_role(organisation, "field", Role.CASEWORKER, RIVERSIDE)
    give_role(organisation, "field2", Role.FIELD, HILLSIDE)

    with organisation.reading("field") as work:
        assert open_folder(work, work.session.get_one(Encounter, encounter_id).folder_id).record_keys()
    with organisation.reading("field2") as work, pytest.raises(NoKey):
        open_folder(work, work.session.get_one(Encounter, encounter_id).folder_id)


@pytest.mark.parametrize(
    ("whom", "new", "reason"),
    [
        ("director", RoleInput(Role.TECHNICIAN, None), "yourself-role"),
        ("field", RoleInput(Role.FIELD, RIVERSIDE), "same-role"),
        ("field", RoleInput(Role.SUPERVISOR, None), "base-missing"),
        ("field", RoleInput(Role.DIRECTOR, RIVERSIDE), "base-missing"),
        ("field", RoleInput(Role.VOLUNTEER, RIVERSIDE), "end-missing"),
        ("field", RoleInput(Role.VOLUNTEER, RIVERSIDE, date(2026, 11, 1)), "end-missing"),
        ("disabled", RoleInput(Role.FIELD, RIVERSIDE), "not-active"),
        ("othersupervisor", RoleInput(Role.FIELD, HILLSIDE), ""),
    ],
)
def test_what_cannot_be_is_told(organisation: Organisation, whom: str, new: RoleInput, reason: str) -> None:
    with organisation.writing("director") as work:
        version = mark_of(work, account(work, organisation.ids[whom]))
        if not reason:
            assert change_role(work, organisation.ids[whom], new, version=version) == []
            return
        with pytest.raises(NotAllowedNow) as refusal:
            change_role(work, organisation.ids[whom], new, version=version)
        assert refusal.value.reasons == (reason,)


def test_further_duties_go_first(organisation: Organisation) -> None:
    flag(organisation, "counsellor", Flag.CLINICAL_LEAD)

    with pytest.raises(NotAllowedNow) as refusal:
        give_role(organisation, "counsellor", Role.FIELD, RIVERSIDE)
    assert refusal.value.reasons == ("flags-first",)


def test_the_last_director_stays_a_director(organisation: Organisation) -> None:
    give_role(organisation, "director2", Role.SUPERVISOR, RIVERSIDE)
    give_role(organisation, "supervisor", Role.DIRECTOR, None)

    give_role(organisation, "director", Role.TECHNICIAN, None, by="supervisor")

    assert circles_of(organisation, "director") == set()
    with pytest.raises(NotAllowedNow):
        give_role(organisation, "supervisor", Role.FIELD, RIVERSIDE, by="supervisor")


@pytest.mark.parametrize("by", ["supervisor", "technician", "auditor", "caseworker"])
def test_only_directors_change_roles(organisation: Organisation, by: str) -> None:
    with organisation.writing(by) as work, pytest.raises(NotVisible):
        change_role(work, organisation.ids["field"], RoleInput(Role.AUDITOR, None), version=0)


def test_two_directors_at_once_do_not_overwrite_each_other(organisation: Organisation) -> None:
    with organisation.reading("director") as work:
        version = mark_of(work, account(work, organisation.ids["field"]))
    give_role(organisation, "field", Role.CASEWORKER, RIVERSIDE, by="director2")

    with organisation.writing("director") as work, pytest.raises(Conflict):
        change_role(work, organisation.ids["field"], RoleInput(Role.AUDITOR, None), version=version)


def test_somebody_signing_in_meanwhile_is_no_conflict(organisation: Organisation) -> None:
    with organisation.reading("director") as work:
        version = mark_of(work, account(work, organisation.ids["field"]))
    organisation.tokens.pop("field", None)
    organisation.token("field")

    with organisation.writing("director") as work:
        change_role(work, organisation.ids["field"], RoleInput(Role.CASEWORKER, RIVERSIDE), version=version)
    with organisation.reading("director") as work:
        assert directory_for(work).people[organisation.ids["field"]].role is Role.CASEWORKER


def test_the_new_role_counts_at_once_in_an_open_session(organisation: Organisation) -> None:
    token = organisation.token("field")
    give_role(organisation, "field", Role.AUDITOR, None)

    with organisation.server.store.reading() as session:
        assert resume(organisation.server, session, token).person.role is Role.AUDITOR
