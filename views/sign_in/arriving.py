"""What every way of signing in shares: the browser's line in the sessions list, and its session cookie."""

from flask import Response, after_this_request, g, make_response, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import Form

from app.foundation.errors import QueueFull, TooMany
from views.web.cookies import device_cookie_name, set_token
from views.web.guard import this_server


def device() -> str:
    """Return the browser's description of itself."""
    return (request.user_agent.string or "")[:80]


def address() -> str:
    """Return the network address the visitor comes from."""
    return request.remote_addr or ""


def with_session(page: ResponseReturnValue, token: str) -> ResponseReturnValue:
    """Give the browser its session together with a page."""
    response = make_response(page)
    set_token(response, token, this_server().settings)
    return response


def device_mark() -> str:
    """Return what an earlier sign-in left on this device; empty when there is nothing."""
    return request.cookies.get(device_cookie_name(this_server().settings), "")


def add_wait(form: Form, wait: TooMany) -> None:
    """Say how long to wait, on the page and in the answer's header; what was typed stays in the form."""
    seconds = wait.retry_after_seconds
    if isinstance(wait, QueueFull):
        words = _(
            "Many people are signing in at this moment, so nothing was done. Wait %(seconds)s seconds, then try again.",
            seconds=seconds,
        )
    else:
        words = _("Too many tries. Wait %(seconds)s seconds, then try again.", seconds=seconds)
    form.form_errors.append(words)
    g.status_of_wait = 503 if isinstance(wait, QueueFull) else 422

    @after_this_request
    def _say_when(response: Response) -> Response:
        response.headers["Retry-After"] = str(seconds)
        return response


def status_of(form: Form) -> int:
    """Return the status of a page whose form was refused or not sent yet."""
    refused: int = g.get("status_of_wait", 422)
    return refused if form.errors else 200
