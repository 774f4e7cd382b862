"""Guessing is slowed down per account and per address, and nobody is locked out for good."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.foundation.errors import QueueFull, TooMany
from app.recovery.personal_card import use_card
from app.sign_in import signing_in, throttling
from app.sign_in.signing_in import SignInFailed, prove_again, sign_in
from app.vault import passwords
from app.vault.cards import RecoveryCard
from app.vault.derivation_queue import DerivationQueue
from models.sign_in_attempt import SignInAttempt
from tests.support.organisation import Organisation, password_of
from tests.support.staff import GOOD_PASSWORD

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


def proof(organisation: Organisation, name: str, password: str, *, mark: str = "") -> None:
    """Give the password once more in a cast member's session."""
    with organisation.reading(name) as work:
        prove_again(organisation.server, work, password, mark=mark)


def test_strangers_at_the_door_do_not_keep_a_signed_in_person_from_proving_themselves(
    organisation: Organisation,
) -> None:
    organisation.token("director")
    for _ in range(25):
        with pytest.raises((SignInFailed, TooMany)):
            sign_in(organisation.server, "director", WRONG, device="", address="here")

    proof(organisation, "director", password_of("director"))


def test_wrong_proofs_make_their_own_session_wait_and_no_other(organisation: Organisation) -> None:
    organisation.token("director")
    for _ in range(5):
        with pytest.raises(SignInFailed):
            proof(organisation, "director", WRONG)
    with pytest.raises(TooMany):
        proof(organisation, "director", password_of("director"))

    organisation.tokens.pop("director")
    proof(organisation, "director", password_of("director"))


def test_wrong_proofs_count_for_their_device_too(organisation: Organisation) -> None:
    mark = sign_in(organisation.server, "field", password_of("field"), device="", address="here").mark
    organisation.token("field")
    for _ in range(5):
        with pytest.raises(SignInFailed):
            proof(organisation, "field", WRONG, mark=mark)

    with pytest.raises(TooMany):
        sign_in(organisation.server, "field", password_of("field"), device="", address="here", mark=mark)


def test_guesses_made_at_the_same_moment_are_counted_before_any_is_worked_out(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each begins before the one before it has ended, as parallel requests do."""
    derived: list[int] = []
    refused: list[int] = []

    def derive_while_the_next_one_comes(*_: object) -> None:
        derived.append(len(derived))
        try:
            sign_in(organisation.server, "field", WRONG, device="", address=f"address {len(derived)}")
        except TooMany:
            refused.append(len(derived))
        except SignInFailed:
            pass

    monkeypatch.setattr(signing_in, "_checked_keys", derive_while_the_next_one_comes)
    with pytest.raises(SignInFailed):
        sign_in(organisation.server, "field", WRONG, device="", address="address 0")

    assert len(derived) == throttling.FREE_TRIES_ACCOUNT
    assert refused == [throttling.FREE_TRIES_ACCOUNT]


def test_nothing_is_derived_for_an_attempt_that_has_to_wait(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(5):
        guess(organisation, "field")
    monkeypatch.setattr(signing_in, "_checked_keys", lambda *_: pytest.fail("was derived"))
    assert wait_of(organisation, "field")


def test_an_attempt_that_found_the_queue_full_is_not_counted(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue = DerivationQueue(at_once=1, waiting=0)
    monkeypatch.setattr(passwords, "_QUEUE", queue)
    with queue.turn():
        for _ in range(7):
            with pytest.raises(QueueFull):
                sign_in(organisation.server, "field", password_of("field"), device="", address="here")

    with organisation.server.store.reading() as session:
        assert session.scalars(select(SignInAttempt)).all() == []
    assert sign_in(organisation.server, "field", password_of("field"), device="", address="here").token


def test_who_was_right_leaves_no_count_behind(organisation: Organisation) -> None:
    for _ in range(25):
        assert sign_in(organisation.server, "field", password_of("field"), device="", address="here").token


def test_tries_of_a_clock_that_was_ahead_once_make_nobody_wait(organisation: Organisation) -> None:
    years = timedelta(days=730)
    organisation.clock.move(years)
    for _ in range(5):
        guess(organisation, "field")
    organisation.clock.moment -= years

    assert sign_in(organisation.server, "field", password_of("field"), device="", address="here").token


def test_strangers_do_not_keep_anybody_from_coming_back_with_their_card(organisation: Organisation) -> None:
    for number in range(5):
        guess(organisation, "field", address=f"address {number}")
    stranger = " ".join(RecoveryCard.generate().words())

    with pytest.raises(SignInFailed):
        use_card(organisation.server, "field", stranger, GOOD_PASSWORD, device="", address="elsewhere")


@pytest.mark.parametrize(
    ("one", "other", "counted_together"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("198.51.100.7", "198.51.100.8", False),
        ("198.51.100.7", "::ffff:198.51.100.7", True),
        ("::ffff:198.51.100.7", "::ffff:198.51.100.8", False),
        ("no address", "no address", True),
    ],
)
def test_whoever_has_one_address_of_the_newer_kind_has_all_of_its_network(
    one: str, other: str, counted_together: bool
) -> None:
    assert (throttling.counted_address(one) == throttling.counted_address(other)) is counted_together
