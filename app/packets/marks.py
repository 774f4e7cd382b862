"""Keep, withhold and mask: what a person, or the default, decides about what was taken from the records.

A mask takes out names and places and prints `[…]`; it never puts other words in their place.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.foundation.errors import NotAllowedNow
from app.foundation.text_cleaning import clean_text
from app.packets.contents import PacketContents
from app.packets.documents import Mask, PacketDraft, Summary
from app.packets.fields import Section, entry_keys, field_switches, withheld_by_default
from app.packets.mask_words import why_not_masked
from app.packets.sources import digest_of, digests_in
from app.packets.word_finding import find_words, fold, plain, without_words

MASKED = "[…]"
MOST_MASKED = 40

_TEXTS: Mapping[Section, tuple[str, ...]] = {
    Section.SAFETY: ("child_area", "danger", "medical_need", "safe_contact"),
    Section.CHILDREN: ("name_romanised", "name_local", "disability", "appearance", "guardian"),
    Section.CHRONOLOGY: (
        "text",
        "translation",
        "question",
        "demeanour",
        "involved",
        "present",
        "told_by",
        "place",
    ),
}
"""The texts that can be masked; one mask of a part holds for all of them, so that no translation tells the name."""


@dataclass(frozen=True)
class Masked:
    """Contents with the masks laid over them: in which fields, and which fields say something else since."""

    contents: PacketContents
    fields: frozenset[str]
    outdated: frozenset[str]


def switched_off(draft: PacketDraft, full: PacketContents) -> frozenset[str]:
    """Return the keys that do not leave: what somebody switched off, and the defaults that nobody switched on."""
    listed = {switch.key for switch in field_switches(full)}
    defaults = (withheld_by_default(full) | set(draft.cautions)) - set(draft.kept)
    return frozenset(listed & (defaults | set(draft.withheld)))


def parts_of(contents: PacketContents) -> dict[str, tuple[Section, Any]]:
    """Return every part that can be masked or summarised, by its key, in printed order."""
    parts: dict[str, tuple[Section, Any]] = {Section.SAFETY.value: (Section.SAFETY, contents.safety)}
    for number, child in enumerate(contents.children, 1):
        parts[f"{Section.CHILDREN}.{number}"] = (Section.CHILDREN, child)
    for key, entry in zip(entry_keys(contents), contents.chronology, strict=True):
        parts[key] = (Section.CHRONOLOGY, entry)
    return parts


def texts_of(section: Section, part: Any) -> dict[str, str]:
    """Return the texts of a part that can be masked, by field."""
    found = {name: getattr(part, name) for name in _TEXTS[section]}
    return {name: text for name, text in found.items() if text}


def with_mask(draft: PacketDraft, key: str, typed: Sequence[str]) -> PacketDraft:
    """Return the draft with these words taken out of a part, in every language; without any, the mask is lifted.

    Raises NotAllowedNow with `packet-no-such-part`, `packet-mask-too-many`, what `why_not_masked` returns, or
    `packet-mask-not-found` when a word stands nowhere in the part as a whole.
    """
    words = tuple(dict.fromkeys(word for word in map(clean_text, typed) if word))
    section, part = _part(draft.contents, key)
    texts = texts_of(section, part)
    if len(words) > MOST_MASKED:
        raise NotAllowedNow("packet-mask-too-many")
    for word in words:
        if why_not := why_not_masked(word):
            raise NotAllowedNow(why_not)
        if not any(find_words(fold(text), [word]) for text in texts.values()):
            raise NotAllowedNow("packet-mask-not-found")
    others = tuple(mask for mask in draft.masks if mask.part != key)
    mask = Mask(key, words, {name: digest_of(text) for name, text in texts.items()})
    return replace(draft, masks=(*others, mask) if words else others)


def with_summary(draft: PacketDraft, key: str, words: str) -> PacketDraft:
    """Return the draft with our summary of a part, as the part reads now; empty words take it away.

    Raises NotAllowedNow with `packet-no-such-part`.
    """
    section, part = _part(draft.contents, key)
    if words and section is Section.CHILDREN:
        raise NotAllowedNow("packet-no-such-part")
    others = tuple(one for one in draft.summaries if one.part != key)
    return replace(draft, summaries=(*others, Summary(key, words, anchor_of(part))) if words else others)


def anchor_of(part: Any) -> str:
    """Return what a summary of a part stands for: everything that was taken into it."""
    return digest_of(tuple(sorted(digests_in(part).items())))


def summarised(contents: PacketContents, summaries: Collection[Summary]) -> PacketContents:
    """Return the contents with those summaries whose part still reads as it did when they were written."""
    standing = {one.part: {"summary": one.words} for one in summaries if _still_stands(contents, one)}
    return _with_parts(contents, standing)


def outdated_summaries(draft: PacketDraft) -> tuple[Summary, ...]:
    """Return the summaries that are not printed until somebody has read them again."""
    return tuple(one for one in draft.summaries if not _still_stands(draft.contents, one))


def masked(contents: PacketContents, masks: Collection[Mask]) -> Masked:
    """Lay the masks over full contents. A text that is not the one somebody masked is named as outdated."""
    changes: dict[str, dict[str, str]] = {}
    outdated: set[str] = set()
    parts = parts_of(contents)
    for mask in masks:
        if mask.part not in parts:
            continue
        section, part = parts[mask.part]
        texts = texts_of(section, part)
        outdated |= {
            f"{mask.part}.{name}" for name, text in texts.items() if mask.anchors.get(name) != digest_of(text)
        }
        if getattr(part, "summary", None):
            texts["summary"] = part.summary
        less = {name: without_words(text, mask.words, MASKED) for name, text in texts.items()}
        changes[mask.part] = {name: text for name, text in less.items() if text != plain(texts[name])}
    fields = frozenset(f"{key}.{name}" for key, names in changes.items() for name in names)
    return Masked(_with_parts(contents, changes), fields, frozenset(outdated))


def is_masked_form(shown: str, source: str) -> bool:
    """Tell whether a text is the source with nothing but pieces taken out."""
    pieces = [re.escape(piece) for piece in shown.split(MASKED)]
    return re.fullmatch(".+?".join(pieces), plain(source), flags=re.DOTALL) is not None


def _part(contents: PacketContents, key: str) -> tuple[Section, Any]:
    parts = parts_of(contents)
    if key not in parts:
        raise NotAllowedNow("packet-no-such-part")
    return parts[key]


def _still_stands(contents: PacketContents, one: Summary) -> bool:
    parts = parts_of(contents)
    return one.part in parts and one.anchor == anchor_of(parts[one.part][1])


def _with_parts(contents: PacketContents, changes: Mapping[str, Mapping[str, str]]) -> PacketContents:
    parts = {
        key: replace(part, **changes.get(key, {})) for key, (_section, part) in parts_of(contents).items()
    }
    of = {
        section: [part for key, part in parts.items() if key.split(".")[0] == section] for section in _TEXTS
    }
    return replace(
        contents,
        safety=of[Section.SAFETY][0],
        children=tuple(of[Section.CHILDREN]),
        chronology=tuple(of[Section.CHRONOLOGY]),
    )
