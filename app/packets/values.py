"""Names each field of a packet with its value, and writes a value as it would be printed in English."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from app.packets.contents import (
    AgeBasis,
    AgeRange,
    Answer,
    Asked,
    EntryKind,
    GuardianSafety,
    Moment,
    PacketContents,
    Sex,
    Urgency,
)
from app.packets.fields import FIELDS, WHOLE, Section, entry_keys
from app.packets.printed_times import printed_day, printed_minute, printed_moment
from app.packets.sources import OWN_WORDS
from app.packets.wording import Language, words_in


@dataclass(frozen=True)
class Told:
    """One field that has a value: its section, which item it is of, what it is called, and what it says."""

    section: Section
    item: str | None
    name: str
    label: str
    value: object


_PREFIXES: dict[type[StrEnum], str] = {
    Sex: "sex_",
    AgeBasis: "basis_",
    GuardianSafety: "guardian_",
    Answer: "answer_",
    Urgency: "urgency_",
    Asked: "child_",
    EntryKind: "kind_",
}


def told_in(contents: PacketContents) -> dict[str, Told]:
    """Return every field that a record stands behind and that says something, by its key.

    The cover and our summaries are our own words, and are not among them; section 11 is compared by its own rule.
    """
    found: dict[str, Told] = {}
    found.update(_told(contents.safety, Section.SAFETY, Section.SAFETY.value, None))
    for number, child in enumerate(contents.children, 1):
        found.update(_told(child, Section.CHILDREN, f"{Section.CHILDREN}.{number}", child.code))
    entries = zip(entry_keys(contents), contents.chronology, strict=True)
    for number, (key, entry) in enumerate(entries, 1):
        found.update(_told(entry, Section.CHRONOLOGY, key, str(number)))
    return found


def value_of(contents: PacketContents, key: str) -> str:
    """Return the value of a switch's key, as it would be printed in English; empty when there is none."""
    section, *rest = key.split(".")
    part: Any = getattr(contents, section)
    if section == Section.CHRONOLOGY:
        part, rest = (
            dict(zip(entry_keys(contents), part, strict=True))[".".join([section, rest[0]])],
            rest[1:],
        )
    elif rest and rest[0].isdigit():
        items = part.agreements if section == Section.GROUNDS else part
        part, rest = items[int(rest[0]) - 1], rest[1:]
    return printed(getattr(part, rest[0]), contents.time_zone) if rest else _whole(part)


def printed(value: object, time_zone: str) -> str:
    """Return a value as it would be printed in English; times in that zone (IANA)."""
    if isinstance(value, tuple):
        return "; ".join(printed(each, time_zone) for each in value)
    if isinstance(value, bool | StrEnum):
        return _coded(value)
    if isinstance(value, AgeRange):
        return " – ".join(str(y) for y in dict.fromkeys((value.youngest_years, value.oldest_years)))
    return _moment(value, ZoneInfo(time_zone))


def _coded(value: bool | StrEnum) -> str:  # noqa: FBT001 - it is what is printed
    words = words_in(Language.ENGLISH)
    if isinstance(value, StrEnum):
        return words[f"{_PREFIXES.get(type(value), '')}{value.value}"]
    return words["yes" if value else "no"]


def _moment(value: object, zone: ZoneInfo) -> str:
    english = Language.ENGLISH
    match value:
        case Moment():
            return printed_moment(value, zone, words_in(english), english)
        case datetime():
            return printed_minute(value, zone, english)
        case date():
            return printed_day(value, english)
        case _:
            return "" if value is None else str(value)


def _told(part: Any, section: Section, prefix: str, item: str | None) -> Iterator[tuple[str, Told]]:
    for field in FIELDS:
        if field.section is not section or field.name in (WHOLE, *OWN_WORDS):
            continue
        value = getattr(part, field.name)
        if value is not None and value not in ((), ""):
            yield f"{prefix}.{field.name}", Told(section, item, field.name, field.label, value)


def _whole(part: Any) -> str:
    """Return what distinguishes a child, an entry or an answer from the others."""
    texts = (getattr(part, name, None) for name in ("text", "name_romanised", "child_code", "code"))
    return next((text for text in texts if text), "")
