"""What is sealed to a public key opens with its private half in its context, in both suites."""

import hashlib
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from app.foundation.errors import KeyRefused, WillNotOpen
from app.vault import canonical, hpke
from app.vault.hpke import PrivateKey, PublicKey, Suite
from tests.app.vault.reference import hpke_key_and_nonce
from tests.app.vault.strategies import SLOW_KEYS, damaged, plaintexts

KEYS = {suite: hpke.generate(suite) for suite in Suite}
contexts = st.binary(max_size=60)
each_suite = pytest.mark.parametrize("suite", list(Suite))


def test_the_post_quantum_suite_is_the_default() -> None:
    assert hpke.DEFAULT_SUITE is Suite.HYBRID
    assert hpke.generate().suite is Suite.HYBRID


@each_suite
@SLOW_KEYS
@given(contexts, plaintexts)
def test_what_is_sealed_opens(suite: Suite, context: bytes, plaintext: bytes) -> None:
    private = KEYS[suite]
    assert hpke.open_with(private, context, hpke.seal_to(private.public, context, plaintext)) == plaintext


@each_suite
@SLOW_KEYS
@given(st.data(), contexts, plaintexts)
def test_any_damage_is_refused(suite: Suite, data: st.DataObject, context: bytes, plaintext: bytes) -> None:
    harmed = damaged(data, hpke.seal_to(KEYS[suite].public, context, plaintext))
    with pytest.raises(WillNotOpen):
        hpke.open_with(KEYS[suite], context, harmed)


@each_suite
@SLOW_KEYS
@given(contexts, contexts)
def test_another_context_is_refused(suite: Suite, context: bytes, other: bytes) -> None:
    if context == other:
        return
    with pytest.raises(WillNotOpen):
        hpke.open_with(KEYS[suite], other, hpke.seal_to(KEYS[suite].public, context, b"words"))


@each_suite
def test_another_key_is_refused(suite: Suite) -> None:
    sealed = hpke.seal_to(KEYS[suite].public, b"context", b"words")
    with pytest.raises(WillNotOpen):
        hpke.open_with(hpke.generate(suite), b"context", sealed)


@each_suite
def test_a_key_of_the_other_suite_is_refused(suite: Suite) -> None:
    sealed = hpke.seal_to(KEYS[suite].public, b"context", b"words")
    other = next(other for other in Suite if other is not suite)
    with pytest.raises(WillNotOpen):
        hpke.open_with(KEYS[other], b"context", sealed)


@pytest.mark.parametrize(("suite", "overhead"), [(Suite.X25519, 2 + 32 + 16), (Suite.HYBRID, 2 + 1120 + 16)])
def test_the_form_begins_with_version_and_suite(suite: Suite, overhead: int) -> None:
    sealed = hpke.seal_to(KEYS[suite].public, b"context", bytes(32))
    assert sealed[:2] == bytes((1, suite))
    assert len(sealed) == overhead + 32
    assert hpke.suite_of(sealed) is suite


@pytest.mark.parametrize("sealed", [b"", b"\x01", b"\x01\x03rest", b"\x02\x01rest"])
def test_an_unknown_form_has_no_suite(sealed: bytes) -> None:
    with pytest.raises(WillNotOpen):
        hpke.suite_of(sealed)


@each_suite
def test_keys_survive_being_written_down(suite: Suite) -> None:
    private = PrivateKey.from_bytes(KEYS[suite].to_bytes())
    public = PublicKey.from_bytes(KEYS[suite].public.to_bytes())
    assert public == private.public == KEYS[suite].public
    assert hpke.open_with(private, b"context", hpke.seal_to(public, b"context", b"words")) == b"words"


@pytest.mark.parametrize(
    "data", [b"", b"\x01", b"\x03" + bytes(32), b"\x01" + bytes(31), b"\x02" + bytes(32)]
)
def test_keys_of_the_wrong_form_are_refused(data: bytes) -> None:
    with pytest.raises(KeyRefused):
        PublicKey.from_bytes(data)
    with pytest.raises(KeyRefused):
        PrivateKey.from_bytes(data)


@pytest.mark.parametrize(
    "public",
    [
        PublicKey(Suite.X25519, bytes(32)),
        PublicKey(Suite.HYBRID, b"\xff" * 1216),
    ],
    ids=["a point that makes every shared secret zero", "numbers outside ML-KEM's field"],
)
def test_a_public_key_that_is_no_usable_key_is_never_sealed_to(public: PublicKey) -> None:
    with pytest.raises(KeyRefused):
        hpke.seal_to(public, b"context", b"words")


class TestKnownAnswers:
    @each_suite
    def test_what_was_sealed_long_ago_opens(self, suite: Suite, vectors: dict[str, Any]) -> None:
        known = vectors["hpke"][suite.name.lower()]
        private = PrivateKey.from_bytes(bytes.fromhex(known["private"]))
        assert hashlib.sha256(private.public.raw).hexdigest() == known["public_sha256"]
        opened = hpke.open_with(private, bytes.fromhex(known["context"]), bytes.fromhex(known["sealed"]))
        assert opened.decode() == known["plaintext"]

    def test_the_reference_schedule_gives_the_published_key(self, vectors: dict[str, Any]) -> None:
        published = {name: bytes.fromhex(value) for name, value in vectors["rfc9180_x25519_aes256"].items()}
        made = hpke_key_and_nonce(0x0020, published["shared_secret"], published["info"])
        assert made == (published["key"], published["base_nonce"])
        opened = AESGCM(made[0]).decrypt(made[1], published["ct"], published["aad"])
        assert opened == published["pt"]

    def test_the_published_x25519_exchange_opens_here(self, vectors: dict[str, Any]) -> None:
        """A sender following RFC 9180 to the letter, with the published ephemeral key, is understood."""
        published = {name: bytes.fromhex(value) for name, value in vectors["rfc9180_x25519_aes256"].items()}
        private = PrivateKey(Suite.X25519, published["skRm"])
        assert private.public.raw == published["pkRm"]
        sealed = sealed_by_the_book(Suite.X25519, 0x0020, published["shared_secret"], published["enc"])
        assert hpke.open_with(private, b"context", sealed) == b"words"

    @pytest.mark.parametrize("number", range(2))
    def test_the_published_x_wing_exchange_opens_here(self, number: int, vectors: dict[str, Any]) -> None:
        """X-Wing expands its seed by SHAKE-256 into the two raw parts that we keep."""
        published = vectors["xwing_published"][number]
        expanded = hashlib.shake_256(bytes.fromhex(published["seed"])).digest(96)
        private = PrivateKey(Suite.HYBRID, expanded)
        assert hashlib.sha256(private.public.raw).hexdigest() == published["pk_sha256"]
        secret, encapsulated = bytes.fromhex(published["ss"]), bytes.fromhex(published["ct"])
        sealed = sealed_by_the_book(Suite.HYBRID, 0x647A, secret, encapsulated)
        assert hpke.open_with(private, b"context", sealed) == b"words"


def sealed_by_the_book(suite: Suite, kem_id: int, shared_secret: bytes, encapsulated: bytes) -> bytes:
    info = canonical.encode("wayhome hpke", 1, int(suite), b"context")
    key, nonce = hpke_key_and_nonce(kem_id, shared_secret, info)
    return bytes((1, suite)) + encapsulated + AESGCM(key).encrypt(nonce, b"words", b"")
