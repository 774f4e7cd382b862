"""Changes a packet's own words: the request, the questions and the cover. What records say is never typed here."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from app.foundation.text_cleaning import clean_lines, clean_text
from app.packets.contents import PacketContents, Urgency
from app.packets.fields import FIELDS, Section


class Length(StrEnum):
    """Whether a text is one line or several."""

    LINE = "line"
    LINES = "lines"


@dataclass(frozen=True)
class WordField:
    """One editable text: its key (`cover.request`), its label, and its current words."""

    key: str
    label: str
    length: Length
    value: str


_EDITABLE: Mapping[str, Length] = {
    "request": Length.LINES,
    "questions": Length.LINES,
    "contact_phone": Length.LINE,
    "contact": Length.LINE,
    "issued_by": Length.LINE,
}
_LABELS = {field.name: field.label for field in FIELDS if field.section is Section.COVER}


def word_fields(contents: PacketContents) -> tuple[WordField, ...]:
    """List the texts that may be typed, in printed order."""
    return tuple(
        WordField(f"{Section.COVER}.{name}", _LABELS[name], length, getattr(contents.cover, name) or "")
        for name, length in _EDITABLE.items()
    )


def with_words(contents: PacketContents, typed: Mapping[str, str], *, urgency: Urgency) -> PacketContents:
    """Return the contents with the typed texts; other keys are ignored, because nothing else may be typed."""
    changes: dict[str, Any] = {}
    for name, length in _EDITABLE.items():
        text = typed.get(f"{Section.COVER}.{name}")
        if text is not None:
            changes[name] = (clean_lines(text) if length is Length.LINES else clean_text(text)) or None
    return replace(contents, cover=replace(contents.cover, urgency=urgency, **changes))
