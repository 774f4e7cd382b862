"""Lays out packet contents as HTML for the PDF, and as plain text for people who copy it or listen to it."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined

from app.foundation.hidden_characters import without_hidden
from app.packets.coded_words import account_in, grounds_in, guardian_in, languages_in, rule_in
from app.packets.contents import AgeRange, HowKnown, Moment, PacketContents, Passage
from app.packets.fields import Section, withheld_count
from app.packets.headlines import headline_of
from app.packets.khmer_breaks import ZERO_WIDTH_SPACE, with_khmer_breaks
from app.packets.length import texts_in
from app.packets.passages import digest_of_text
from app.packets.printed_times import printed_day, printed_minute, printed_moment
from app.packets.unprintable import has_unprintable, in_brackets
from app.packets.wording import Language, with_local_digits, words_in


class Purpose(StrEnum):
    """What a rendering is for. A preview is marked across every page and cannot pass as a packet."""

    HANDOVER = "handover"
    PREVIEW = "preview"


class Translation(StrEnum):
    """Whether a director recorded a reviewer for this language's template; a draft says so on every page."""

    REVIEWED = "reviewed"
    DRAFT = "draft"


class PacketForm(StrEnum):
    """What a copy is made for: a file that is read on a screen, or paper that an office stamps and files."""

    FILE = "file"
    PRINT = "print"


@dataclass(frozen=True, kw_only=True)
class PacketCopy:
    """One copy of a packet: its language, the recipient's mark, when it was made (with a timezone).

    `recipient_unit` replaces the unit on the cover when one packet goes to several, one copy each. `print_number`
    makes it a print on paper with that number. `certificate` is the SHA-256 (hex) of the certificate that signs it.
    """

    language: Language
    recipient_mark: str
    issued_at: datetime
    recipient_unit: str | None = None
    translation: Translation = Translation.DRAFT
    purpose: Purpose = Purpose.HANDOVER
    print_number: int | None = None
    certificate: str | None = None

    @property
    def form(self) -> PacketForm:
        """What it is made for."""
        return PacketForm.FILE if self.print_number is None else PacketForm.PRINT


def packet_html(contents: PacketContents, copy: PacketCopy) -> str:
    """Return the HTML document of one copy: all typed text is escaped, and nothing refers to the outside."""
    names = _names(contents, copy)
    return _html_environment().get_template("packet.html").render(names)


def packet_text(contents: PacketContents, copy: PacketCopy) -> str:
    """Return one copy as plain text (UTF-8 when attached).

    Text extracted from a PDF loses the order of Khmer vowels and subscripts, so the words are attached to the pages
    as text. It says exactly what the pages say.
    """
    return _text_environment().get_template("packet.txt").render(_names(contents, copy))


def _names(contents: PacketContents, copy: PacketCopy) -> dict[str, Any]:
    """Return the names that the templates may use; StrictUndefined refuses any other name."""
    language, words = copy.language, words_in(copy.language)

    def beside(text: str | None) -> Passage | None:
        return _beside(contents, copy, text)

    def held_back(section: str) -> str:
        return _held_back(contents, Section(section), words, language)

    return _times(contents, copy, words) | {
        "packet": contents,
        "cover": contents.cover,
        "copy": copy,
        "w": words,
        "recipient_unit": copy.recipient_unit or contents.cover.recipient_unit,
        "version": words["version"].format(number=with_local_digits(str(contents.cover.version), language)),
        "band": _band(copy, words),
        "is_abridged": _is_abridged(contents, copy),
        "held_back": held_back,
        "digits": lambda number: with_local_digits(str(number), language),
        "beside": beside,
        "headline": headline_of(contents),
        "has_added": any(entry.how_known in _WITH_KEY for entry in contents.chronology),
        "marks": _marks(copy, words),
        "certificate": _in_groups(copy.certificate or ""),
        "coded": _coded(language),
    }


def _times(contents: PacketContents, copy: PacketCopy, words: Mapping[str, str]) -> dict[str, Any]:
    """Return how to write times, days and ages, and the day the copy was made."""
    zone, language = ZoneInfo(contents.time_zone), copy.language

    def moment(value: Moment) -> str:
        return printed_moment(value, zone, words, language)

    def minute(value: datetime) -> str:
        return printed_minute(value, zone, language)

    def day(value: date) -> str:
        return printed_day(value, language)

    def age(value: AgeRange) -> str:
        return _age(value, words, language)

    def minutes(values: tuple[datetime, ...]) -> str:
        return "; ".join(minute(value) for value in values)

    return {
        "moment": moment,
        "minute": minute,
        "minutes": minutes,
        "day": day,
        "age": age,
        "issued_on": day(copy.issued_at.astimezone(zone).date()),
    }


def _beside(contents: PacketContents, copy: PacketCopy, text: str | None) -> Passage | None:
    """Return the Khmer text that stands beside an original in a Khmer copy."""
    if text is None or copy.language is not Language.KHMER or not contents.passages:
        return None
    digest = digest_of_text(text)
    return next((one for one in contents.passages if one.of == digest), None)


def _marks(copy: PacketCopy, words: Mapping[str, str]) -> str:
    """Return the mark of the copy, and the number of a print, as they stand on every page."""
    mark = words["copy_mark"].format(mark=copy.recipient_mark)
    if copy.print_number is None:
        return mark
    number = with_local_digits(str(copy.print_number), copy.language)
    return f"{mark} · {words['print_mark'].format(print=number)}"


def _in_groups(hexadecimal: str) -> str:
    """Return a hash in groups of four, as two people compare it."""
    return " ".join(hexadecimal[at : at + 4] for at in range(0, len(hexadecimal), 4))


def _coded(language: Language) -> dict[str, Callable[[str], str]]:
    """Return how to say in the copy's language what was taken from lists of coded answers."""
    return {
        "languages": lambda text: languages_in(text, language),
        "guardian": lambda text: guardian_in(text, language),
        "account": lambda text: account_in(text, language),
        "rule": lambda text: rule_in(text, language),
        "grounds": lambda text: grounds_in(text, language),
    }


def _is_abridged(contents: PacketContents, copy: PacketCopy) -> bool:
    """Tell whether a picture, sign or letter is named in square brackets because it cannot be printed."""
    return has_unprintable(copy.recipient_unit or "") or any(
        has_unprintable(text) for text in texts_in(contents)
    )


def _band(copy: PacketCopy, words: Mapping[str, str]) -> str:
    """Return what is printed at the top of every page beside the number, or nothing."""
    marks = []
    if copy.purpose is Purpose.PREVIEW:
        marks.append(words["preview"])
    if copy.translation is Translation.DRAFT and copy.language is not Language.ENGLISH:
        marks.append(words["draft_translation"])
    return " · ".join(marks)


def _age(age: AgeRange, words: Mapping[str, str], language: Language) -> str:
    same = age.youngest_years == age.oldest_years
    years = str(age.youngest_years) if same else f"{age.youngest_years}–{age.oldest_years}"
    return words["years"].format(years=with_local_digits(years, language))


def _held_back(
    contents: PacketContents, section: Section, words: Mapping[str, str], language: Language
) -> str:
    """Return the sentence that says how much of a section is withheld; empty when nothing is."""
    count = withheld_count(contents, section)
    if not count:
        return ""
    shown = with_local_digits(str(count), language)
    details = words["one_detail" if count == 1 else "more_details"].format(count=shown)
    return words["held_back"].format(count=shown, details=details, number=contents.cover.packet_number)


@cache
def _html_environment() -> Environment:
    """Return the packet's own Jinja environment for pages: everything escaped, no unknown names."""
    return Environment(
        loader=PackageLoader("app.packets", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_for_pages,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _text_environment() -> Environment:
    """Return the environment for the plain text, which is attached as text and never read as markup."""
    made = _html_environment().overlay(autoescape=False, finalize=_for_text)
    made.filters.update(told=_told, block=_block)
    return made


def _told(text: str) -> str:
    """Mark the further lines of what somebody typed, so that none of them reads like a line of ours."""
    return f"\n{_FURTHER}".join(text.splitlines())


def _block(text: str) -> str:
    """Mark every line of what stands without a label before it."""
    return f"{_FURTHER}{_told(text)}"


_FURTHER = "  | "


def _for_pages(value: object) -> object:
    """Return what the text says, with marks for line breaks; our markup stays unchanged."""
    shown = _for_text(value)
    if not isinstance(shown, str) or hasattr(shown, "__html__"):
        return shown
    return _LONG_RUN.sub(rf"\g<0>{ZERO_WIDTH_SPACE}", with_khmer_breaks(shown))


def _for_text(value: object) -> object:
    """Clean text for printing, and name signs that cannot be printed; our markup stays unchanged."""
    shown = _without_hidden_controls(value)
    if not isinstance(shown, str) or hasattr(shown, "__html__"):
        return shown
    return in_brackets(shown)


def _without_hidden_controls(value: object) -> object:
    """Remove hidden characters and endless accents, except in markup.

    They can make a line read differently from what was approved (Unicode Technical Report 36, section 2), or carry
    words past those who approve. Forms drop them too; this is for what was stored before. Endless accents hide text and
    keep the machine busy.
    """
    if not isinstance(value, str) or hasattr(value, "__html__"):
        return value
    return "".join(_shown_characters(without_hidden(value)))


def _shown_characters(text: str) -> Iterator[str]:
    accents = 0
    for character in text:
        accents = accents + 1 if unicodedata.combining(character) else 0
        if accents <= _MOST_ACCENTS and (character in "\n\t" or unicodedata.category(character) != "Cc"):
            yield character


_WITH_KEY = frozenset({HowKnown.ADDED, HowKnown.REPORTED})

# Unicode Standard Annex 15, section 13 (stream-safe text): no language needs more on one letter.
_MOST_ACCENTS = 30

# Unbreakable text is laid out again for each of its lines: 100,000 letters would take minutes.
_LONG_RUN = re.compile(rf"[^\s{ZERO_WIDTH_SPACE}]{{30}}(?=[^\s{ZERO_WIDTH_SPACE}])")
