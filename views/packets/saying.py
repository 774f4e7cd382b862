"""What the values of a packet are called in the page's language."""

from app.packets.said_on_pages import said_on_page, source_on_page
from app.packets.wording import Language
from views.web.language import page_language


def said(text: str, label: str) -> str:
    """Return the value of the field with this label as the reader's pages say it."""
    return said_on_page(text, label, _language())


def source_said(text: str) -> str:
    """Return when and how an entry is known as the reader's pages say it."""
    return source_on_page(text, _language())


def _language() -> Language:
    """Return the page's language, or English where packets do not speak it."""
    locale = page_language()
    return Language(locale) if locale in set(Language) else Language.ENGLISH
