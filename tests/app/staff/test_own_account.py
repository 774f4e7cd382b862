"""New keys because somebody knows the password: the old ones end in the same step, and nothing is sealed to them."""

from uuid import UUID

import pytest
from sqlalchemy import select

from app.foundation.errors import KeyRefused, NotAllowedNow
from app.foundation.roles import Flag
from app.keyring.adding_statements import own_signer, state
from app.keyring.assigning import assign, link_folder
from app.keyring.circles import circle_secret
from app.keyring.known_directory import directory_for, reverified_directory
from app.keyring.policy import CircleKind, Duty, FolderKind
from app.keyring.statements import Kind
from app.keyring.writing import make_folder
from app.staff.closing import disable
from models.circle import CircleMembership
from models.concern import Concern
from models.grant import Grant
from tests.support.concerns import assigned_case, post, safeguarding_circle
from tests.support.folders import to_write
from tests.support.organisation import RIVERSIDE, Organisation
from tests.support.staff import admit_again, flag, renew_own


def held(organisation: Organisation, name: str) -> list[UUID]:
    """Return every grant and every circle secret sealed to a cast member."""
    holder = organisation.ids[name]
    with organisation.server.store.reading() as session:
        grants = session.scalars(select(Grant.id).where(Grant.holder_id == holder)).all()
        secrets = session.scalars(
            select(CircleMembership.circle_id).where(CircleMembership.holder_id == holder)
        ).all()
    return [*grants, *secrets]


class TestNothingIsSealedToKeysThatEnded:
    """From saying that somebody knows the password until being admitted again."""

    def test_the_directory_vouches_for_nothing(self, organisation: Organisation) -> None:
        renew_own(organisation, "caseworker")

        with organisation.reading("supervisor") as work:
            known = directory_for(work).people[organisation.ids["caseworker"]]
            assert not known.enabled
            with pytest.raises(KeyRefused):
                directory_for(work).person(known.id)
            assert reverified_directory(work.session, work.installation_id).broken_at is None

    def test_no_key_and_no_circle_is_sealed_to_them(self, organisation: Organisation) -> None:
        """All that is done meanwhile: a folder in their case, a link, a team, a circle's new version."""
        opened = assigned_case(organisation)
        posted = post(organisation, "field")
        renew_own(organisation, "caseworker")
        assert held(organisation, "caseworker") == []

        with organisation.writing("supervisor") as work:
            make_folder(work, FolderKind.PLACEMENTS, base_id=RIVERSIDE, case_id=opened.case_id)
            folder_id = work.session.get_one(Concern, posted.id).folder_id
            link_folder(work, folder_id, case_id=opened.case_id, child_id=opened.child_id)
            to_write(work, folder_id).seal_bytes(b"x", table="concern", column="account", row_id=posted.id)
            with pytest.raises(KeyRefused):
                person, case = organisation.ids["caseworker"], opened.case_id
                assign(work, case, person, duty=Duty.CASEWORKER, base_id=RIVERSIDE)
        with organisation.writing("director") as work:
            disable(work, organisation.ids["field2"])  # the circles of both begin a new version

        assert held(organisation, "caseworker") == []
        admit_again(organisation, "caseworker", by="supervisor")
        assert held(organisation, "caseworker")

    def test_whoever_has_the_old_keys_states_nothing_any_more(self, organisation: Organisation) -> None:
        with organisation.reading("supervisor") as work:
            old = own_signer(work)
        renew_own(organisation, "supervisor")

        def states_nothing() -> None:
            for person in ("supervisor", "field"):
                fields = {"person": str(organisation.ids[person])}
                with organisation.writing("director") as work, pytest.raises(KeyRefused):
                    state(work, Kind.DISABLED, fields, signer=old)

        states_nothing()
        admit_again(organisation, "supervisor")
        states_nothing()

    @pytest.mark.parametrize("whom", ["field2", "supervisor", "director"])
    def test_nobody_but_themselves_is_ended_that_way(self, organisation: Organisation, whom: str) -> None:
        with organisation.writing("field") as work, pytest.raises(KeyRefused):
            state(work, Kind.DISABLED, {"person": str(organisation.ids[whom])}, signer=own_signer(work))

    def test_new_keys_made_twice_while_waiting_state_it_once(self, organisation: Organisation) -> None:
        renew_own(organisation, "caseworker")
        renew_own(organisation, "caseworker")

        admit_again(organisation, "caseworker")
        with organisation.reading("caseworker") as work:
            assert directory_for(work).person(work.person.id).keys == work.keychain.private.public

    def test_their_circles_begin_a_new_version_without_the_old_keys(self, organisation: Organisation) -> None:
        with organisation.reading("supervisor") as work:
            before = directory_for(work).circle(CircleKind.OFFICE, RIVERSIDE).current_version
        renew_own(organisation, "caseworker")
        admit_again(organisation, "caseworker")

        with organisation.reading("caseworker") as work:
            circle = directory_for(work).circle(CircleKind.OFFICE, RIVERSIDE)
            assert circle.current_version == before + 1
            assert circle_secret(work, circle.id, circle.current_version) is not None

    def test_an_account_that_waits_can_be_closed(self, organisation: Organisation) -> None:
        assigned_case(organisation)
        renew_own(organisation, "caseworker")

        with organisation.writing("supervisor") as work:
            disable(work, organisation.ids["caseworker"])
            stated = directory_for(work)
            assert stated.circles_of(organisation.ids["caseworker"]) == []
            assert organisation.ids["caseworker"] not in {a.staff_id for a in stated.assignments.values()}


def test_the_only_safeguarding_member_does_not_shut_the_circle_with_new_keys(
    organisation: Organisation,
) -> None:
    safeguarding_circle(organisation, "auditor")

    with pytest.raises(NotAllowedNow) as refusal:
        renew_own(organisation, "auditor")

    assert refusal.value.reasons == ("last-holder-self",)


def test_the_only_one_on_call_makes_new_keys_because_the_office_opens_the_same_sheets(
    organisation: Organisation,
) -> None:
    flag(organisation, "field", Flag.ON_CALL)

    renew_own(organisation, "field")
    admit_again(organisation, "field")

    with organisation.reading("field") as work:
        circle = directory_for(work).circle(CircleKind.EMERGENCY, RIVERSIDE)
        assert circle_secret(work, circle.id, circle.current_version) is not None
