"""The canonical form says exactly one thing."""

from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.vault import canonical
from tests.app.vault.strategies import GENTLY

parts = st.lists(
    st.one_of(st.none(), st.binary(max_size=40), st.text(max_size=20), st.integers(), st.uuids()), max_size=6
)


@GENTLY
@given(parts)
def test_every_list_of_parts_reads_back(values: list[canonical.Part]) -> None:
    assert canonical.decode(canonical.encode(*values)) == tuple(values)


@GENTLY
@given(parts, parts)
def test_different_lists_have_different_bytes(one: list[canonical.Part], other: list[canonical.Part]) -> None:
    assert (canonical.encode(*one) == canonical.encode(*other)) == (one == other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("ab", "c"), ("a", "bc")),
        (("ab",), ("a", "b")),
        (("1",), (1,)),
        (("a",), (b"a",)),
        ((None,), ("",)),
        ((None,), ()),
        ((0,), (None,)),
        ((255,), (-1,)),
        ((UUID(int=7),), (UUID(int=7).bytes,)),
    ],
)
def test_what_looks_alike_is_told_apart(one: tuple[Any, ...], other: tuple[Any, ...]) -> None:
    assert canonical.encode(*one) != canonical.encode(*other)


def test_a_truth_value_is_refused() -> None:
    with pytest.raises(TypeError):
        canonical.encode(True)


@pytest.mark.parametrize(
    "data",
    [
        b"B",
        b"B\x00\x00\x00",
        b"B\x00\x00\x00\x02a",
        b"X\x00\x00\x00\x00",
        b"N\x00\x00\x00\x01a",
        b"I\x00\x00\x00\x02\x00\x01",
        b"I\x00\x00\x00\x00",
        b"U\x00\x00\x00\x01a",
        b"S\x00\x00\x00\x01\xff",
    ],
)
def test_bytes_that_no_list_makes_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # several messages, one meaning
        canonical.decode(data)


def test_known_answer(vectors: dict[str, Any]) -> None:
    encoded = canonical.encode("ក", b"\x00\xff", -129, UUID(int=5), None)
    assert encoded.hex() == vectors["canonical"]
