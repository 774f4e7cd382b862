"""Which language and time zone a page is in."""

from flask import request
from flask_login import current_user

from views.web.cookies import LOCALE_COOKIE, LOCALES


def choose_locale() -> str:
    """Return the person's own language, else the visitor's choice, else the browser's, else English."""
    signed_in = getattr(current_user, "signed_in", None)
    if signed_in is not None and signed_in.locale in LOCALES:
        return str(signed_in.locale)
    chosen = request.cookies.get(LOCALE_COOKIE)
    if chosen in LOCALES:
        return str(chosen)
    return request.accept_languages.best_match(LOCALES) or "en"


def choose_timezone() -> str:
    """Return the time zone pages show; every base of today keeps Indochina time."""
    return "Asia/Phnom_Penh"
