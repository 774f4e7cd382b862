"""Changes the words of a draft before they leave, and takes new facts in; pure, nothing is stored here."""

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from app.foundation.errors import NotAllowedNow
from app.foundation.text_cleaning import clean_lines, clean_text
from app.packets.contents import (
    ChildFacts,
    ChronologyEntry,
    Cover,
    ImmediateSafety,
    PacketContents,
    Urgency,
)
from app.packets.documents import PacketDraft
from app.packets.fields import FIELDS, WHOLE, Section, withheld_by_default
from app.packets.happenings import Happening


class Length(StrEnum):
    """Whether a text is one line or several."""

    LINE = "line"
    LINES = "lines"


@dataclass(frozen=True)
class WordField:
    """One text that may be edited: its key (`chronology.3.text`), where it stands, and what it says now."""

    key: str
    section: Section
    item: str | None
    label: str
    length: Length
    value: str
    is_required: bool = False


_EDITABLE: Mapping[Section, Mapping[str, Length]] = {
    Section.COVER: {
        "request": Length.LINES,
        "contact_phone": Length.LINE,
        "contact": Length.LINE,
        "issued_by": Length.LINE,
    },
    Section.SAFETY: dict.fromkeys(
        ("child_area", "who_has_access", "next_contact", "medical_need", "safe_contact"), Length.LINES
    ),
    Section.CHILDREN: {
        "name_romanised": Length.LINE,
        "name_local": Length.LINE,
        "language": Length.LINE,
        "disability": Length.LINES,
        "appearance": Length.LINES,
        "guardian": Length.LINE,
    },
    Section.CHRONOLOGY: {"text": Length.LINES, "place": Length.LINE},
}
_LABELS = {(field.section, field.name): field.label for field in FIELDS}

_Part = Cover | ImmediateSafety | ChildFacts | ChronologyEntry
PartT = TypeVar("PartT", Cover, ImmediateSafety, ChildFacts, ChronologyEntry)


def word_fields(contents: PacketContents) -> tuple[WordField, ...]:
    """List every text of the contents that may be edited, in printed order."""
    return tuple(_word_fields(contents))


def with_words(contents: PacketContents, typed: Mapping[str, str], *, urgency: Urgency) -> PacketContents:
    """Return the contents with the texts that were typed; keys that are not editable are ignored.

    Raises NotAllowedNow with `packet-text-missing` when an entry is left without words: it is switched off instead.
    """
    changed = replace(
        contents,
        cover=replace(_edited(contents.cover, Section.COVER.value, typed), urgency=urgency),
        safety=_edited(contents.safety, Section.SAFETY.value, typed),
        children=tuple(
            _edited(child, f"{Section.CHILDREN}.{n}", typed) for n, child in enumerate(contents.children, 1)
        ),
        chronology=tuple(
            _edited(entry, f"{Section.CHRONOLOGY}.{n}", typed)
            for n, entry in enumerate(contents.chronology, 1)
        ),
    )
    if not all(entry.text for entry in changed.chronology):
        raise NotAllowedNow("packet-text-missing")
    return changed


def with_happenings(draft: PacketDraft, found: Sequence[Happening]) -> PacketDraft:
    """Return the draft with what is new put in its place in time; words and switches of the rest stay."""
    known = set(draft.sources)
    kept = [
        Happening(source, entry)
        for source, entry in zip(draft.sources, draft.contents.chronology, strict=True)
    ]
    new = [each for each in found if each.source not in known]
    if not new:
        return draft
    merged = sorted([*kept, *new], key=lambda each: (each.when, each.source.hex))
    contents = replace(draft.contents, chronology=tuple(each.entry for each in merged))
    places = {each.source: n for n, each in enumerate(merged, 1)}
    withheld = _moved(draft.withheld, [places[source] for source in draft.sources])
    withheld |= _starting_withheld(contents, merged, {each.source for each in new})
    return replace(
        draft,
        contents=contents,
        sources=tuple(each.source for each in merged),
        withheld=tuple(sorted(withheld)),
    )


def starting_withheld(contents: PacketContents, found: Sequence[Happening]) -> tuple[str, ...]:
    """Return the switches that are off in a new draft: the defaults, and entries that a person must choose."""
    chosen = _starting_withheld(contents, found, {each.source for each in found})
    return tuple(sorted(withheld_by_default(contents) | chosen))


def _starting_withheld(contents: PacketContents, merged: Sequence[Happening], new: set[UUID]) -> set[str]:
    numbers = {n for n, each in enumerate(merged, 1) if each.source in new}
    offered = {
        f"{Section.CHRONOLOGY}.{n}"
        for n, each in enumerate(merged, 1)
        if n in numbers and each.starts_withheld
    }
    defaults = {
        key
        for key in withheld_by_default(contents)
        if key.startswith(f"{Section.CHRONOLOGY}.") and int(key.split(".")[1]) in numbers
    }
    return offered | defaults


def _moved(keys: Sequence[str], places: Sequence[int]) -> set[str]:
    """Return the keys with chronology entry n renamed to `places[n - 1]`."""
    moved = set()
    for key in keys:
        section, *rest = key.split(".")
        if section == Section.CHRONOLOGY and rest:
            rest[0] = str(places[int(rest[0]) - 1])
        moved.add(".".join([section, *rest]))
    return moved


def _word_fields(contents: PacketContents) -> Iterator[WordField]:
    yield from _of_part(contents.cover, Section.COVER, Section.COVER.value, None)
    yield from _of_part(contents.safety, Section.SAFETY, Section.SAFETY.value, None)
    for n, child in enumerate(contents.children, 1):
        yield from _of_part(child, Section.CHILDREN, f"{Section.CHILDREN}.{n}", child.code)
    for n, entry in enumerate(contents.chronology, 1):
        yield from _of_part(entry, Section.CHRONOLOGY, f"{Section.CHRONOLOGY}.{n}", str(n))


def _of_part(part: _Part, section: Section, prefix: str, item: str | None) -> Iterator[WordField]:
    for name, length in _EDITABLE[section].items():
        yield WordField(
            key=f"{prefix}.{name}",
            section=section,
            item=item,
            label=_LABELS[section, name or WHOLE],
            length=length,
            value=getattr(part, name) or "",
            is_required=name == "text",
        )


def _edited(part: PartT, prefix: str, typed: Mapping[str, str]) -> PartT:
    section = Section(prefix.partition(".")[0])
    changes: dict[str, Any] = {}
    for name, length in _EDITABLE[section].items():
        text = typed.get(f"{prefix}.{name}")
        if text is not None:
            cleaned = clean_lines(text) if length is Length.LINES else clean_text(text)
            changes[name] = cleaned if name == "text" else cleaned or None
    return dataclasses.replace(part, **changes)
