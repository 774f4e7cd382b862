"""Marks every form with the session it was drawn in: a signed reference that opens nothing and lets nobody in."""

import hmac
from hashlib import sha256
from uuid import UUID

from flask import current_app, request
from flask_wtf import CSRFProtect
from flask_wtf.csrf import generate_csrf

from app.staff.server import Server
from app.staff.sessions import SignedIn

BETWEEN = "~"
"""Stands between a form's token and its mark; neither can hold it."""
ID_DIGITS = 32


class FormTokens(CSRFProtect):
    """Flask-WTF's check of a form's token, for tokens that carry a mark behind them."""

    def _get_csrf_token(self) -> str | None:
        # The one place of the extension that reads the token from a request; the rest of it stays as it is.
        sent = sent_token()
        return sent.partition(BETWEEN)[0] or None


def sent_token() -> str:
    """Return the token and mark that came with the request, in its form or its header; empty when there are none."""
    return request.form.get("csrf_token") or request.headers.get("X-CSRFToken") or ""


def form_token(signed_in: SignedIn | None) -> str:
    """Return what a form carries: the visitor's token, and for whoever is signed in a mark of their session."""
    token: str = generate_csrf()
    if signed_in is None:
        return token
    session_id = signed_in.session_id
    return f"{token}{BETWEEN}{session_id.hex}{_seal_of(session_id)}"


def marked_session() -> UUID | None:
    """Return the session whose page the form stood on; None when it was drawn for a visitor or changed on its way."""
    mark = sent_token().partition(BETWEEN)[2]
    try:
        session_id = UUID(mark[:ID_DIGITS])
    except ValueError:
        return None
    return (
        session_id if hmac.compare_digest(_seal_of(session_id).encode(), mark[ID_DIGITS:].encode()) else None
    )


def _seal_of(session_id: UUID) -> str:
    # The label keeps it apart from the visitor's cookie, which is signed with the same key.
    server: Server = current_app.extensions["wayhome"]
    return hmac.new(
        server.secret.cookie_key().reveal(), b"form mark 1:" + session_id.bytes, sha256
    ).hexdigest()
