"""Digests are those of the standard."""

import pytest

from app.vault import digests

# FIPS 180-4's example for "abc".
ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_sha256_is_that_of_the_standard() -> None:
    assert digests.sha256(b"abc").hex() == digests.sha256_hex(b"abc") == ABC


@pytest.mark.parametrize(("other", "equal"), [(b"abc", True), (b"abd", False), (b"ab", False), (b"", False)])
def test_same_tells_equal_bytes(other: bytes, equal: bool) -> None:
    assert digests.same(b"abc", other) is equal
