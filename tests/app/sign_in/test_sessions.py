"""A session lives by its cookie, ends by itself, and can be ended from elsewhere."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from app.access.gate import abandon, finish
from app.foundation.errors import FreshProofNeeded, NotAllowedNow, NotVisible, SignedOut, TooMany
from app.foundation.roles import Flag
from app.recovery.personal_card import use_card
from app.sign_in.admission_status import AdmissionStatus
from app.sign_in.session_seal import ABSOLUTE, IDLE
from app.sign_in.sessions import (
    SignedIn,
    end_session,
    resume,
    sessions_list,
    touch,
)
from app.sign_in.signing_in import (
    SignInFailed,
    has_fresh_proof,
    prove_again,
    require_fresh_proof,
    sign_in,
)
from app.staff.own_account import (
    account_page,
    change_password,
    end_other_sessions,
    new_recovery_card,
    renew_keys,
)
from app.unit_of_work import Locks, Mode
from models.sign_in_session import SignInSession
from tests.support.organisation import Organisation, password_of
from tests.support.staff import GOOD_PASSWORD, actions, admit_again, flag, last_day, row_of

ONE_SECOND = timedelta(seconds=1)


def arrive(organisation: Organisation, name: str, *, device: str = "other") -> str:
    """Sign a cast member in once more and return the token."""
    return sign_in(organisation.server, name, password_of(name), device=device, address="x").token


def resumed(organisation: Organisation, token: str) -> SignedIn:
    with organisation.server.store.reading() as session:
        return resume(organisation.server, session, token)


def test_a_session_ends_after_fifteen_minutes_without_use(organisation: Organisation) -> None:
    token = arrive(organisation, "field")

    organisation.clock.move(IDLE - ONE_SECOND)
    assert resumed(organisation, token).person.username == "field"
    organisation.clock.move(ONE_SECOND)
    with pytest.raises(SignedOut):
        resumed(organisation, token)


def test_a_session_in_use_ends_after_eight_hours_all_the_same(organisation: Organisation) -> None:
    token = arrive(organisation, "field")
    ends_at = organisation.clock.now() + ABSOLUTE

    while organisation.clock.now() < ends_at - timedelta(minutes=10):
        organisation.clock.move(timedelta(minutes=10))
        signed_in = resumed(organisation, token)
        assert signed_in.touch_due
        touch(organisation.server, signed_in)
    organisation.clock.move_to(ends_at)
    with pytest.raises(SignedOut):
        resumed(organisation, token)


def test_one_ends_a_session_of_ones_own_from_elsewhere(organisation: Organisation) -> None:
    there = arrive(organisation, "field", device="left in the taxi")
    with organisation.writing("field") as work:
        lines = sessions_list(work)
        (lost,) = [line for line in lines if line.device == "left in the taxi"]
        assert [line.is_this_one for line in lines].count(True) == 1
        end_session(work, lost.id)

    with pytest.raises(SignedOut):
        resumed(organisation, there)
    with organisation.server.store.reading() as session:
        assert session.get_one(SignInSession, lost.id).keys_by_token is None


def test_nobody_ends_a_session_of_somebody_else(organisation: Organisation) -> None:
    theirs = resumed(organisation, arrive(organisation, "field")).session_id

    with organisation.writing("director") as work, pytest.raises(NotVisible):
        end_session(work, theirs)


def test_all_the_others_end_and_this_one_stays(organisation: Organisation) -> None:
    others = [arrive(organisation, "field") for _ in range(2)]
    with organisation.writing("field") as work:
        end_other_sessions(organisation.server, work)

    for token in others:
        with pytest.raises(SignedOut):
            resumed(organisation, token)
    assert resumed(organisation, organisation.tokens["field"]).person.username == "field"


def kept_keys(organisation: Organisation) -> int:
    """Return how many sessions still hold private keys."""
    query = select(func.count()).where(SignInSession.keys_by_token.is_not(None))
    with organisation.server.store.reading() as session:
        return session.scalar(query) or 0


def test_a_row_pushed_on_opens_nothing(organisation: Organisation) -> None:
    token = arrive(organisation, "field")
    row_id = resumed(organisation, token).session_id
    organisation.clock.move(timedelta(days=400))
    now = organisation.clock.now()
    with organisation.server.store.writing() as session:
        pushed = {"ends_at": now + ABSOLUTE, "last_seen_at": now}
        session.execute(update(SignInSession).where(SignInSession.id == row_id).values(**pushed))

    with pytest.raises(SignedOut):
        resumed(organisation, token)


@pytest.mark.parametrize("past", [IDLE, ABSOLUTE, timedelta(days=400)])
def test_the_next_sign_in_erases_the_keys_of_sessions_that_are_over(
    organisation: Organisation, past: timedelta
) -> None:
    arrive(organisation, "field")
    arrive(organisation, "supervisor")
    organisation.clock.move(past)

    arrive(organisation, "director")

    assert kept_keys(organisation) == 1


def test_a_start_erases_the_keys_of_sessions_that_are_over(organisation: Organisation) -> None:
    arrive(organisation, "field")
    organisation.clock.move(IDLE)

    organisation.with_locks(Locks.ALL)

    assert kept_keys(organisation) == 0


def test_a_cookie_that_comes_back_too_late_costs_its_session_the_keys(organisation: Organisation) -> None:
    client = organisation.client("field")
    organisation.clock.move(IDLE)

    assert client.get("/today").status_code == 302

    assert kept_keys(organisation) == 0


def test_a_session_row_without_its_token_opens_nothing(organisation: Organisation) -> None:
    token, other = arrive(organisation, "field"), arrive(organisation, "director")
    with organisation.server.store.writing() as session:
        keys = session.scalars(
            select(SignInSession.keys_by_token).where(
                SignInSession.id == resumed(organisation, other).session_id
            )
        ).one()
        session.execute(
            update(SignInSession)
            .where(SignInSession.id == resumed(organisation, token).session_id)
            .values(keys_by_token=keys, staff_id=organisation.ids["director"])
        )

    with pytest.raises(SignedOut):
        resumed(organisation, token)


def change(organisation: Organisation, name: str, current: str, new: str) -> None:
    """Change a cast member's password."""
    work = organisation.open(name, Mode.READING)
    try:
        change_password(organisation.server, work, current, new)
        finish(work)
    finally:
        abandon(work)


def test_a_new_password_ends_the_other_sessions_and_the_old_password(organisation: Organisation) -> None:
    organisation.token("field")
    there = arrive(organisation, "field")

    change(organisation, "field", password_of("field"), GOOD_PASSWORD)

    assert resumed(organisation, organisation.tokens["field"]).status is AdmissionStatus.ADMITTED
    with pytest.raises(SignedOut):
        resumed(organisation, there)
    with pytest.raises(SignInFailed):
        arrive(organisation, "field")
    assert sign_in(organisation.server, "field", GOOD_PASSWORD, device="", address="x").broken == ()
    assert "password.changed" in actions(organisation)


@pytest.mark.parametrize("new", ["short", "field person field person", "aaaaaaaaaaaaaaaaaaaa"])
def test_a_weak_new_password_changes_nothing(organisation: Organisation, new: str) -> None:
    with pytest.raises(NotAllowedNow):
        change(organisation, "field", password_of("field"), new)

    assert arrive(organisation, "field")


def test_a_wrong_current_password_changes_nothing_and_is_slowed_down(organisation: Organisation) -> None:
    for _ in range(5):
        with pytest.raises(SignInFailed):
            change(organisation, "field", "not my password at all", GOOD_PASSWORD)

    with pytest.raises(TooMany):
        change(organisation, "field", password_of("field"), GOOD_PASSWORD)


def test_proof_lasts_five_minutes_and_is_given_again(organisation: Organisation) -> None:
    organisation.token("field")
    organisation.clock.move(timedelta(minutes=5))
    with organisation.reading("field") as work:
        assert not has_fresh_proof(work)
        with pytest.raises(FreshProofNeeded):
            require_fresh_proof(work)

    with organisation.writing("field") as work:
        prove_again(organisation.server, work, password_of("field"))
    with organisation.reading("field") as work:
        require_fresh_proof(work)


def test_a_failed_proof_is_recorded_and_gives_nothing(organisation: Organisation) -> None:
    organisation.token("field")
    organisation.clock.move(timedelta(minutes=6))

    with organisation.reading("field") as work:
        with pytest.raises(SignInFailed):
            prove_again(organisation.server, work, "not my password at all")
        assert not has_fresh_proof(work)
    assert "proof.failed" in actions(organisation)


def test_new_keys_wait_to_be_admitted_and_end_every_session(organisation: Organisation) -> None:
    there = arrive(organisation, "caseworker")
    with organisation.reading("caseworker") as work:
        renewed = renew_keys(organisation.server, work, GOOD_PASSWORD, device="", address="x")

    assert resumed(organisation, renewed.token).status is AdmissionStatus.AWAITING
    for token in (there, organisation.tokens["caseworker"]):
        with pytest.raises(SignedOut):
            resumed(organisation, token)
    organisation.tokens["caseworker"] = renewed.token
    admit_again(organisation, "caseworker", by="supervisor")
    assert resumed(organisation, renewed.token).status is AdmissionStatus.ADMITTED


def test_new_keys_are_refused_to_the_only_holder_of_a_circle(organisation: Organisation) -> None:
    flag(organisation, "counsellor", Flag.CLINICAL_LEAD)

    with organisation.reading("counsellor") as work, pytest.raises(NotAllowedNow) as refusal:
        renew_keys(organisation.server, work, GOOD_PASSWORD, device="", address="x")

    assert refusal.value.reasons == ("last-holder-self",)
    assert row_of(organisation, "counsellor").key_version == 1


def test_the_account_page_says_who_one_is(organisation: Organisation) -> None:
    with organisation.reading("field") as work:
        page = account_page(work)
    with organisation.reading("director") as work:
        assert account_page(work).base_name == ""

    assert (page.base_name, page.person.username, page.has_card) == ("Riverside", "field", True)
    assert [line.is_this_one for line in page.sessions].count(True) == 1


def test_a_new_card_replaces_the_one_before(organisation: Organisation) -> None:
    with organisation.writing("field") as work:
        first = new_recovery_card(organisation.server, work)
    with organisation.writing("field") as work:
        second = new_recovery_card(organisation.server, work)

    with pytest.raises(SignInFailed):
        use(organisation, first.words)
    assert use(organisation, second.words)


def use(organisation: Organisation, words: tuple[str, ...]) -> bool:
    """Come back with a card."""
    text = " ".join(words)
    return bool(use_card(organisation.server, "field", text, GOOD_PASSWORD, device="", address="x").token)


def test_an_account_that_has_run_out_is_signed_out(organisation: Organisation) -> None:
    last_day(organisation, "field", organisation.clock.now().date() + timedelta(days=1))
    organisation.clock.move(timedelta(days=1, hours=14, minutes=55))
    token = arrive(organisation, "field")
    assert resumed(organisation, token).is_admitted
    organisation.clock.move(timedelta(minutes=10))

    with pytest.raises(SignedOut):
        resumed(organisation, token)
