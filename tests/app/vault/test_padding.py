"""Padding hides lengths and is read back in one way only."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.vault.padding import pad, padded_length, unpad
from tests.app.vault.strategies import GENTLY


@GENTLY
@given(st.binary(max_size=3000))
def test_what_is_padded_reads_back(value: bytes) -> None:
    assert unpad(pad(value)) == value


@pytest.mark.parametrize("value", [b"", b"\x80", b"\x80\x00\x00", b"\x00" * 40, b"a\x80"])
def test_values_that_look_like_padding_read_back(value: bytes) -> None:
    assert unpad(pad(value)) == value


@pytest.mark.parametrize(
    ("length", "padded"),
    [
        (0, 32),
        (31, 32),
        (32, 64),
        (63, 64),
        (64, 128),
        (127, 128),
        (128, 256),
        (255, 256),
        (256, 272),
        (1000, 1024),
    ],
)
def test_lengths_fall_into_buckets(length: int, padded: int) -> None:
    assert len(pad(bytes(length))) == padded == padded_length(length)


@GENTLY
@given(st.integers(min_value=256, max_value=50_000_000))
def test_long_values_grow_by_at_most_twelve_per_cent(length: int) -> None:
    assert length < padded_length(length) <= 1.12 * (length + 1)


def test_few_lengths_are_ever_seen() -> None:
    assert len({padded_length(length) for length in range(10_000)}) < 100


@pytest.mark.parametrize(
    "padded",
    [
        b"",
        bytes(32),
        b"a" * 32,
        b"a\x80",
        b"a\x80" + bytes(40),
        b"a\x80" + bytes(62),
        b"a" * 30 + b"\x80\x01",
    ],
)
def test_padding_that_pad_would_not_make_is_refused(padded: bytes) -> None:
    with pytest.raises(ValueError, match="padding"):
        unpad(padded)
