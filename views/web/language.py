"""Which language a page is in."""

from flask_babel import get_locale


def page_language() -> str:
    """Return the language the page is in, such as km."""
    return str(get_locale() or "en")
