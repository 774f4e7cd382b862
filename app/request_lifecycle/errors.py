"""Turns every refusal and failure into one of our own pages, in words, with what to do next."""

from dataclasses import dataclass

from flask import Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

from app.foundation.errors import (
    AlreadyDone,
    Busy,
    Conflict,
    DatabaseTrouble,
    KeyRefused,
    NoKey,
    NotAllowedNow,
    NotVisible,
    Overtaken,
    QueueFull,
    Refused,
    SignedOut,
    TooMany,
    WayhomeError,
    WillNotOpen,
)
from app.foundation.marking import N_
from app.request_lifecycle.failing import log_failure
from app.request_lifecycle.frame import Link
from app.request_lifecycle.trouble import answer_trouble
from views.web import late_forms
from views.web.form_marks import sent_mark
from views.web.guard import this_person, this_server
from views.web.reasons import reason_words


@dataclass(frozen=True)
class Words:
    """The title and text of an error page."""

    title: str
    text: str


PAGES: dict[int, Words] = {
    400: Words(
        N_("That did not come through"),
        N_("The form was sent from an old page. Go back, reload the page and send it again."),
    ),
    403: Words(N_("Not yours to do"), N_("Your role may see this but not do that. Ask your supervisor.")),
    404: Words(N_("Nothing here for you"), N_("There is no such page, or it is not open to you.")),
    405: Words(N_("Not that way"), N_("This page is not used in that way. Go back and try again.")),
    409: Words(
        N_("This cannot be done now"), N_("Something changed in the meantime, or something is still missing.")
    ),
    413: Words(N_("Too much at once"), N_("What was sent is too large. Shorten it and send it again.")),
    429: Words(N_("Too many tries"), N_("Wait a little, then try again. Nobody is locked out for good.")),
    500: Words(
        N_("Something broke on our side"),
        N_("What you sent was not saved; what was saved before is safe. Try again, or tell your technician."),
    ),
    503: Words(N_("Not ready yet"), N_("Wayhome is starting. This page works in a moment.")),
}

STATUS: dict[type[WayhomeError], int] = {
    NotVisible: 404,
    NoKey: 404,
    Refused: 403,
    QueueFull: 503,
    TooMany: 429,
    AlreadyDone: 409,
    Conflict: 409,
    NotAllowedNow: 409,
    KeyRefused: 409,
    WillNotOpen: 409,
}


def install(app: Flask) -> None:
    """Attach the error pages."""
    app.register_error_handler(WayhomeError, _of_ours)
    app.register_error_handler(DatabaseTrouble, answer_trouble)
    app.register_error_handler(PoolTimeout, _of_pool)
    app.register_error_handler(CSRFError, _of_token)
    app.register_error_handler(HTTPException, _of_http)
    app.register_error_handler(Exception, _unforeseen)


def _of_token(_error: CSRFError) -> ResponseReturnValue:
    """Answer a form whose token does not fit: nothing is done, and nothing typed for a signed-in page is lost."""
    if not late_forms.is_guarded():
        return _page(400)
    signed_in = this_person()
    if signed_in is None:
        return late_forms.ask_to_sign_in(this_server())
    if sent_mark() is not None and not late_forms.is_drawn_for(this_server(), signed_in):
        return late_forms.answer_other_person(signed_in)
    return late_forms.answer_old_page()


def _of_ours(error: WayhomeError) -> ResponseReturnValue:
    if isinstance(error, SignedOut):
        return late_forms.ask_to_sign_in(this_server())
    if isinstance(error, Overtaken):
        return _of_others(error)
    status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 500)
    if status == 500:
        return _unforeseen(error)
    page, status = _page(status, _text_of(error))
    headers = {"Retry-After": str(error.retry_after_seconds)} if isinstance(error, TooMany) else {}
    return page, status, headers


def _text_of(error: WayhomeError) -> str | None:
    """Return what a page says of an error besides what its status says."""
    text: str | None = None
    if isinstance(error, NotAllowedNow):
        text = " ".join(gettext(reason_words(reason)) for reason in error.reasons)
    elif isinstance(error, (KeyRefused, WillNotOpen)):
        text = gettext(
            "A sealed record or key here is not what was written: it was changed outside Wayhome. "
            "It was not opened, and this is in the audit trail. Other records are not affected."
        )
    elif isinstance(error, QueueFull):
        text = gettext(
            "Many people are signing in at this moment, so nothing was done. Try again in a moment."
        )
    return text


def _of_others(error: Overtaken) -> ResponseReturnValue:
    """Answer what was not done because others were quicker. Once is nobody's fault; often is, so it is logged."""
    log_failure(error)
    if request.method == "POST" and late_forms.is_guarded():
        return late_forms.answer_others_write(409)
    return _page(409, gettext(late_forms.OTHERS_WROTE))


def _of_pool(error: PoolTimeout) -> ResponseReturnValue:
    """Answer when every connection to the database was in use for too long."""
    log_failure(error)
    return answer_trouble(Busy())


def _of_http(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error
    return _page(error.code if error.code in PAGES else 400 if error.code < 500 else 500)


def _unforeseen(error: Exception) -> ResponseReturnValue:
    log_failure(error)
    return _page(500)


def _page(status: int, text: str | None = None) -> tuple[str, int]:
    return render_template("errors/error.html", **_parts(status, text)), status


def _parts(status: int, text: str | None) -> dict[str, object]:
    words = PAGES[status]
    signed_in = this_person() is not None
    endpoint = "today.show_today" if signed_in else "sign_in.sign_in"
    label = gettext("Go to Today") if signed_in else gettext("Sign in")
    action = None if status == 503 else Link(label, url_for(endpoint))
    return {
        "code": status,
        "title": gettext(words.title),
        "text": text or gettext(words.text),
        "action": action,
    }
