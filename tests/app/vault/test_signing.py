"""A signature holds for one key, one label and one message."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.foundation.errors import KeyRefused
from app.vault.signing import BadSignature, SigningKey, VerifyKey, holds, sign, verify
from tests.app.vault.strategies import GENTLY, damaged

KEY = SigningKey.generate()
labels = st.text(max_size=20)


@GENTLY
@given(labels, st.binary(max_size=300))
def test_a_signature_holds(label: str, message: bytes) -> None:
    verify(KEY.public, label, message, sign(KEY, label, message))


@GENTLY
@given(st.data(), labels, st.binary(max_size=300))
def test_a_damaged_signature_does_not_hold(data: st.DataObject, label: str, message: bytes) -> None:
    with pytest.raises(BadSignature):
        verify(KEY.public, label, message, damaged(data, sign(KEY, label, message)))


@GENTLY
@given(st.data(), labels, st.binary(min_size=1, max_size=300))
def test_a_changed_message_is_not_signed(data: st.DataObject, label: str, message: bytes) -> None:
    with pytest.raises(BadSignature):
        verify(KEY.public, label, damaged(data, message), sign(KEY, label, message))


@GENTLY
@given(labels, labels, st.binary(max_size=60))
def test_a_signature_for_one_use_is_none_for_another(label: str, other: str, message: bytes) -> None:
    if label == other:
        return
    with pytest.raises(BadSignature):
        verify(KEY.public, other, message, sign(KEY, label, message))


def test_a_label_cannot_run_into_the_message() -> None:
    with pytest.raises(BadSignature):
        verify(KEY.public, "grant", b"ed", sign(KEY, "granted", b""))


def test_another_key_did_not_sign() -> None:
    with pytest.raises(BadSignature):
        verify(SigningKey.generate().public, "label", b"message", sign(KEY, "label", b"message"))


def test_a_key_survives_being_written_down() -> None:
    assert SigningKey.from_bytes(KEY.to_bytes()).public == KEY.public


@pytest.mark.parametrize("raw", [b"", bytes(31), bytes(33)])
def test_keys_of_the_wrong_length_are_refused(raw: bytes) -> None:
    with pytest.raises(KeyRefused):
        SigningKey.from_bytes(raw)
    with pytest.raises(KeyRefused):
        VerifyKey(raw)


def test_known_answer(vectors: dict[str, Any]) -> None:
    known = vectors["signature"]
    key = SigningKey.from_bytes(bytes.fromhex(known["key"]))
    assert key.public.raw.hex() == known["public"]
    assert sign(key, known["label"], known["message"].encode()).hex() == known["signature"]


def test_what_is_remembered_of_a_signature_is_of_that_message_under_that_key_and_label() -> None:
    key, other = SigningKey.generate(), SigningKey.generate()
    signature = sign(key, "label", b"message")

    for _ in range(2):
        assert holds(key.public, "label", b"message", signature)
        assert not holds(other.public, "label", b"message", signature)
        assert not holds(key.public, "other label", b"message", signature)
        assert not holds(key.public, "label", b"another message", signature)
        assert not holds(key.public, "label", b"message", bytes(64))
