"""What one page said to one reader, and which of its words are Wayhome's own."""

import importlib
import pkgutil
import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cache, cached_property
from html import unescape
from typing import Any

from app.foundation import vocabulary
from app.packets import grounds
from app.packets.wording import Language, words_in
from app.vault.words import WORDS
from tests.architecture.catalogue import extracted
from tests.architecture.source import HOUSE

SHOWN = 200
LONGEST_CODE = 8
CHANGED = 409
MARK = "data-changed-outside"
CODE = re.compile(r"[A-Z]{2,3}(-[A-Z])?-\d{4}|S-[0-9A-Z]{4}-[0-9A-Z]{4}|[A-Z]\d")
FAR_DAYS = ("2091", "1999")

_TOKEN = re.compile(r"[^\s<>\"'=;,()]+")
_VOLATILE = re.compile(
    r'name="csrf_token" value="[^"]*"|"X-CSRFToken": "[^"]*"|name="form_mark" value="[^"]*"'
)
_TAG = re.compile(r"<[^>]*>")
_SAID = re.compile(r'\b(?:value|title|aria-label|alt|placeholder|datetime|content)="([^"]*)"')
"""Attributes whose values a reader sees, hears or sends on."""
_UUID = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
    # The secret receipt that a form carries is another one whenever the form is shown.
    r"|WAYHOME-CARD-1:[A-Z2-7]+"
)
_DIGEST = re.compile(r"[0-9a-f]{64,}")
"""A hash or a signature, in which the digits of a far year may stand by chance."""
_TABLES = re.compile(r"\b(?:FROM|JOIN)\s+\"?(\w+)\"?")
_COUNT = re.compile(r"\d{1,3}")
_OWN_MARK = re.compile(
    r"[0-9a-f]{6,}|\d+:\w+|\d{4}-\d\d-\d\dT[\d:+.]+|[a-z]+(?:[._]+[a-z_]*)+|"
    r"Nov|Oct|October|2026(?:-1[01]-\d\d)?|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
)
"""What a page is drawn for, as its form carries it, names of fields, and days of the clock in November 2026
and the month before, from which filters begin: the lies are in other years."""
MARKS = ".,:;!?…·–()“”\"'"


@dataclass
class Look:
    """What one page said to one reader, and what it asked the database."""

    status: int
    html: str
    statements: Counter[str] = field(default_factory=Counter)
    to: str = ""

    @property
    def is_shown(self) -> bool:
        """Whether the page came."""
        return self.status == SHOWN

    @property
    def tells_itself(self) -> bool:
        """Whether the page said that something was changed, or asked the reader to sign in again."""
        return MARK in self.html or self.status == CHANGED or self.to.startswith("/sign-in")

    @cached_property
    def words(self) -> Counter[str]:
        """Every word and value on the page, but for those that differ each time."""
        plain = _TAG.sub(lambda tag: " ".join(["", *_SAID.findall(tag[0]), ""]), _VOLATILE.sub("", self.html))
        return Counter(_TOKEN.findall(unescape(_UUID.sub("", plain))))

    @property
    def marks(self) -> int:
        """How often the page says that something was changed outside."""
        return self.html.count(MARK)


@cache
def tables_of(statement: str) -> frozenset[str]:
    """Return the tables a statement reads."""
    return frozenset(_TABLES.findall(statement))


def foreign_words(before: Look, now: Look, known: Collection[str]) -> list[str]:
    """Return what a page shows that it did not show before, and that is neither known nor Wayhome's own."""
    new = now.words - before.words
    return [
        word for word in new if word not in known and word.strip(MARKS) not in known and not _is_ours(word)
    ]


def _is_ours(word: str) -> bool:
    plain = word.strip(MARKS)
    if any(day in plain for day in FAR_DAYS) and not _DIGEST.fullmatch(plain):
        return False
    return not plain or plain in own_words() or bool(_COUNT.fullmatch(plain) or _OWN_MARK.fullmatch(plain))


@cache
def own_words() -> frozenset[str]:
    """Return every word that Wayhome itself may say, and the marks its pages are drawn with."""
    said = " ".join(
        part for m in extracted() if m.id for part in (m.id if isinstance(m.id, (list, tuple)) else [m.id])
    )
    words = {word.strip(MARKS) for word in _TOKEN.findall(said)}
    return frozenset(
        words | set(labels()) | drawn_with() | _words_of_packs() | set(WORDS) | _words_of_packets()
    )


def _words_of_packets() -> frozenset[str]:
    """Return what every packet says, which is not translated as pages are."""
    said = " ".join([*words_in(Language.ENGLISH).values(), *grounds._LAWFUL.values()])
    return frozenset(word.strip(MARKS) for word in _TOKEN.findall(said))


def _words_of_packs() -> frozenset[str]:
    """Return what the packs say that come with Wayhome: questions, answers, places."""
    packs = [*(HOUSE / "app").rglob("*.json"), *(HOUSE / "app").rglob("*.toml")]
    return frozenset(_TOKEN.findall(" ".join(path.read_text("utf-8") for path in packs)))


@cache
def drawn_with() -> frozenset[str]:
    """Return the words of tags, classes and attributes that any template draws with."""
    text_of_all = " ".join(
        path.read_text("utf-8")
        for path in [*(HOUSE / "app" / "templates").rglob("*.html"), HOUSE / "app" / "static" / "icons.svg"]
        if path.exists()
    )
    return frozenset(_TOKEN.findall(text_of_all))


@cache
def labels() -> dict[str, str]:
    """Return the English word of each code of the vocabulary."""
    found: dict[str, str] = {}
    for module in pkgutil.iter_modules(vocabulary.__path__, "app.foundation.vocabulary."):
        for name, value in vars(importlib.import_module(module.name)).items():
            if name.endswith("LABELS") and hasattr(value, "items"):
                found |= {
                    str(code.value): str(label) for code, label in value.items() if hasattr(code, "value")
                }
    return found


def label_of(lie: Any) -> str | None:
    """Return what a page would call a coded value."""
    return labels().get(lie) if isinstance(lie, str) else None


def text_of(lie: Any) -> str | None:
    """Return a lie as it would stand on a page, if it is a word of its own; codes and numbers stand there anyway."""
    return lie if isinstance(lie, str) and len(lie) > LONGEST_CODE and lie not in labels() else None
