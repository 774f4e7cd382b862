"""The page that is shown while the practice organisation is being made, in the visitor's language."""

import base64
import hashlib
from dataclasses import dataclass
from functools import cache

from babel.support import Translations
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from app.foundation.settings import PROJECT
from views.web.cookies import LOCALES

STYLE = (
    ":root{color-scheme:light dark;font:1.125rem/1.5 system-ui,sans-serif}"
    "body{display:grid;min-height:90vh;place-content:center;max-width:34rem;margin:auto;padding:1rem}"
)
"""Stands in the page itself, because nothing else is served yet; the policy names it by its hash."""


@dataclass(frozen=True)
class WaitingPage:
    """The page, and the content policy that allows its own style and nothing else."""

    body: bytes
    content_policy: str


def waiting_page(accept_language: str) -> WaitingPage:
    """Return the page in the language the browser asks for; English when it asks for none of ours."""
    wanted = parse_accept_header(accept_language, LanguageAccept)
    return _page_in(wanted.best_match(LOCALES) or "en")


@cache
def _page_in(locale: str) -> WaitingPage:
    environment = Environment(
        loader=FileSystemLoader(PROJECT / "app" / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    words = Translations.load(PROJECT / "app" / "translations", [locale])
    environment.install_gettext_translations(words)  # type: ignore[attr-defined]  # added by the i18n extension
    text = environment.get_template("errors/getting_ready.html").render(locale=locale, style=STYLE)
    digest = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    return WaitingPage(text.encode(), f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'")
