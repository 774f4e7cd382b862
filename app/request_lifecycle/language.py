"""Which language and time zone a page is in."""

from flask import request
from flask_login import current_user

from app.foundation.local_time import zone_here
from views.web.cookies import LOCALE_COOKIE, LOCALES


def choose_locale() -> str:
    """Return the person's own language, or else the visitor's choice, the browser's, or English."""
    signed_in = getattr(current_user, "signed_in", None)
    if signed_in is not None and signed_in.locale in LOCALES:
        return str(signed_in.locale)
    chosen = request.cookies.get(LOCALE_COOKIE)
    if chosen in LOCALES:
        return str(chosen)
    return request.accept_languages.best_match(LOCALES) or "en"


def choose_timezone() -> str:
    """Return the time zone that a page shows: that of the person's base."""
    return zone_here().key
