"""The token in a signed-in person's cookie: the server keeps its hash, and it opens that session's keys."""

import base64
import binascii
import secrets
from typing import Final

from app.foundation.errors import SignedOut
from app.vault import digests
from app.vault.derivation import derive_key
from app.vault.secrets import Secret, SymmetricKey

TOKEN_BYTES: Final = 32


def new_token() -> Secret:
    """Return a new token of 256 random bits."""
    return Secret(secrets.token_bytes(TOKEN_BYTES))


def token_hash(token: Secret) -> bytes:
    """Return the 32-byte SHA-256 by which the server finds the session; it reveals neither token nor key."""
    return digests.sha256(token.reveal())


def token_key(token: Secret) -> SymmetricKey:
    """Return the key under which the person's private keys are sealed for the life of the session."""
    return derive_key(token, "session token: sealing key")


def token_to_text(token: Secret) -> str:
    """Return the token for the cookie: 43 characters of base64url (RFC 4648, section 5, no filling)."""
    return base64.urlsafe_b64encode(token.reveal()).decode("ascii").rstrip("=")


def token_from_text(text: str) -> Secret:
    """Return the token of a cookie.

    Raises SignedOut unless the text is what `token_to_text` makes.
    """
    try:
        token = Secret(base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError):
        raise SignedOut from None
    if len(token.reveal()) != TOKEN_BYTES or token_to_text(token) != text:
        raise SignedOut
    return token
