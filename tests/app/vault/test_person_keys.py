"""A person's keys are kept whole and are recognised by six words."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.foundation.errors import KeyRefused
from app.vault import canonical, hpke
from app.vault.person_keys import (
    PersonPrivateKeys,
    PersonPublicKeys,
    digit_groups,
    is_read_from,
    six_words,
)
from app.vault.signing import sign, verify
from app.vault.words import WORDS
from tests.app.vault.strategies import GENTLY, SLOW_KEYS, damaged

PERSON = PersonPrivateKeys.generate()
OTHER = PersonPrivateKeys.generate()


def test_private_keys_survive_being_written_down() -> None:
    again = PersonPrivateKeys.from_bytes(PERSON.to_bytes())
    assert again.public == PERSON.public
    for suite in hpke.Suite:
        sealed = hpke.seal_to(PERSON.public.for_suite(suite), b"context", b"words")
        assert hpke.open_with(again.for_suite(suite), b"context", sealed) == b"words"
    verify(PERSON.public.sign, "label", b"message", sign(again.sign, "label", b"message"))


def test_public_keys_survive_being_written_down() -> None:
    assert PersonPublicKeys.from_bytes(PERSON.public.to_bytes()) == PERSON.public


@SLOW_KEYS
@given(st.data())
def test_damaged_public_keys_are_refused_or_have_another_fingerprint(data: st.DataObject) -> None:
    harmed = damaged(data, PERSON.public.to_bytes())
    try:
        keys = PersonPublicKeys.from_bytes(harmed)
    except KeyRefused:
        return
    assert keys.fingerprint() != PERSON.public.fingerprint()


@pytest.mark.parametrize(
    "data", [b"", b"words", canonical.encode("another form", bytes(32), bytes(1216), bytes(32))]
)
def test_what_is_not_in_the_form_is_refused(data: bytes) -> None:
    with pytest.raises(KeyRefused):
        PersonPublicKeys.from_bytes(data)
    with pytest.raises(KeyRefused):
        PersonPrivateKeys.from_bytes(data)


def test_private_keys_are_not_read_as_public_ones() -> None:
    with pytest.raises(KeyRefused):
        PersonPublicKeys.from_bytes(PERSON.to_bytes())


def test_one_key_of_each_suite_is_needed() -> None:
    with pytest.raises(KeyRefused):
        PersonPublicKeys(PERSON.public.x25519, PERSON.public.x25519, PERSON.public.sign)


@pytest.mark.parametrize("swapped", ["x25519", "hybrid", "sign"])
def test_swapping_any_one_key_changes_the_fingerprint(swapped: str) -> None:
    parts = {name: getattr(PERSON.public, name) for name in ("x25519", "hybrid", "sign")}
    parts[swapped] = getattr(OTHER.public, swapped)
    swapped_keys = PersonPublicKeys(**parts)
    assert swapped_keys.fingerprint() != PERSON.public.fingerprint()
    assert six_words(swapped_keys.fingerprint()) != six_words(PERSON.public.fingerprint())


@GENTLY
@given(st.binary(min_size=32, max_size=32), st.integers(0, 65))
def test_each_of_the_first_66_bits_changes_a_word(fingerprint: bytes, bit: int) -> None:
    changed = int.from_bytes(fingerprint, "big") ^ 1 << 255 - bit
    words, others = six_words(fingerprint), six_words(changed.to_bytes(32, "big"))
    assert [index for index in range(6) if words[index] != others[index]] == [bit // 11]
    assert set(words) <= set(WORDS)


@pytest.mark.parametrize("fingerprint", [b"", bytes(31), bytes(33)])
def test_only_a_whole_fingerprint_has_words(fingerprint: bytes) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        six_words(fingerprint)


def test_known_answer(vectors: dict[str, Any]) -> None:
    known = vectors["person"]
    person = PersonPrivateKeys.from_bytes(bytes.fromhex(known["private"]))
    assert person.public.fingerprint().hex() == known["fingerprint"]
    assert list(six_words(person.public.fingerprint())) == known["six_words"]


@GENTLY
@given(st.binary(min_size=32, max_size=32), st.integers(0, 65))
def test_the_digits_stand_for_the_same_66_bits_as_the_words(fingerprint: bytes, bit: int) -> None:
    other = (int.from_bytes(fingerprint, "big") ^ 1 << 255 - bit).to_bytes(32, "big")
    same = (int.from_bytes(fingerprint, "big") ^ 1 << 189).to_bytes(32, "big")
    assert [len(group) for group in digit_groups(fingerprint)] == [4] * 5
    assert digit_groups(fingerprint) != digit_groups(other)
    assert (digit_groups(fingerprint), six_words(fingerprint)) == (digit_groups(same), six_words(same))


@pytest.mark.parametrize("between", [" ", "", "-", "\n"])
def test_digits_are_taken_however_they_are_grouped_and_in_khmer(between: str) -> None:
    mine = PERSON.public.fingerprint()
    typed = between.join(digit_groups(mine))
    for text in (typed, typed.translate(str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩"))):
        assert is_read_from(text, mine)
        assert not is_read_from(text, OTHER.public.fingerprint())


def test_neither_a_part_nor_more_nor_nothing_is_taken_for_the_whole() -> None:
    mine = PERSON.public.fingerprint()
    digits, words = digit_groups(mine), six_words(mine)
    for typed in ("", " ", " ".join(digits[:4]), " ".join(digits) + " 0", " ".join(words[:5])):
        assert not is_read_from(typed, mine)
    assert is_read_from(" ".join(word[:4] for word in words), mine)
    # A number before a word is only its number on the screen, so digits never stand beside words.
    assert not is_read_from(" ".join((*digits, words[0])), mine)


def test_leading_zeros_count() -> None:
    assert digit_groups(bytes(32)) == ("0000",) * 5
    assert digit_groups(bytes([255] * 32)) == ("7378", "6976", "2948", "3820", "6463")
