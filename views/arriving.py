"""What every way of arriving has in common: the browser's own line in the sessions list, and its session cookie."""

from flask import make_response, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import Form

from app.foundation.errors import NotAllowedNow, TooMany
from views.cookies import set_token
from views.guard import this_server
from views.web.reasons import reason_words

FIELD_OF_REASON = {
    "password-too-short": "new_password",
    "password-too-common": "new_password",
    "username-form": "username",
    "username-taken": "username",
}
"""Reasons that are about one field, and are said beside it."""


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


def add_reasons_beside(form: Form, refusal: NotAllowedNow) -> None:
    """Put each reason beside the field it is about, and the others on top of the form."""
    for reason in refusal.reasons:
        words = reason_words(reason)
        name = FIELD_OF_REASON.get(reason, "")
        if name in form:
            form[name].errors = [*form[name].errors, words]
        else:
            form.form_errors.append(words)


def add_wait(form: Form, wait: TooMany) -> None:
    """Say how long to wait."""
    form.form_errors.append(
        _("Too many tries. Wait %(seconds)s seconds, then try again.", seconds=wait.retry_after_seconds)
    )


def status_of(form: Form) -> int:
    """Return the status of a page whose form was refused or not sent yet."""
    return 422 if form.errors else 200
