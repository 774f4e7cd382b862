"""Digests are those of the standard."""

import pytest

from app.vault import digests
from app.vault.secrets import Secret

# FIPS 180-4's example for "abc".
ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_sha256_is_that_of_the_standard() -> None:
    assert digests.sha256(b"abc").hex() == digests.sha256_hex(b"abc") == ABC


# RFC 4231, test cases 1, 2 and 6 (a key longer than a block).
HMACS = [
    (b"\x0b" * 20, b"Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
    (
        b"Jefe",
        b"what do ya want for nothing?",
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
    ),
    (
        b"\xaa" * 131,
        b"Test Using Larger Than Block-Size Key - Hash Key First",
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
    ),
]


@pytest.mark.parametrize(("key", "message", "expected"), HMACS)
def test_hmac_sha256_is_that_of_the_standard(key: bytes, message: bytes, expected: str) -> None:
    assert digests.hmac_sha256(Secret(key), message).hex() == expected


@pytest.mark.parametrize(("other", "equal"), [(b"abc", True), (b"abd", False), (b"ab", False), (b"", False)])
def test_same_tells_equal_bytes(other: bytes, equal: bool) -> None:
    assert digests.same(b"abc", other) is equal
