"""Shows each part of a draft with what is masked in it, our summary of it, and what cannot be printed."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.packets.contents import ChronologyEntry, PacketContents
from app.packets.documents import PacketDraft
from app.packets.fields import FIELDS, Section
from app.packets.marks import (
    masked,
    outdated_summaries,
    parts_of,
    texts_of,
)
from app.packets.mask_words import masked_names, told_names
from app.packets.unprintable import has_unprintable, in_brackets

_LABELS = {(field.section, field.name): field.label for field in FIELDS}


@dataclass(frozen=True)
class PartText:
    """One text of a part: as its record says it, and as it would be printed. It is `outdated` if it changed since."""

    label: str
    source: str
    shown: str
    is_outdated: bool


@dataclass(frozen=True)
class PartView:
    """One part. `masked` are the words taken out of it; a summary that `is_outdated` is not printed.

    `still_here` are words that were taken out of another part and stand in this one.
    """

    key: str
    section: Section
    item: str | None
    name: str
    texts: tuple[PartText, ...]
    masked: tuple[str, ...]
    summary: str
    has_outdated_summary: bool
    still_here: tuple[str, ...]

    @property
    def may_be_summarised(self) -> bool:
        """Whether our own words may stand beside it: who a child is needs none."""
        return self.section is not Section.CHILDREN

    @property
    def has_outdated_mask(self) -> bool:
        """Whether a text is withheld because it says something else since it was masked."""
        return any(text.is_outdated for text in self.texts)


@dataclass(frozen=True)
class Unprintable:
    """A text with characters that no page can show: where it stands, and how it would be printed."""

    section: Section
    item: str | None
    label: str
    printed: str


@dataclass(frozen=True)
class StillTold:
    """A text that leaves and tells words which were taken out of another part: where it stands, and the words."""

    section: Section
    item: str | None
    label: str
    words: tuple[str, ...]


def part_views(draft: PacketDraft, full: PacketContents) -> tuple[PartView, ...]:
    """Return every part that has a text, in printed order."""
    laid = masked(full, draft.masks)
    shown = parts_of(laid.contents)
    words = {mask.part: mask.words for mask in draft.masks}
    summaries = {one.part: one.words for one in draft.summaries}
    outdated = {one.part for one in outdated_summaries(draft)}
    views = []
    for number, (key, (section, part)) in enumerate(parts_of(full).items()):
        texts = tuple(
            PartText(
                _LABELS[section, name],
                text,
                getattr(shown[key][1], name),
                f"{key}.{name}" in laid.outdated,
            )
            for name, text in texts_of(section, part).items()
        )
        if texts or key in summaries:
            item = _item(part, number - len(full.children))
            views.append(
                PartView(
                    key,
                    section,
                    item,
                    _name(part),
                    texts,
                    words.get(key, ()),
                    summaries.get(key, ""),
                    key in outdated,
                    told_names((text.shown for text in texts), masked_names(draft)),
                )
            )
    return tuple(views)


def unprintable_in(contents: PacketContents) -> tuple[Unprintable, ...]:
    """Return every text of the contents that cannot be printed as it was written."""
    return tuple(
        Unprintable(section, item, label, in_brackets(text))
        for section, item, label, text in _all_texts(contents)
        if has_unprintable(text)
    )


def still_told_in(contents: PacketContents, masked: Collection[Sequence[str]]) -> tuple[StillTold, ...]:
    """Return every text that leaves, our own words among them, and tells what was taken out somewhere else."""
    told = (
        (section, item, label, told_names([text], masked))
        for section, item, label, text in _all_texts(contents)
    )
    return tuple(StillTold(*one) for one in told if one[-1])


def _all_texts(contents: PacketContents) -> Iterator[tuple[Section, str | None, str, str]]:
    cover: list[tuple[Section, str | None, Any]] = [(Section.COVER, None, contents.cover)]
    rest = [
        (section, _item(part, number - len(contents.children)), part)
        for number, (section, part) in enumerate(parts_of(contents).values())
    ]
    answers = [(Section.GROUNDS, str(n), one) for n, one in enumerate(contents.grounds.agreements, 1)]
    for section, item, part in [*cover, *rest, *answers, (Section.GROUNDS, None, contents.grounds)]:
        for (of, name), label in _LABELS.items():
            text = getattr(part, name, None) if of is section and name else None
            if isinstance(text, str):
                yield section, item, label, text


def _item(part: object, number: int) -> str | None:
    if isinstance(part, ChronologyEntry):
        return str(number)
    return getattr(part, "code", None)


def _name(part: object) -> str:
    if isinstance(part, ChronologyEntry):
        return part.text
    return getattr(part, "name_romanised", None) or ""
