"""A code is read alike wherever it is typed, however somebody types it."""

import ast
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.foundation.typed_codes import codes_meant, plain_code, worker_code
from tests.architecture.source import modules

OTHER_CAPITALS = {
    "app.vault.cards": "the words of a card",
    "app.staff.invitations": "an invitation in base 32",
    "app.packets.verification": "hexadecimal digits",
    "forms.bases": "the letters of a new base",
}.keys()
"""What becomes capitals and is no code of a record."""

numbers = st.integers(1, 99_999)
letters = st.sampled_from(("PP", "RV", "SRP"))
dashes = st.sampled_from(
    ("-", " ", "", " - ", "\u2010", "\u2011", "\u2013", "\u2014", "\u2212", "\uff0d", "_", "/", "\u00a0")
)
around = st.sampled_from(("  ", "()", "[]", "\u300c\u300d", "\u201c\u201d", " .", "\uff08\uff09"))


def in_khmer(text: str) -> str:
    return text.translate({ord("0") + n: 0x17E0 + n for n in range(10)})


def full_width(text: str) -> str:
    return "".join(
        chr(ord(letter) + 0xFEE0) if letter.isalnum() and letter.isascii() else letter for letter in text
    )


@given(letters, dashes, numbers, around, st.sampled_from((str, in_khmer, full_width, str.lower)))
def test_a_childs_code_is_read_in_any_spelling(
    prefix: str, dash: str, number: int, pair: str, spelled: Callable[[str], str]
) -> None:
    typed = spelled(f"{pair[0]}{prefix}{dash}{number:04}{pair[1]}")

    assert f"{prefix}-{number:04}" in codes_meant(typed)


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("rv k 1", ("RV-K-0001",)),
        ("RVK0001", ("RVK-0001", "RV-K-0001")),
        ("RV-P\u20110012", ("RV-P-0012",)),
        ("PP-12345", ("PP-12345",)),
        ("pp 000412", ("PP-0412",)),
        ("PP-0000", ("PP-0000",)),
        ("R\u200bV-\u200d0001", ("RV-0001",)),
        ("Sophea", ()),
        ("Sok 9", ("SOK-0009", "SO-K-0009")),
        ("-", ()),
        ("", ()),
        ("12", ()),
        ("សុភា", ()),
    ],
)
def test_what_has_a_codes_shape_is_one(typed: str, codes: tuple[str, ...]) -> None:
    assert codes_meant(typed) == codes


@pytest.mark.parametrize("typed", ["k7", " (K-7) ", "K \u2013 7", "\uff2b\uff17", "K៧", "\u201ck 7\u201d"])
def test_a_worker_code_is_read_in_any_spelling(typed: str) -> None:
    assert worker_code(typed) == "K7"


@given(st.text(max_size=40))
def test_reading_a_code_changes_nothing_the_second_time(typed: str) -> None:
    assert plain_code(plain_code(typed)) == plain_code(typed)


def test_no_other_place_reads_a_typed_code() -> None:
    reads = {
        module.name
        for module in modules()
        if module.within("app") or module.within("views") or module.within("forms")
        for call in ast.walk(module.tree)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "upper"
    }

    assert reads - OTHER_CAPITALS == {"app.foundation.typed_codes"}
