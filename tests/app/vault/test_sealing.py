"""A sealed value opens with its key, in its place, unchanged, and in no other case."""

from dataclasses import fields, replace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.foundation.errors import WillNotOpen
from app.vault import canonical, sealing
from app.vault.padding import pad
from app.vault.sealing import Place, RecordKey
from app.vault.secrets import SymmetricKey
from tests.app.vault.reference import hkdf_expand, hkdf_extract
from tests.app.vault.strategies import (
    GENTLY,
    damaged,
    key_versions,
    other_value,
    places,
    plaintexts,
    symmetric_keys,
)

PLACE = Place(
    installation=UUID(int=1), table="child", column="name", row=UUID(int=2), folder=UUID(int=3), key_version=1
)


@GENTLY
@given(symmetric_keys, places, plaintexts)
def test_what_is_sealed_opens(key: SymmetricKey, place: Place, plaintext: bytes) -> None:
    record_key = RecordKey(key, place.key_version)
    sealed = sealing.seal(record_key, place, plaintext)
    assert sealing.open_sealed(RecordKey(key, place.key_version), place, sealed) == plaintext


@GENTLY
@given(st.data(), symmetric_keys, places, plaintexts)
def test_any_damage_is_refused(
    data: st.DataObject, key: SymmetricKey, place: Place, plaintext: bytes
) -> None:
    record_key = RecordKey(key, place.key_version)
    harmed = damaged(data, sealing.seal(record_key, place, plaintext))
    with pytest.raises(WillNotOpen):
        sealing.open_sealed(record_key, place, harmed)


def test_every_single_bit_matters() -> None:
    record_key = RecordKey(SymmetricKey.generate(), 1)
    sealed = sealing.seal(record_key, PLACE, b"words")
    for bit in range(8 * len(sealed)):
        flipped = bytearray(sealed)
        flipped[bit // 8] ^= 1 << bit % 8
        with pytest.raises(WillNotOpen):
            sealing.open_sealed(record_key, PLACE, bytes(flipped))


@pytest.mark.parametrize("moved", [field.name for field in fields(Place)])
@GENTLY
@given(st.data(), symmetric_keys, places, plaintexts)
def test_a_value_moved_elsewhere_is_refused(
    moved: str, data: st.DataObject, key: SymmetricKey, place: Place, plaintext: bytes
) -> None:
    sealed = sealing.seal(RecordKey(key, place.key_version), place, plaintext)
    changes: dict[str, Any] = {moved: data.draw(other_value(getattr(place, moved)))}
    elsewhere = replace(place, **changes)
    with pytest.raises(WillNotOpen):
        sealing.open_sealed(RecordKey(key, elsewhere.key_version), elsewhere, sealed)


@GENTLY
@given(symmetric_keys, symmetric_keys, places, plaintexts)
def test_another_key_is_refused(
    one: SymmetricKey, other: SymmetricKey, place: Place, plaintext: bytes
) -> None:
    if one == other:
        return
    sealed = sealing.seal(RecordKey(one, place.key_version), place, plaintext)
    with pytest.raises(WillNotOpen):
        sealing.open_sealed(RecordKey(other, place.key_version), place, sealed)


@GENTLY
@given(symmetric_keys, places, key_versions)
def test_another_version_of_the_key_is_refused(key: SymmetricKey, place: Place, version: int) -> None:
    if version == place.key_version:
        return
    sealed = sealing.seal(RecordKey(key, place.key_version), place, b"words")
    with pytest.raises(WillNotOpen):
        sealing.open_sealed(RecordKey(key, version), place, sealed)


def test_sealing_under_a_version_the_place_does_not_name_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="another version"):
        sealing.seal(RecordKey(SymmetricKey.generate(), 2), PLACE, b"words")


def test_a_relabelled_key_id_does_not_make_another_key_open() -> None:
    one, other = RecordKey(SymmetricKey.generate(), 1), RecordKey(SymmetricKey.generate(), 1)
    sealed = sealing.seal(one, PLACE, b"words")
    relabelled = sealed[:2] + other.key_id + sealed[18:]
    with pytest.raises(WillNotOpen):
        sealing.open_sealed(other, PLACE, relabelled)


def test_the_commitment_is_checked_even_when_the_tag_is_right() -> None:
    """Whoever holds a key can make a right tag under any key id; the value still does not open."""
    held, named = RecordKey(SymmetricKey.generate(), 1), RecordKey(SymmetricKey.generate(), 1)
    header, nonce, binding = b"\x01\x01" + named.key_id, bytes(12), sealing._binding(PLACE)
    aad = canonical.encode("record", header, binding)
    body = held._sealer._aead.encrypt(nonce, pad(b"words"), aad)
    with pytest.raises(WillNotOpen, match="another key"):
        sealing.open_sealed(held, PLACE, header + nonce + body)


def test_sealing_twice_gives_different_bytes() -> None:
    record_key = RecordKey(SymmetricKey.generate(), 1)
    assert sealing.seal(record_key, PLACE, b"words") != sealing.seal(record_key, PLACE, b"words")


def test_the_form_is_version_suite_key_id_nonce_and_padded_body() -> None:
    record_key = RecordKey(SymmetricKey.generate(), 1)
    sealed = sealing.seal(record_key, PLACE, b"words")
    assert sealed[:2] == b"\x01\x01"
    assert sealed[2:18] == record_key.key_id == sealing.key_id_of(sealed)
    assert len(sealed) == 2 + 16 + 12 + 32 + 16


def test_a_short_name_and_a_longer_one_look_alike() -> None:
    record_key = RecordKey(SymmetricKey.generate(), 1)
    short, longer = (sealing.seal(record_key, PLACE, name) for name in (b"Dara", b"Sreymom Chanthavy"))
    assert len(short) == len(longer)


def test_the_key_id_is_a_commitment_derived_apart_from_the_encryption_key() -> None:
    key = SymmetricKey(bytes(range(32)))

    def derived(label: str, length: int) -> bytes:
        info = canonical.encode("wayhome derived key 1", label)
        return hkdf_expand(hkdf_extract(b"", key.reveal()), info, length)

    assert RecordKey(key, 1).key_id == derived("record: key id", 16)
    assert RecordKey(key, 1).key_id != derived("record: encryption", 16)
    assert RecordKey(key, 1).key_id == RecordKey(key, 2).key_id


@pytest.mark.parametrize(
    "text", [b"", b"\x01\x01", b"\x02\x01" + bytes(80), b"\x01\x02" + bytes(80), b"plain words"]
)
def test_what_is_not_in_the_form_is_refused(text: bytes) -> None:
    with pytest.raises(WillNotOpen):
        sealing.key_id_of(text)


class TestValues:
    @GENTLY
    @given(symmetric_keys, st.binary(max_size=60), plaintexts)
    def test_a_value_opens_in_its_context(self, key: SymmetricKey, context: bytes, plaintext: bytes) -> None:
        assert sealing.open_value(key, context, sealing.seal_value(key, context, plaintext)) == plaintext

    @GENTLY
    @given(st.data(), symmetric_keys, st.binary(max_size=60), plaintexts)
    def test_any_damage_is_refused(
        self, data: st.DataObject, key: SymmetricKey, context: bytes, plaintext: bytes
    ) -> None:
        harmed = damaged(data, sealing.seal_value(key, context, plaintext))
        with pytest.raises(WillNotOpen):
            sealing.open_value(key, context, harmed)

    @GENTLY
    @given(symmetric_keys, st.binary(max_size=60), st.binary(max_size=60))
    def test_another_context_is_refused(self, key: SymmetricKey, context: bytes, other: bytes) -> None:
        if context == other:
            return
        with pytest.raises(WillNotOpen):
            sealing.open_value(key, other, sealing.seal_value(key, context, b"words"))

    def test_another_key_is_refused(self) -> None:
        sealed = sealing.seal_value(SymmetricKey.generate(), b"context", b"words")
        with pytest.raises(WillNotOpen):
            sealing.open_value(SymmetricKey.generate(), b"context", sealed)

    def test_a_table_cell_does_not_open_as_a_value(self) -> None:
        key = SymmetricKey.generate()
        sealed = sealing.seal(RecordKey(key, 1), PLACE, b"words")
        with pytest.raises(WillNotOpen):
            sealing.open_value(key, sealing._binding(PLACE), sealed)


class TestKnownAnswers:
    def test_a_cell_sealed_long_ago_opens(self, vectors: dict[str, Any]) -> None:
        known = vectors["cell"]
        place = Place(
            installation=UUID(known["installation"]),
            table=known["table"],
            column=known["column"],
            row=UUID(known["row"]),
            folder=UUID(known["folder"]),
            key_version=known["key_version"],
        )
        record_key = RecordKey(SymmetricKey(bytes.fromhex(known["key"])), known["key_version"])
        assert record_key.key_id.hex() == known["key_id"]
        opened = sealing.open_sealed(record_key, place, bytes.fromhex(known["sealed"]))
        assert opened.decode() == known["plaintext"]

    def test_a_value_sealed_long_ago_opens(self, vectors: dict[str, Any]) -> None:
        known = vectors["value"]
        key = SymmetricKey(bytes.fromhex(known["key"]))
        opened = sealing.open_value(key, bytes.fromhex(known["context"]), bytes.fromhex(known["sealed"]))
        assert opened.decode() == known["plaintext"]
