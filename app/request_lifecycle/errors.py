"""Turns every refusal and failure into one of our own pages, in words, with what to do next."""

from dataclasses import dataclass

from flask import Flask, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

from app.foundation.access_rules import reach_of
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
from app.foundation.permissions import MATRIX, Permission
from app.foundation.roles import ROLE_LABELS
from app.request_lifecycle.failing import log_failure
from app.request_lifecycle.formats import span
from app.request_lifecycle.frame import Link
from app.request_lifecycle.trouble import answer_trouble
from app.sign_in.ended_access import is_kept_for
from views.web import late_forms
from views.web.form_address import form_address
from views.web.form_marks import sent_mark
from views.web.form_reading import uuid_or_none
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
    403: Words(
        N_("Not yours to do"),
        N_("This is not for you to do. Nothing was changed. Ask your supervisor."),
    ),
    404: Words(
        N_("Nothing here for you"),
        N_(
            "There is no such page, or it is not open to you. Look at the address once more, or start from a page "
            "below. If you need it for your work, ask your supervisor."
        ),
    ),
    405: Words(N_("Not that way"), N_("This page is not used in that way. Go back and try again.")),
    409: Words(
        N_("This cannot be done now"), N_("Something changed in the meantime, or something is still missing.")
    ),
    413: Words(N_("Too much at once"), N_("What was sent is too large. Shorten it and send it again.")),
    429: Words(N_("Too many tries"), N_("Wait a little, then try again. Nobody is locked out for good.")),
    500: Words(
        N_("Something broke on our side"),
        N_(
            "What you sent was not saved; what was saved before is safe. Try again in a minute. If it happens again, "
            "tell your technician what you did and when. In danger, call: do not wait for this page."
        ),
    ),
    503: Words(
        N_("Not ready yet"),
        N_("Wayhome is starting, or very many people use it at this moment. Wait a minute and try again."),
    ),
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


ENDED = (NotVisible, NoKey, Refused, NotAllowedNow, KeyRefused)
"""What a form meets whose writer may not do any more what they could when they opened it."""


AGAIN = frozenset({429, 500, 503})
"""Whose page leads back to the address itself."""

LEADS_ON = frozenset({403, 404, 405, 409})
"""Whose page offers the search, and the list the address belongs under; both are the same whatever was asked for."""


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
    kept = _kept_words(error, status)
    if kept is not None:
        return kept
    page, status = _page(status, _text_of(error))
    headers = {"Retry-After": str(error.retry_after_seconds)} if isinstance(error, TooMany) else {}
    return page, status, headers


def _kept_words(error: WayhomeError, status: int) -> ResponseReturnValue | None:
    """Answer a form whose writer lost their access while they wrote, if that is what happened."""
    signed_in = this_person()
    if not late_forms.is_guarded() or signed_in is None or not isinstance(error, ENDED):
        return None
    draft_id = uuid_or_none(request.args.get("restore"))
    if request.method == "GET" and draft_id is not None:
        if not is_kept_for(this_server(), signed_in.keychain, draft_id, path=form_address()):
            return None
        # The form that was kept cannot be opened any more; what was written in it can.
        return redirect(url_for("account.show_kept", draft_id=draft_id))
    if request.method != "POST":
        return None
    said = _text_of(error) if isinstance(error, KeyRefused) else None
    return late_forms.answer_ended(this_server(), signed_in.person.id, status, said=said)


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
    elif isinstance(error, TooMany):
        text = gettext(
            "Try again in %(time)s. Until then nothing is tried, right or wrong. Nobody is locked out for good.",
            time=span(error.retry_after_seconds),
        )
    elif isinstance(error, Refused):
        text = _who_may(str(error))
    return text


def _who_may(refused: str) -> str | None:
    """Say which roles do what was refused; None for what a role does, but not this person or here."""
    permission = next((each for each in Permission if each.value == refused), None)
    signed_in = this_person()
    if permission is None or signed_in is None or reach_of(signed_in.person, permission) is not None:
        return None
    named = [gettext(label) for role, label in ROLE_LABELS.items() if role in MATRIX[permission]]
    if not named:
        return None
    words = N_("That is not for your role. Nothing was changed. Ask somebody whose role it is: %(roles)s.")
    return str(gettext(words, roles=", ".join(named)))


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
    # Who used a method that is not meant is told which ones are (RFC 9110, 15.5.6).
    said = [header for header in error.get_headers() if header[0] == "Allow"]
    return *_page(error.code if error.code in PAGES else 400 if error.code < 500 else 500), said


def _unforeseen(error: Exception) -> ResponseReturnValue:
    log_failure(error)
    return _page(500)


def _page(status: int, text: str | None = None) -> tuple[str, int]:
    return render_template("errors/error.html", **_parts(status, text)), status


def _parts(status: int, text: str | None) -> dict[str, object]:
    words, signed_in = PAGES[status], this_person()
    return {
        "code": status,
        "title": gettext(words.title),
        "text": text or gettext(words.text),
        "action": None if status == 503 else _first_way(is_signed_in=signed_in is not None),
        "again_url": request.full_path.rstrip("?") if request.method == "GET" and status in AGAIN else "",
        "leads_on": signed_in is not None and status in LEADS_ON,
    }


def _first_way(*, is_signed_in: bool) -> Link:
    if is_signed_in:
        return Link(gettext("Go to Today"), url_for("today.show_today"))
    return Link(gettext("Sign in"), url_for("sign_in.sign_in"))
