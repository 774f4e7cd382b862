"""Every page in Khmer, as every role: no English of Wayhome's own is left on it, but names and what people typed."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest

from app.packets.wording import Language, words_in
from tests.access.asking import Page, pages
from tests.access.looks import labels
from tests.architecture.khmer import in_packs, on_screens
from tests.support.lived_in import LivedIn

READERS = (
    "visitor",
    "field",
    "caseworker",
    "counsellor",
    "supervisor",
    "supervisor2",
    "director",
    "technician",
    "auditor",
    "othersupervisor",
)
"""One of every role; `supervisor2` is the safeguarding member, the last is of another base."""

SHOWN = 200
LATIN = re.compile(r"[A-Za-z]{2,}")
HAVE_NO_END = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
NOT_READ = {"script", "style", "textarea", "pre"}
SAID = ("placeholder", "aria-label", "title", "alt")
"""Attributes that a reader sees or hears."""

NAMES = {
    "AGPL", "Affero", "Chromium", "English", "Enter", "FILE", "Firefox", "GNU", "General", "HTTP", "HTTPS", "License",
    "LICENSE", "Linux", "PDF", "Pango", "PostgreSQL", "Public", "SHA", "SQLCipher", "SQLite", "UTC", "Wayhome",
    "Windows", "audit", "checkpoint", "hotline", "verify", "wayhome",
}  # fmt: skip
"""Names, keys of the keyboard, what is typed at a machine, and two words that stand beside their Khmer."""

OF_PEOPLE = re.compile(r"\b\w+ Person\b|\b(?:[a-z]+)(?:supervisor|caseworker|field)\d?\b|^[a-z]+\d?(?: ·|$)")
"""Names and user names of the cast, which their browsers are called by too."""

OF_MACHINES = re.compile(
    r"\b[A-Z]{2,3}(?:-[A-Z])?-(?:\d+|…)?|\b(?:PP|RV)\b|\b[A-Z][a-z]+/[A-Z]\w+|\b[0-9a-f]{6,}\b|[0-9a-f]{8}-[0-9a-f-]{27}"
    # The trail names a page as the code does, for whoever looks into it.
    r"|\([a-z_]+\.[a-z_]+\)|sha256sum"
)
"""Codes of records and bases, time zones, ids, and what is typed at a machine."""

TYPED_IN = Path(__file__).parents[1] / "support"
"""Where the words are that people of the lived-in organisation wrote."""


class Texts(HTMLParser):
    """Collects what a page says in the page's own language."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._above: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the tag, and what its attributes say."""
        said = dict(attrs)
        is_other = said.get("lang") not in (None, "km") or said.get("translate") == "no" or tag in NOT_READ
        is_other = is_other or self._is_other()
        if not is_other:
            self.found += [said[name] or "" for name in SAID if said.get(name)]
        if tag not in HAVE_NO_END:
            self._above.append((tag, is_other))

    def handle_endtag(self, tag: str) -> None:
        """Leave the tag, and those within it that need no end."""
        while self._above and self._above.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Note a text."""
        if data.strip() and not self._is_other():
            self.found.append(" ".join(data.split()))

    def _is_other(self) -> bool:
        return bool(self._above) and self._above[-1][1]


@cache
def our_english() -> frozenset[str]:
    """Return every English word that Wayhome itself may say."""
    said = [text for each in (*on_screens(), *in_packs()) for text in each.english]
    said += [*words_in(Language.ENGLISH).values(), *labels().values()]
    return frozenset(word.lower() for text in said for word in LATIN.findall(text)) - {
        name.lower() for name in NAMES
    }


@cache
def typed() -> re.Pattern[str]:
    """Return what finds the sentences and names that people typed."""
    texts = {
        " ".join(node.value.split())
        for path in TYPED_IN.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    sentences = {text for text in texts if LATIN.search(text) and (" " in text or "-" in text)}
    longest_first = sorted(sentences, key=len, reverse=True)
    return re.compile(rf"(?<![A-Za-z])(?:{'|'.join(map(re.escape, longest_first))})(?![A-Za-z])")


def english_in(html: str) -> Iterator[str]:
    """Yield each text of a page that has English of ours left, with the words."""
    parser = Texts()
    parser.feed(html)
    for text in dict.fromkeys(parser.found):
        ours = text
        for kept in (OF_MACHINES, OF_PEOPLE, typed()):
            ours = kept.sub(" ", ours)
        words = [word for word in LATIN.findall(ours) if word.lower() in our_english() and word not in NAMES]
        if words:
            yield f"{', '.join(words)} in {text!r}"


def khmer_pages(lived: LivedIn, reader: str) -> Iterator[tuple[Page, str]]:
    """Yield every page that comes for somebody, in Khmer."""
    client = lived.organisation.client(None if reader == "visitor" else reader)
    client.get("/language/km?next=/sign-in")
    for page in pages(lived.organisation):
        if page.method != "GET" or page.rule.endpoint.endswith("language"):
            continue
        answer = client.get(page.address(lived.ids))
        if answer.status_code == SHOWN and answer.mimetype == "text/html":
            yield page, answer.text


@pytest.mark.parametrize("reader", READERS)
def test_a_khmer_page_has_no_english_of_ours_left(reader: str, lived: LivedIn) -> None:
    asked, left = 0, []
    for page, html in khmer_pages(lived, reader):
        assert '<html lang="km"' in html or "<html" not in html, page.name
        asked += 1
        left += [f"{page.name}: {each}" for each in english_in(html)]
    assert asked
    assert not left, "\n" + "\n".join(left)


def test_english_that_is_left_is_named() -> None:
    html = '<html lang="km"><p>ភេទ: female</p><p lang="en">female</p><p>Wayhome</p><a title="Save">រក្សាទុក</a></html>'
    assert list(english_in(html)) == ["female in 'ភេទ: female'", "Save in 'Save'"]
