"""Guessing is slowed down per account and per address, and nobody is locked out for good."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.foundation.errors import TooMany
from app.sign_in import throttling
from app.sign_in.signing_in import SignInFailed, sign_in
from models.sign_in_attempt import SignInAttempt
from tests.support.organisation import Organisation, password_of

WRONG = "not this password at all"


def guess(organisation: Organisation, name: str, *, address: str = "here") -> None:
    with pytest.raises(SignInFailed):
        sign_in(organisation.server, name, WRONG, device="", address=address)


def wait_of(organisation: Organisation, name: str, *, address: str = "here") -> int:
    """Return the seconds the next attempt has to wait."""
    with pytest.raises(TooMany) as refusal:
        sign_in(organisation.server, name, password_of(name), device="", address=address)
    return refusal.value.retry_after_seconds


def test_five_slips_are_free_and_then_each_waits_twice_as_long(organisation: Organisation) -> None:
    for number in range(5):
        guess(organisation, "field", address=f"address {number}")

    waits = []
    for number in range(5, 12):
        waits.append(wait_of(organisation, "field", address=f"address {number}"))
        organisation.clock.move(timedelta(seconds=waits[-1]))
        guess(organisation, "field", address=f"address {number}")

    assert waits == [16, 31, 61, 121, 241, 481, 901]
    assert max(waits) <= throttling.LONGEST_WAIT.total_seconds() + 1


def test_waiting_is_enough_and_success_forgets(organisation: Organisation) -> None:
    for _ in range(5):
        guess(organisation, "field")
    organisation.clock.move(timedelta(seconds=wait_of(organisation, "field")))

    assert sign_in(organisation.server, "field", password_of("field"), device="", address="here").token
    guess(organisation, "field")
    assert sign_in(organisation.server, "field", password_of("field"), device="", address="here").token


def test_a_name_that_is_not_here_is_slowed_down_alike(organisation: Organisation) -> None:
    for number in range(5):
        guess(organisation, "nobody", address=f"address {number}")

    with pytest.raises(TooMany):
        sign_in(organisation.server, "nobody", WRONG, device="", address="elsewhere")


def test_one_address_that_tries_many_names_is_slowed_down(organisation: Organisation) -> None:
    for number in range(20):
        guess(organisation, f"name{number}")

    assert wait_of(organisation, "field")
    assert sign_in(organisation.server, "field", password_of("field"), device="", address="elsewhere").token


def test_half_an_hour_later_everything_is_forgotten(organisation: Organisation) -> None:
    for _ in range(5):
        guess(organisation, "field")
    organisation.clock.move(throttling.WINDOW)

    assert sign_in(organisation.server, "field", password_of("field"), device="", address="here").token


def test_what_was_typed_as_a_name_is_not_kept(organisation: Organisation) -> None:
    guess(organisation, "oops my whole password typed here")

    with organisation.server.store.reading() as session:
        names = list(session.scalars(select(SignInAttempt.counter)))
    assert names
    assert not [name for name in names if "oops" in name]


def test_tries_made_elsewhere_do_not_hold_a_known_device_out(organisation: Organisation) -> None:
    server, password = organisation.server, password_of("field")
    mark = sign_in(server, "field", password, device="", address="here").mark
    for _ in range(5):
        guess(organisation, "field")
    for number in range(15):
        guess(organisation, f"name{number}")
    assert wait_of(organisation, "field")

    again = sign_in(server, "field", password, device="", address="here", mark=mark)

    assert again.mark == mark


def test_a_known_device_waits_for_its_own_tries(organisation: Organisation) -> None:
    mark = sign_in(organisation.server, "field", password_of("field"), device="", address="here").mark
    for _ in range(5):
        with pytest.raises(SignInFailed):
            sign_in(organisation.server, "field", WRONG, device="", address="here", mark=mark)

    with pytest.raises(TooMany):
        sign_in(organisation.server, "field", password_of("field"), device="", address="here", mark=mark)
    assert sign_in(organisation.server, "field", password_of("field"), device="", address="here").token


@pytest.mark.parametrize("change", ["", "x", "another account's", "another id"])
def test_a_mark_that_is_not_this_accounts_changes_nothing(organisation: Organisation, change: str) -> None:
    own = sign_in(organisation.server, "field", password_of("field"), device="", address="here").mark
    other = sign_in(organisation.server, "field2", password_of("field2"), device="", address="here").mark
    marks = {"another account's": other, "another id": "0" * 32 + own[32:]}
    for _ in range(5):
        guess(organisation, "field")

    with pytest.raises(TooMany):
        sign_in(
            organisation.server,
            "field",
            password_of("field"),
            device="",
            address="here",
            mark=marks.get(change, change),
        )
