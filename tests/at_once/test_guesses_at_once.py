"""Guesses sent at the same moment are counted one after the other, on one writer and on many."""

import pytest
from sqlalchemy import func, select

from app.foundation.errors import TooMany
from app.sign_in import signing_in, throttling
from app.sign_in.signing_in import SignInFailed, sign_in
from app.vault import passwords
from app.vault.derivation_queue import DerivationQueue
from models.sign_in_attempt import SignInAttempt
from tests.support.at_once import at_once, meet_before
from tests.support.organisation import Organisation, password_of

MANY = 9


def test_no_more_guesses_are_worked_out_than_are_free(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "_QUEUE", DerivationQueue(waiting=MANY))
    meet_before(monkeypatch, (signing_in, "_checked_keys"), people=throttling.FREE_TRIES_ACCOUNT)

    def guess() -> str:
        try:
            sign_in(organisation.server, "field", "not this password at all", device="", address="here")
        except SignInFailed:
            return "worked out"
        except TooMany:
            return "told to wait"
        return "let in"

    answers = at_once(*[guess] * MANY)

    assert answers.count("worked out") == throttling.FREE_TRIES_ACCOUNT
    assert answers.count("told to wait") == MANY - throttling.FREE_TRIES_ACCOUNT


def test_several_who_are_right_at_once_are_let_in_and_leave_no_count(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "_QUEUE", DerivationQueue(waiting=MANY))
    names = ("field", "field2", "caseworker", "counsellor", "supervisor", "technician")

    tokens = at_once(
        *[
            lambda name=name: (
                sign_in(organisation.server, name, password_of(name), device="", address="office").token
            )
            for name in names
        ]
    )

    assert len(set(tokens)) == len(names)
    with organisation.server.store.reading() as session:
        assert session.scalar(select(func.count()).select_from(SignInAttempt)) == 0
