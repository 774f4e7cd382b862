"""Puts the mark of a session behind each form's token, and reads it from what comes back."""

from flask import current_app, request
from flask_wtf import CSRFProtect
from flask_wtf.csrf import generate_csrf

from app.server import Server
from app.sign_in.form_marks import FormMark
from app.sign_in.sessions import SignedIn

BETWEEN = "~"
"""Stands between a form's token and its mark; neither can hold it."""


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
    return f"{token}{BETWEEN}{FormMark(signed_in.session_id, signed_in.person.id).as_text(_server())}"


def sent_mark() -> FormMark | None:
    """Return for whom the form was drawn; None when it was drawn for a visitor or changed on its way."""
    return FormMark.read(_server(), sent_token().partition(BETWEEN)[2])


def _server() -> Server:
    server: Server = current_app.extensions["wayhome"]
    return server
