"""The server's one secret is kept as a line of text and gives three unrelated keys."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.foundation.errors import NotReady
from app.vault.server_secret import ServerSecret
from tests.app.vault.strategies import GENTLY


@GENTLY
@given(st.binary(min_size=32, max_size=32))
def test_the_secret_survives_its_file(raw: bytes) -> None:
    assert ServerSecret.from_text(ServerSecret(raw).to_text() + "\n") == ServerSecret(raw)


def test_a_changed_key_file_is_told_and_not_shown() -> None:
    text = ServerSecret.generate().to_text()
    for position in range(len(text)):
        changed = text[:position] + ("0" if text[position] != "0" else "1") + text[position + 1 :]
        with pytest.raises(NotReady) as caught:
            ServerSecret.from_text(changed)
        assert text[30:60] not in str(caught.value)


@pytest.mark.parametrize("text", ["", "words", "0" * 64])
def test_another_file_is_not_a_key_file(text: str) -> None:
    with pytest.raises(NotReady):
        ServerSecret.from_text(text)


def test_the_derived_keys_are_unrelated() -> None:
    secret = ServerSecret.generate()
    keys = {
        secret.database_key().reveal(),
        secret.cookie_key().reveal(),
        secret.form_token_key().reveal(),
        secret.form_mark_key().reveal(),
        secret.counter_key().reveal(),
        secret.checkpoint_key().to_bytes(),
    }
    assert len(keys) == 6
    assert secret.reveal() not in keys


def test_known_answer(vectors: dict[str, Any]) -> None:
    known = vectors["server_secret"]
    secret = ServerSecret.from_text(known["text"])
    assert secret.database_key().reveal().hex() == known["database_key"]
    assert secret.cookie_key().reveal().hex() == known["cookie_key"]
    assert secret.checkpoint_key().public.raw.hex() == known["checkpoint_public"]
