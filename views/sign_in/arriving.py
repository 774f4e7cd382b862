"""What every way of arriving has in common: the browser's own line in the sessions list, and its session cookie."""

from flask import make_response, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import Form

from app.foundation.errors import TooMany
from views.web.cookies import set_token
from views.web.guard import this_server


def device() -> str:
    """Return what the browser calls itself."""
    return (request.user_agent.string or "")[:80]


def address() -> str:
    """Return the network address the visitor comes from."""
    return request.remote_addr or ""


def with_session(page: ResponseReturnValue, token: str) -> ResponseReturnValue:
    """Give the browser its session together with a page."""
    response = make_response(page)
    set_token(response, token, this_server().settings)
    return response


def add_wait(form: Form, wait: TooMany) -> None:
    """Say how long to wait."""
    form.form_errors.append(
        _("Too many tries. Wait %(seconds)s seconds, then try again.", seconds=wait.retry_after_seconds)
    )


def status_of(form: Form) -> int:
    """Return the status of a page whose form was refused or not sent yet."""
    return 422 if form.errors else 200
