"""A session token is found by its hash, opens its session's keys, and survives the cookie."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.foundation.errors import SignedOut
from app.vault.secrets import Secret
from app.vault.session_tokens import new_token, token_from_text, token_hash, token_key, token_to_text
from tests.app.vault.strategies import GENTLY


@GENTLY
@given(st.binary(min_size=32, max_size=32))
def test_a_token_survives_the_cookie(raw: bytes) -> None:
    text = token_to_text(Secret(raw))
    assert len(text) == 43
    assert token_from_text(text) == Secret(raw)


@GENTLY
@given(st.text(max_size=60))
def test_any_other_text_is_nobody_signed_in(text: str) -> None:
    with pytest.raises(SignedOut):
        token_from_text(text)


def test_a_second_spelling_of_a_token_is_refused() -> None:
    text = token_to_text(Secret(bytes(32)))
    for spelling in (text[:-1] + "B", text + "=", text + "\n", " " + text, text + "AAAA"):
        with pytest.raises(SignedOut):
            token_from_text(spelling)


def test_what_the_server_keeps_is_neither_token_nor_key() -> None:
    token = new_token()
    assert token != new_token()
    assert len({token.reveal(), token_hash(token), token_key(token).reveal()}) == 3


def test_known_answer(vectors: dict[str, Any]) -> None:
    known = vectors["session_token"]
    token = token_from_text(known["text"])
    assert token_hash(token).hex() == known["hash"]
    assert token_key(token).reveal().hex() == known["key"]
