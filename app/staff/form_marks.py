"""Marks a form with the session it was drawn in: a sealed reference that opens nothing and lets nobody in."""

from uuid import UUID

from app.staff.server import Server
from app.vault.digests import hmac_sha256, same

ID_DIGITS = 32


def form_mark(server: Server, session_id: UUID) -> str:
    """Return the mark of a session, made of letters and digits alone."""
    return session_id.hex + _seal_of(server, session_id)


def session_of_mark(server: Server, mark: str) -> UUID | None:
    """Return the session a mark is of; None when there is no mark, or it was changed on its way."""
    try:
        session_id = UUID(mark[:ID_DIGITS])
    except ValueError:
        return None
    fits = same(mark[ID_DIGITS:].encode(), _seal_of(server, session_id).encode())
    return session_id if fits else None


def _seal_of(server: Server, session_id: UUID) -> str:
    # The label keeps it apart from the visitor's cookie, which is signed with the same key.
    return hmac_sha256(server.secret.cookie_key(), b"form mark 1:" + session_id.bytes).hex()
