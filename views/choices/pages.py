"""Language and appearance: for visitors in a cookie, for people who are signed in with their account."""

from flask import redirect, request
from flask.typing import ResponseReturnValue

from app.staff.preferences import set_locale, set_theme
from views.sign_in.pages import local_target
from views.web.cookies import LOCALE_COOKIE, LOCALES, THEME_COOKIE, THEMES, set_choice
from views.web.guard import GuardedBlueprint, this_person, this_server

bp = GuardedBlueprint("choices", __name__)


@bp.public("/language/<code>")
def choose_language(code: str) -> ResponseReturnValue:
    """Take another language and go back to the page."""
    signed_in = this_person()
    response = redirect(local_target(request.args.get("next", "/")))
    if code in LOCALES:
        set_choice(response, LOCALE_COOKIE, code, this_server().settings)  # type: ignore[arg-type]  # Flask's redirect
        if signed_in is not None:
            set_locale(this_server(), signed_in.person.id, code)
    return response


@bp.public("/appearance", methods=("POST",))
def choose_theme() -> ResponseReturnValue:
    """Take another appearance and go back to the page."""
    theme, signed_in = request.form.get("theme", "auto"), this_person()
    response = redirect(local_target(_page_before()), code=303)
    if theme in THEMES:
        set_choice(response, THEME_COOKIE, theme, this_server().settings)  # type: ignore[arg-type]  # Flask's redirect
        if signed_in is not None:
            set_theme(this_server(), signed_in.person.id, theme)
    return response


def _page_before() -> str:
    referrer = request.referrer or ""
    return referrer.removeprefix(request.host_url.rstrip("/")) or "/"
