"""A password gives two unrelated keys, slowly, and one at a time."""

import threading
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.foundation.errors import QueueFull
from app.vault import passwords
from app.vault.derivation_queue import AT_ONCE, MOST_WAITING, DerivationQueue
from app.vault.passwords import Argon2Cost, derive, generate_passphrase, verifier_hash, verifier_matches
from app.vault.secrets import Passphrase, Secret
from app.vault.words import WORDS
from tests.app.vault.strategies import SLOW_KEYS

SALT = bytes(range(16))
PASSWORD = Passphrase("two boats beside the river")


@SLOW_KEYS
@given(password=st.text(max_size=30))
def test_the_same_password_gives_the_same_keys(cheap_argon2: Argon2Cost, password: str) -> None:
    assert derive(Passphrase(password), SALT, cheap_argon2) == derive(
        Passphrase(password), SALT, cheap_argon2
    )


def test_the_two_keys_are_unrelated(cheap_argon2: Argon2Cost) -> None:
    keys = derive(PASSWORD, SALT, cheap_argon2)
    assert len(keys.login_verifier.reveal()) == 32
    assert keys.login_verifier.reveal() != keys.sealing_key.reveal()


@pytest.mark.parametrize(
    ("password", "salt", "cost"),
    [
        (Passphrase("two boats beside the rivers"), SALT, Argon2Cost(memory_kib=8, passes=1, lanes=1)),
        (Passphrase("Two boats beside the river"), SALT, Argon2Cost(memory_kib=8, passes=1, lanes=1)),
        (PASSWORD, SALT[::-1], Argon2Cost(memory_kib=8, passes=1, lanes=1)),
        (PASSWORD, SALT, Argon2Cost(memory_kib=16, passes=1, lanes=1)),
        (PASSWORD, SALT, Argon2Cost(memory_kib=8, passes=2, lanes=1)),
        (PASSWORD, SALT, Argon2Cost(memory_kib=16, passes=1, lanes=2)),
    ],
)
def test_any_difference_gives_other_keys(
    password: Passphrase, salt: bytes, cost: Argon2Cost, cheap_argon2: Argon2Cost
) -> None:
    keys, others = derive(PASSWORD, SALT, cheap_argon2), derive(password, salt, cost)
    assert keys.login_verifier != others.login_verifier
    assert keys.sealing_key != others.sealing_key


def test_letters_composed_otherwise_are_the_same_password(cheap_argon2: Argon2Cost) -> None:
    composed, apart = Passphrase("caf\u00e9 by the river"), Passphrase("cafe\u0301 by the river")
    assert derive(composed, SALT, cheap_argon2) == derive(apart, SALT, cheap_argon2)


def test_a_lone_surrogate_is_an_ordinary_wrong_password(cheap_argon2: Argon2Cost) -> None:
    assert derive(Passphrase("\ud800"), SALT, cheap_argon2) != derive(PASSWORD, SALT, cheap_argon2)


def test_a_short_salt_is_refused(cheap_argon2: Argon2Cost) -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        derive(PASSWORD, bytes(15), cheap_argon2)


def test_the_shipped_cost_is_64_mib_three_passes_four_lanes(vectors: dict[str, Any]) -> None:
    """This test and the next pay the whole price; every other one is given a cheap cost."""
    cost = passwords.SHIPPED_COST
    assert (cost.memory_kib, cost.passes, cost.lanes) == (64 * 1024, 3, 4)
    keys = derive(PASSWORD, SALT, cost)
    assert keys.login_verifier.reveal().hex() == vectors["password"]["login_verifier"]
    assert keys.sealing_key.reveal().hex() == vectors["password"]["sealing_key"]


def test_many_sign_ins_at_once_are_all_answered() -> None:
    """At the shipped cost: two derivations side by side once waited for each other for ever."""
    answered: list[bytes] = []

    def sign_in() -> None:
        answered.append(derive(PASSWORD, SALT, passwords.SHIPPED_COST).login_verifier.reveal())

    people = [threading.Thread(target=sign_in, daemon=True) for _ in range(4)]
    for person in people:
        person.start()
    for person in people:
        person.join(timeout=30)
    assert len(answered) == 4
    assert len(set(answered)) == 1


def test_a_derivation_takes_its_place_in_the_queue(
    cheap_argon2: Argon2Cost, monkeypatch: pytest.MonkeyPatch
) -> None:
    class WatchedArgon2:
        def __init__(self, **_cost: object) -> None:
            pass

        def derive(self, _typed: bytes) -> bytes:
            with pytest.raises(QueueFull), passwords._QUEUE.turn():
                pass
            return bytes(32)

    monkeypatch.setattr(passwords, "_QUEUE", DerivationQueue(at_once=1, waiting=0))
    monkeypatch.setattr(passwords, "Argon2id", WatchedArgon2)
    assert derive(PASSWORD, SALT, cheap_argon2).login_verifier.reveal()


def test_a_failed_derivation_gives_its_place_back() -> None:
    for _ in range(2 * (AT_ONCE + MOST_WAITING)):
        with pytest.raises(ValueError):  # noqa: PT011  # the library words it
            derive(PASSWORD, SALT, Argon2Cost(memory_kib=0, passes=0, lanes=0))


def test_a_verifier_is_recognised_by_its_hash() -> None:
    stored = verifier_hash(Secret(bytes(32)))
    assert verifier_matches(Secret(bytes(32)), stored)
    assert not verifier_matches(Secret(bytes(31) + b"\x01"), stored)
    assert not verifier_matches(Secret(bytes(32)), b"")


def test_a_generated_passphrase_is_list_words_with_spaces() -> None:
    words = generate_passphrase(6).reveal().split(" ")
    assert len(words) == 6
    assert set(words) <= set(WORDS)
    assert generate_passphrase(6) != generate_passphrase(6)


def test_fewer_than_five_words_are_not_generated() -> None:
    with pytest.raises(ValueError, match="five words"):
        generate_passphrase(4)
