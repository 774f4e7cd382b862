"""Marks a string for translation in packages that must not know about the web."""

from datetime import date
from typing import Self


def N_(text: str) -> str:  # noqa: N802 - the marker's customary name, known to the message extractor
    """Return the text unchanged; the extractor collects it and the views translate it."""
    return text


class Worded(str):
    """A marked text with values to be put in once it is translated: `Worded(N_("no day %(day)s"), day="31")`.

    A day among the values is written out in the language of the page.
    """

    __slots__ = ("values",)

    values: dict[str, str | date]

    def __new__(cls, marked: str, **values: str | date) -> Self:
        """Keep the values beside the text."""
        made = super().__new__(cls, marked)
        made.values = values
        return made
