"""Passwords people may choose, and those that are guessed first."""

import random

import pytest

from app.vault.passwords import PasswordVerdict, generate_passphrase, is_acceptable
from app.vault.secrets import Passphrase
from app.vault.words import WORDS

NAMES = ("Sokha Chan", "Lantern Trust")


@pytest.mark.parametrize(
    "password",
    [
        "the river bends twice at dawn",
        "I left the bicycle near Kep",
        "vK9#tqLw2!mZx7Rp",
        "sunshine over wet paddy fields",
        "មានទូកពីរនៅមាត់ទន្លេ",
        "ostrich-velvet-canyon-spoon-drum",
        "ostrich velvet canyon spoon drum",
    ],
)
def test_a_password_of_ones_own_is_accepted(password: str) -> None:
    assert is_acceptable(Passphrase(password), forbidden=NAMES) is PasswordVerdict.OK


@pytest.mark.parametrize("password", ["", "river", "vK9#tqLw2!mZx7", "e\u0301" * 14])
def test_fewer_than_fifteen_characters_are_too_short(password: str) -> None:
    assert is_acceptable(Passphrase(password)) is PasswordVerdict.TOO_SHORT


@pytest.mark.parametrize(
    "password",
    [
        "passwordpassword",
        "Password123456789",
        "P@ssw0rdP@ssw0rd!",
        "MyPassword2025!!",
        "qwertyuiop12345",
        "poiuytrewq09876",
        "123456789012345",
        "abcdefghijklmnop",
        "aaaaaaaaaaaaaaaaaaaa",
        "abababababababababab",
        "boat river boat river",
        "Mai12345678901234",
        "correct horse battery staple",
        "iloveyouforever2024",
        "hello kampuchea 2024",
        "Welcome to PhnomPenh",
        "thequickbrownfoxjumps",
        "zoo zone zero youth young",
        "abandon ability able about above",
        "abandon abandon abandon abandon abandon",
    ],
)
def test_what_is_guessed_first_is_too_common(password: str) -> None:
    assert is_acceptable(Passphrase(password)) is PasswordVerdict.TOO_COMMON


@pytest.mark.parametrize(
    "password",
    [
        "sokhachan rides at dawn",
        "S0kha rides home at dawn",
        "bright L4ntern by the pier",
        "the Sokha-Chan bicycle",
    ],
)
def test_a_name_everybody_knows_is_refused(password: str) -> None:
    assert is_acceptable(Passphrase(password), forbidden=NAMES) is PasswordVerdict.TOO_COMMON


def test_empty_and_very_short_names_forbid_nothing() -> None:
    assert (
        is_acceptable(Passphrase("the river bends twice at dawn"), forbidden=("", "at", " "))
        is PasswordVerdict.OK
    )


def test_five_of_the_shortest_words_are_long_enough() -> None:
    shortest = sorted(WORDS, key=len)[:5]
    random.Random(7).shuffle(shortest)
    assert is_acceptable(Passphrase(" ".join(shortest))) is PasswordVerdict.OK


def test_what_is_generated_is_accepted_even_if_a_name_is_one_of_its_words() -> None:
    verdicts = {is_acceptable(generate_passphrase(5), forbidden=WORDS) for _ in range(30)}
    assert verdicts == {PasswordVerdict.OK}
