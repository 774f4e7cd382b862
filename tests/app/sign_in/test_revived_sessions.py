"""An ended session stays ended, though somebody who may write to the database puts its whole older row back."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, insert, select

from app.access.gate import abandon
from app.foundation.errors import KeyRefused, SignedOut
from app.keyring.adding_statements import own_signer, state
from app.keyring.known_directory import directory_for
from app.keyring.statements import Kind
from app.recovery.personal_card import use_card
from app.sign_in import ended_sessions
from app.sign_in.generations import ended_fields
from app.sign_in.sessions import end_session, resume, sessions_list
from app.sign_in.signing_in import AccountEnded, has_fresh_proof, sign_in
from app.staff.closing import disable
from app.staff.own_account import change_password, end_other_sessions, new_recovery_card
from app.unit_of_work import Mode
from models.sign_in_session import SignInSession
from models.staff_member import StaffMember
from tests.support.organisation import Organisation, password_of
from tests.support.staff import GOOD_PASSWORD, admit_again, renew

YEARS = timedelta(days=730)


def rows_of(
    organisation: Organisation, table: type[SignInSession | StaffMember], name: str
) -> list[dict[str, Any]]:
    """Return a person's rows of a table, as whoever copies the database keeps them."""
    owner = SignInSession.staff_id if table is SignInSession else StaffMember.id
    with organisation.server.store.reading() as session:
        found = session.execute(select(*table.__table__.columns).where(owner == organisation.ids[name]))
        return [dict(row) for row in found.mappings()]


@contextmanager
def put_back_afterwards(organisation: Organisation, name: str) -> Iterator[None]:
    """Copy a person's sessions, let something happen, and put the whole older rows back."""
    older = rows_of(organisation, SignInSession, name)
    yield
    with organisation.server.store.writing() as session:
        session.execute(delete(SignInSession).where(SignInSession.id.in_([row["id"] for row in older])))
        session.execute(insert(SignInSession), older)


def is_signed_in(organisation: Organisation, token: str) -> bool:
    """Tell whether a session's cookie opens anything."""
    with suppress(SignedOut), organisation.server.store.reading() as session:
        return bool(resume(organisation.server, session, token))
    return False


def another(organisation: Organisation, name: str) -> str:
    """Begin a session on another device."""
    return sign_in(organisation.server, name, password_of(name), device="phone", address="there").token


def restart(organisation: Organisation) -> None:
    """Forget what the process remembers, as a new one would."""
    ended_sessions._KNOWN.pop(organisation.server.store, None)


def signed_out(organisation: Organisation, token: str, name: str) -> None:
    """End a session by itself, as signing out does."""
    with organisation.server.store.reading() as session:
        session_id = resume(organisation.server, session, token).session_id
    with organisation.writing(name) as work:
        end_session(work, session_id)


@pytest.mark.parametrize("restarted", [False, True])
def test_signing_out_is_remembered_also_after_a_restart(organisation: Organisation, restarted: bool) -> None:
    organisation.token("field")
    token = another(organisation, "field")
    with put_back_afterwards(organisation, "field"):
        signed_out(organisation, token, "field")
    if restarted:
        restart(organisation)

    assert not is_signed_in(organisation, token)
    assert is_signed_in(organisation, organisation.token("field"))


def test_an_end_that_was_undone_ends_nothing(organisation: Organisation) -> None:
    token = another(organisation, "field")
    with organisation.server.store.reading() as session:
        session_id = resume(organisation.server, session, token).session_id
    work = organisation.open("field")
    end_session(work, session_id)
    abandon(work)

    assert is_signed_in(organisation, token)


def test_ending_the_other_sessions_is_stated(organisation: Organisation) -> None:
    mine, theirs = organisation.token("field"), another(organisation, "field")
    with put_back_afterwards(organisation, "field"):
        with organisation.writing("field") as work:
            end_other_sessions(organisation.server, work)
        kept = rows_of(organisation, SignInSession, "field")
    restart(organisation)

    assert not is_signed_in(organisation, theirs)
    assert not is_signed_in(organisation, mine), "its older row too is of the generation that ended"
    with organisation.server.store.writing() as session:
        session.execute(delete(SignInSession).where(SignInSession.id.in_([row["id"] for row in kept])))
        session.execute(insert(SignInSession), kept)
    assert is_signed_in(organisation, mine)
    assert is_signed_in(organisation, another(organisation, "field"))


def test_a_new_password_is_stated_to_end_them(organisation: Organisation) -> None:
    organisation.token("field")
    theirs = another(organisation, "field")
    with put_back_afterwards(organisation, "field"), organisation.writing("field") as work:
        work.mode = Mode.READING
        change_password(organisation.server, work, password_of("field"), GOOD_PASSWORD)
    restart(organisation)

    assert not is_signed_in(organisation, theirs)


def test_coming_back_with_the_card_is_stated_to_end_them(organisation: Organisation) -> None:
    with organisation.writing("field") as work:
        words = " ".join(new_recovery_card(organisation.server, work).words)
    theirs = another(organisation, "field")
    with put_back_afterwards(organisation, "field"):
        used = use_card(organisation.server, "field", words, GOOD_PASSWORD, device="", address="here")
    restart(organisation)

    assert not is_signed_in(organisation, theirs)
    assert is_signed_in(organisation, used.token)


def test_closing_an_account_ends_its_sessions_for_good(organisation: Organisation) -> None:
    theirs = another(organisation, "field")
    account = rows_of(organisation, StaffMember, "field")
    with put_back_afterwards(organisation, "field"), organisation.writing("director") as work:
        disable(work, organisation.ids["field"])
    with organisation.server.store.writing() as session:
        session.execute(delete(SignInSession).where(SignInSession.staff_id == organisation.ids["field"]))
        session.execute(delete(StaffMember).where(StaffMember.id == organisation.ids["field"]))
        session.execute(insert(StaffMember), account)
    restart(organisation)

    assert not is_signed_in(organisation, theirs)
    with pytest.raises(AccountEnded):
        another(organisation, "field")


def test_new_keys_that_were_admitted_end_what_was_begun_with_the_old_ones(organisation: Organisation) -> None:
    theirs = another(organisation, "field")
    account = rows_of(organisation, StaffMember, "field")
    with put_back_afterwards(organisation, "field"):
        renew(organisation, "field")
        admit_again(organisation, "field")
    restart(organisation)
    assert not is_signed_in(organisation, theirs)

    keys = {
        name: account[0][name]
        for name in account[0]
        if name.startswith(("password_", "keys_", "card_", "pins"))
    }
    with organisation.server.store.writing() as session:
        for name, value in keys.items():
            setattr(session.get_one(StaffMember, organisation.ids["field"]), name, value)
    with pytest.raises(AccountEnded):
        another(organisation, "field")


def test_nobody_ends_the_sessions_of_somebody_they_could_not_close(organisation: Organisation) -> None:
    for by, whom in (("field", "caseworker"), ("othersupervisor", "field"), ("supervisor", "director")):
        with organisation.writing(by) as work, pytest.raises(KeyRefused):
            fields = ended_fields(organisation.ids[whom], 1)
            state(work, Kind.SESSIONS_ENDED, fields, signer=own_signer(work))


@pytest.mark.parametrize("generation", [0, 2])
def test_no_generation_is_left_out_or_stated_twice(organisation: Organisation, generation: int) -> None:
    with organisation.writing("field") as work, pytest.raises(KeyRefused):
        fields = ended_fields(work.person.id, generation)
        state(work, Kind.SESSIONS_ENDED, fields, signer=own_signer(work))
    with organisation.reading("field") as work:
        assert directory_for(work).generation_of(work.person.id) == 0


class TestAClockThatWasAhead:
    def test_a_session_begun_then_has_ended(self, organisation: Organisation) -> None:
        organisation.clock.move(YEARS)
        token = another(organisation, "field")
        assert is_signed_in(organisation, token)
        organisation.clock.moment -= YEARS

        assert not is_signed_in(organisation, token)
        with organisation.reading("field") as work:
            assert "phone" not in {line.device for line in sessions_list(work)}

    def test_a_proof_given_then_proves_nothing(self, organisation: Organisation) -> None:
        organisation.token("field")
        work = organisation.open("field")
        work.proved_at = work.now + YEARS
        assert not has_fresh_proof(work)
        abandon(work)

    def test_the_keys_of_such_a_session_are_erased(self, organisation: Organisation) -> None:
        organisation.clock.move(YEARS)
        another(organisation, "field")
        organisation.clock.moment -= YEARS

        another(organisation, "caseworker")

        assert [row["keys_by_token"] for row in rows_of(organisation, SignInSession, "field")][-1] is None
