"""Accounts are shells until their owner opens the one-time invitation."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from app.foundation.errors import AlreadyDone, NotAllowedNow, NotVisible, Refused
from app.foundation.roles import Flag, Role
from app.sign_in.admission_status import AdmissionStatus
from app.sign_in.sessions import resume
from app.staff.accounts import AccountInput
from app.staff.invitations import INVITATION_VALID_FOR, invitation_page, invite_again, join
from models.staff_member import StaffMember
from tests.support.organisation import HILLSIDE, RIVERSIDE, Organisation, password_of
from tests.support.staff import GOOD_PASSWORD, flag, new_account, row_of, shell_of


@pytest.mark.parametrize("by", ["director", "technician"])
def test_a_director_and_a_technician_make_shells_of_every_role(organisation: Organisation, by: str) -> None:
    code = shell_of(organisation, new_account("newdirector", Role.DIRECTOR, None), by=by)

    page = invitation_page(organisation.server, code)
    assert (page.username, page.role, page.base_name) == ("newdirector", Role.DIRECTOR, "")
    assert page.organisation == "Wayhome Tests"
    assert not page.is_renewal


def test_a_supervisor_makes_shells_of_programme_staff_of_their_own_base(organisation: Organisation) -> None:
    code = shell_of(organisation, new_account("newfield", Role.FIELD, RIVERSIDE), by="supervisor")

    assert invitation_page(organisation.server, code).base_name == "Riverside"


@pytest.mark.parametrize(
    ("role", "base_id"),
    [(Role.FIELD, HILLSIDE), (Role.SUPERVISOR, RIVERSIDE), (Role.DIRECTOR, None), (Role.TECHNICIAN, None)],
)
def test_a_supervisor_makes_no_other_shells(
    organisation: Organisation, role: Role, base_id: UUID | None
) -> None:
    with pytest.raises(Refused):
        shell_of(organisation, new_account("other", role, base_id), by="supervisor")


@pytest.mark.parametrize("by", ["field", "caseworker", "counsellor", "auditor"])
def test_everyone_else_makes_none(organisation: Organisation, by: str) -> None:
    with pytest.raises(NotVisible):
        shell_of(organisation, new_account("other", Role.FIELD, RIVERSIDE), by=by)


YESTERDAY = date(2026, 11, 1)


@pytest.mark.parametrize(
    ("new", "reason"),
    [
        (new_account("field", Role.FIELD, RIVERSIDE), "username-taken"),
        (new_account("FIELD ", Role.FIELD, RIVERSIDE), "username-taken"),
        (new_account("x", Role.FIELD, RIVERSIDE), "username-form"),
        (new_account("<b>", Role.FIELD, RIVERSIDE), "username-form"),
        (new_account("សុភា", Role.FIELD, RIVERSIDE), "username-form"),
        (new_account("a" * 33, Role.FIELD, RIVERSIDE), "username-form"),
        (new_account("newone", Role.FIELD, None), "base-missing"),
        (new_account("newone", Role.FIELD, uuid4()), "base-missing"),
        (new_account("newone", Role.DIRECTOR, RIVERSIDE), "base-missing"),
        (new_account("newone", Role.VOLUNTEER, RIVERSIDE), "end-missing"),
        (new_account("newone", Role.VOLUNTEER, RIVERSIDE, ends_on=YESTERDAY), "end-past"),
        (AccountInput(uuid4(), "newone", "\u200b\u202e ", Role.FIELD, RIVERSIDE), "name-missing"),
    ],
)
def test_what_is_typed_wrong_is_told(organisation: Organisation, new: AccountInput, reason: str) -> None:
    with pytest.raises(NotAllowedNow) as refusal:
        shell_of(organisation, new)

    assert refusal.value.reasons == (reason,)


def test_a_name_is_stored_without_what_nobody_can_see(organisation: Organisation) -> None:
    new = AccountInput(uuid4(), "newfield", " Sok\u202e  \u200bMaly ", Role.FIELD, RIVERSIDE)
    shell_of(organisation, new)

    with organisation.server.store.reading() as session:
        assert session.get_one(StaffMember, new.id).display_name == "Sok Maly"


def test_the_same_form_sent_twice_makes_one_account(organisation: Organisation) -> None:
    new = new_account("newfield", Role.FIELD, RIVERSIDE)
    code = shell_of(organisation, new)

    with pytest.raises(AlreadyDone):
        shell_of(organisation, new)
    with pytest.raises(Refused):
        shell_of(organisation, new, by="technician")
    assert invitation_page(organisation.server, code).username == "newfield"


def test_joining_makes_keys_and_a_session_that_waits(organisation: Organisation) -> None:
    code = shell_of(organisation, new_account("newfield", Role.FIELD, RIVERSIDE))

    joined = join(organisation.server, code, GOOD_PASSWORD, device="phone", address="here")

    assert len(joined.card.words) == 15
    assert joined.card.words[0] not in repr(joined)
    with organisation.server.store.reading() as session:
        signed_in = resume(organisation.server, session, joined.token)
    assert signed_in.status is AdmissionStatus.AWAITING
    assert signed_in.person.flags == frozenset()


def test_an_invitation_works_once(organisation: Organisation) -> None:
    code = shell_of(organisation, new_account("newfield", Role.FIELD, RIVERSIDE))
    join(organisation.server, code, GOOD_PASSWORD, device="", address="")

    with pytest.raises(NotVisible):
        join(organisation.server, code, GOOD_PASSWORD, device="", address="")


def test_an_invitation_ends_after_seven_days(organisation: Organisation) -> None:
    code = shell_of(organisation, new_account("newfield", Role.FIELD, RIVERSIDE))

    organisation.clock.move(INVITATION_VALID_FOR)
    assert invitation_page(organisation.server, code).username
    organisation.clock.move(timedelta(seconds=1))
    with pytest.raises(NotVisible):
        invitation_page(organisation.server, code)


def test_a_second_invitation_ends_the_first(organisation: Organisation) -> None:
    new = new_account("newfield", Role.FIELD, RIVERSIDE)
    first = shell_of(organisation, new)
    with organisation.writing("technician") as work:
        second = invite_again(work, new.id)

    with pytest.raises(NotVisible):
        invitation_page(organisation.server, first)
    assert invitation_page(organisation.server, second).username


@pytest.mark.parametrize("code", ["", "a", "aaaa", "=" * 32, "ខ្មែរ", "a" * 32, "../../etc", "a" * 5000])
def test_a_code_that_never_was_shows_nothing(organisation: Organisation, code: str) -> None:
    with pytest.raises(NotVisible):
        invitation_page(organisation.server, code)


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("too short", "password-too-short"),
        ("newfield newfield newfield", "password-too-common"),
        ("aaaaaaaaaaaaaaaaaaaa", "password-too-common"),
        ("passwordpassword1", "password-too-common"),
    ],
)
def test_a_weak_password_is_refused_and_the_invitation_stays(
    organisation: Organisation, password: str, reason: str
) -> None:
    code = shell_of(organisation, new_account("newfield", Role.FIELD, RIVERSIDE))

    with pytest.raises(NotAllowedNow) as refusal:
        join(organisation.server, code, password, device="", address="")

    assert refusal.value.reasons == (reason,)
    assert invitation_page(organisation.server, code).username


def test_until_it_is_opened_a_new_invitation_changes_nothing_for_somebody_with_keys(
    organisation: Organisation,
) -> None:
    with organisation.writing("supervisor") as work:
        code = invite_again(work, organisation.ids["caseworker"])

    assert invitation_page(organisation.server, code).is_renewal
    with organisation.reading("caseworker") as work:
        assert work.person.role is Role.CASEWORKER


@pytest.mark.parametrize(
    ("by", "whom"),
    [
        ("technician", "caseworker"),  # keys are renewed only by whoever may admit
        ("technician", "director"),
        ("supervisor", "supervisor2"),
    ],
)
def test_keys_are_not_renewed_by_who_may_not_admit(organisation: Organisation, by: str, whom: str) -> None:
    with organisation.writing(by) as work, pytest.raises(Refused):
        invite_again(work, organisation.ids[whom])


@pytest.mark.parametrize("whom", ["otherfield", "director", "auditor"])
def test_a_supervisor_does_not_see_who_is_not_of_their_base(organisation: Organisation, whom: str) -> None:
    with organisation.writing("supervisor") as work, pytest.raises(NotVisible):
        invite_again(work, organisation.ids[whom])


@pytest.mark.parametrize(
    ("by", "whom", "reason"),
    [
        ("director", "director", "yourself-invite"),
        ("director", "disabled", "account-disabled"),
        ("supervisor", "disabled", "account-disabled"),
    ],
)
def test_oneself_and_closed_accounts_are_not_invited(
    organisation: Organisation, by: str, whom: str, reason: str
) -> None:
    with organisation.writing(by) as work, pytest.raises(NotAllowedNow) as refusal:
        invite_again(work, organisation.ids[whom])

    assert refusal.value.reasons == (reason,)


def test_somebody_with_further_duties_is_renewed_by_a_director_only(organisation: Organisation) -> None:
    flag(organisation, "caseworker", Flag.ON_CALL)

    with organisation.writing("supervisor") as work, pytest.raises(NotAllowedNow) as refusal:
        invite_again(work, organisation.ids["caseworker"])
    assert refusal.value.reasons == ("director-only",)


def test_no_plain_code_or_password_is_stored(organisation: Organisation) -> None:
    row = row_of(organisation, "field")

    stored = b"".join(value for value in vars(row).values() if isinstance(value, bytes))
    assert password_of("field").encode() not in stored
