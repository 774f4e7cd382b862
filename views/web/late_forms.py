"""Receives forms that cannot be saved as they come: too late, outdated, another person's, or while others write."""

from urllib.parse import urlsplit
from uuid import UUID

from flask import current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from app.foundation.local_paths import with_draft
from app.foundation.marking import N_
from app.server import Server
from app.sign_in.drafts import NEVER_KEPT, is_now, number_to_call, rescue_marked
from app.sign_in.ended_access import keep_of_ended
from app.sign_in.sessions import SignedIn, owner_of_marked
from views.web.cookies import token_cookie_name
from views.web.form_address import form_address
from views.web.form_marks import sent_mark
from views.web.sent_before import NOT_WHAT_IT_SAYS

NOT_SENT = N_("NOT SENT: call")
SIGN_IN_FIRST = N_("Sign in first")
NOTHING_TO_KEEP = N_("You are not signed in any more. Nothing was done.")
WORDS_ARE_HERE = N_(
    "You are not signed in any more, and nothing was saved. What you had written is kept on this page only: "
    "leave it open, sign in in another tab, then come back here and send it again."
)
OLD_PAGE = N_("That did not come through")
OTHER_PERSON = N_("Somebody else is signed in now")
OLD_PAGE_WORDS = N_(
    "The form was sent from an old page, so nothing was saved. What you had written is kept on this page: "
    "send it again from here."
)
OLD_PAGE_PRESS = N_("The form was sent from an old page, so this was not done. Send it again from here.")
OTHERS_WRITE = N_("Others are saving just now")
OTHERS_WROTE = N_("Others were saving at the same moment, so this was not done. Try again in a moment.")
OTHERS_WRITE_WORDS = N_(
    "Others were saving at the same moment and were quicker, so nothing of this was saved. What you had written is "
    "kept on this page: send it again from here in a moment."
)


def ask_to_sign_in(server: Server) -> ResponseReturnValue:
    """Send an unauthenticated sender of a form to the sign-in page, with their words sealed to them.

    If nothing says whose words they are, the words stay on the page, to be sent again.
    """
    kept = _seal(server) if _has_page() else None
    if kept and _is_now():
        back = with_draft(form_address(), kept)
        return redirect(url_for("sign_in.sign_in", next=back, kept="now", draft=kept))
    if kept:
        return redirect(url_for("sign_in.sign_in", next=form_address(), kept="1"))
    if request.cookies.get(token_cookie_name(server.settings)) and not _words():
        return redirect(url_for("sign_in.sign_in", next=form_address() if _has_page() else None))
    text = WORDS_ARE_HERE if _words() and _is_from_here() else NOTHING_TO_KEEP
    return page_with_words(403, SIGN_IN_FIRST, gettext(text), send=gettext("Send it again"))


def answer_old_page() -> ResponseReturnValue:
    """Answer a form whose token no longer fits its visitor: nothing is done, and the words stay on the page."""
    text = gettext(OLD_PAGE_WORDS if _says_something() else OLD_PAGE_PRESS)
    return page_with_words(400, OLD_PAGE, text, send=gettext("Send it again"))


def answer_others_write(status: int) -> ResponseReturnValue:
    """Answer a form that was not saved because others were quicker: the words stay on the page."""
    return answer_not_saved(status, OTHERS_WRITE, OTHERS_WRITE_WORDS, pressed=OTHERS_WROTE)


def answer_not_saved(status: int, title: str, text: str, *, pressed: str) -> ResponseReturnValue:
    """Answer a form that is not known to be saved: the words stay on the page. `pressed` is for one without words."""
    said = gettext(text if _says_something() else pressed)
    return page_with_words(status, title, said, send=gettext("Send it again"))


def answer_ended(
    server: Server, staff_id: UUID, status: int, *, said: str | None = None
) -> ResponseReturnValue | None:
    """Answer a form about a record that was closed to its writer meanwhile: the words are kept, for them and others.

    `said` is what else may keep it from being saved, such as a key that was changed outside. None for anything else: a
    button, an address somebody guessed, a form without words.
    """
    if not (_says_something() and _has_page()):
        return None
    ids = {name: value for name, value in (request.view_args or {}).items() if isinstance(value, UUID)}
    kept = keep_of_ended(server, staff_id, form_address(), request.form, ids=ids)
    if kept is None:
        return None
    page = render_template(
        "errors/access_ended.html",
        draft_id=kept.draft_id,
        has_supervision=kept.has_supervision,
        said=said,
    )
    return make_response(page, status)


def is_drawn_for(server: Server, signed_in: SignedIn) -> bool:
    """Tell whether the form that was sent was drawn for the person who is signed in now."""
    marked = sent_mark()
    if marked is None or marked.session_id == signed_in.session_id:
        return marked is not None and marked.staff_id == signed_in.person.id
    # Signing out and in again makes another session for the same person.
    with server.store.reading() as session:
        owner = owner_of_marked(server, session, marked)
        return owner is not None and owner.id == signed_in.person.id


def answer_other_person(signed_in: SignedIn) -> ResponseReturnValue:
    """Answer a form that was opened by somebody else: nothing is saved, and the signed-in person decides knowingly."""
    name = signed_in.person.display_name
    text = gettext(
        "You are signed in as %(name)s, and this form was not opened under that name. Nothing was saved. "
        "If it is yours to send, send it as %(name)s; else throw it away.",
        name=name,
    )
    return page_with_words(409, OTHER_PERSON, text, send=gettext("Send it as %(name)s", name=name))


def page_with_words(status: int, title: str, text: str, *, send: str) -> ResponseReturnValue:
    """Return a page that holds what was typed, in a form of its own, to be sent again knowingly."""
    fields = _fields() if _is_from_here() else []
    is_urgent = bool(fields) and _is_now()
    page = render_template(
        "errors/words_kept.html",
        title=gettext(NOT_SENT if is_urgent else title),
        text=text,
        is_urgent=is_urgent,
        number=_number_to_call() if is_urgent else "",
        fields=fields,
        may_send=bool(fields) or (_is_from_here() and is_guarded()),
        words=[value for _name, value in fields if _is_words(value)],
        address=request.full_path.rstrip("?"),
        send=send,
    )
    response = make_response(page, status)
    response.headers["Cache-Control"] = "no-store"
    return response


def is_guarded() -> bool:
    """Tell whether the requested page is for signed-in people."""
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, "wayhome_requires", None) is not None


def _is_now() -> bool:
    """Tell whether the form says that a child is in danger now."""
    return is_now(request.path, {name: request.form.getlist(name) for name in request.form})


def _number_to_call() -> str:
    """Return the duty number of whoever is signed in, or of whoever the form was drawn for; "" if nobody knows."""
    server: Server = current_app.extensions["wayhome"]
    signed_in: SignedIn | None = getattr(current_user, "signed_in", None)
    if signed_in is not None:
        return number_to_call(server, signed_in.person.id)
    marked = sent_mark()
    if marked is None:
        return ""
    with server.store.reading() as session:
        owner = owner_of_marked(server, session, marked)
        owner_id = owner.id if owner is not None else None
    return number_to_call(server, owner_id) if owner_id is not None else ""


def _seal(server: Server) -> UUID | None:
    # The mark says for whom the form was drawn; the cookie may belong to somebody who signed in later. Once a
    # session's keys are erased, only a row says whose it was, and a row can be changed.
    marked = sent_mark()
    return rescue_marked(server, marked, form_address(), request.form) if marked is not None else None


def _has_page() -> bool:
    """Tell whether the address the form was sent to can be opened again: a form is given back where it was."""
    return current_app.url_map.bind_to_environ(request.environ).test(request.path, method="GET")


def _is_from_here() -> bool:
    # Words sent by another site are not put into our form: one press would then send them in a person's name.
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.host


def _fields() -> list[tuple[str, str]]:
    return [(name, value) for name, value in request.form.items(multi=True) if name not in NEVER_KEPT]


def _words() -> list[str]:
    return [value for _name, value in _fields() if value.strip()]


def _says_something() -> bool:
    """Tell whether somebody typed or chose anything, or only pressed a button."""
    return any(value.strip() and name not in NOT_WHAT_IT_SAYS for name, value in _fields())


def _is_words(value: str) -> bool:
    """Tell words that somebody wrote from ids and codes, which mean nothing to a reader."""
    return bool(value.strip()) and (len(value.split()) > 1 or not value.isascii())
