"""The list of children who were met and are not yet known, across nights: by words, place and about what age."""

from collections.abc import Sequence, Sized
from dataclasses import dataclass
from uuid import UUID

from app.bases.known import pack_of_base
from app.children.name_index import names_in
from app.foundation.numbering import Numbered
from app.name_matching.descriptions import ages_fit, asked_of
from app.outreach.candidates import Ground
from app.outreach.met_lines import MetLine, in_scope, met_lines
from app.outreach.met_memory import KnownMet, MetDescriptions, descriptions_for
from app.outreach.verdicts import same_children
from app.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class MetAsked:
    """What narrows the list; an age that nobody wrote down fits none."""

    words: str = ""
    area: str = ""
    age: int | None = None

    @property
    def is_set(self) -> bool:
        """Whether anything is left out."""
        return self != MetAsked()


@dataclass(frozen=True)
class MetItem:
    """One child: the newest description, how often they were seen again, and how many may be the same child."""

    line: MetLine
    again: tuple[KnownMet, ...]
    may_be: int


@dataclass(frozen=True)
class MetPage(Numbered):
    """One page of the list, of `total` children who fit and `in_all` that there are.

    `unread` meetings are not looked through yet; `areas` are those to choose from, by code.
    """

    PAGE_SIZE = 20

    items: tuple[MetItem, ...]
    page: int
    total: int
    in_all: int
    unread: int
    areas: tuple[tuple[str, str], ...]
    several_bases: bool

    @property
    def shown_lines(self) -> Sized:
        """The children on this page."""
        return self.items

    @property
    def has_more(self) -> bool:
        """Whether another page follows."""
        return self.page * self.PAGE_SIZE < self.total


def met_page(work: UnitOfWork, asked: MetAsked, *, page: int, locale: str) -> MetPage:
    """Return one page of the children whom this person may read of and nobody knows yet, newest first."""
    memories = descriptions_for(work)
    every = {memory.base_id: in_scope(work, memory.listed()) for memory in memories}
    fitting = {row_id for memory in memories for row_id in _fitting(memory, every[memory.base_id], asked)}
    grounds = grounds_of(work, memories, every)
    groups = [
        (group, ground)
        for ground in grounds
        for group in ground.groups
        if any(one.row_id in fitting for one in group)
    ]
    groups.sort(key=lambda pair: pair[0][0].newest_first)
    shown = groups[(page - 1) * MetPage.PAGE_SIZE : page * MetPage.PAGE_SIZE]
    return MetPage(
        items=tuple(_items(work, shown, locale)),
        page=page,
        total=len(groups),
        in_all=sum(len(ground.groups) for ground in grounds),
        unread=sum(len(memory.waiting) for memory in memories),
        areas=_areas(work, every, locale),
        several_bases=len(memories) > 1,
    )


def areas_met_in(work: UnitOfWork, *, locale: str) -> tuple[tuple[str, str], ...]:
    """Return the areas in which somebody not yet known was met, as choices."""
    every = {memory.base_id: in_scope(work, memory.listed()) for memory in descriptions_for(work)}
    return _areas(work, every, locale)


def _fitting(memory: MetDescriptions, known: Sequence[KnownMet], asked: MetAsked) -> set[UUID]:
    by_words = {one.subject for one in memory.index.search(asked_of(asked.words))} if asked.words else None
    return {
        one.row_id
        for one in known
        if (by_words is None or one.row_id in by_words)
        and asked.area in ("", one.place.area)
        and (asked.age is None or (one.years is not None and ages_fit(one.years, (asked.age, asked.age))))
    }


def grounds_of(
    work: UnitOfWork, memories: Sequence[MetDescriptions], every: dict[UUID, list[KnownMet]]
) -> list[Ground]:
    """Return what is compared in each base, of what this person may read."""
    names = {known.base_id: known for known in names_in(work, every)}
    for known in names.values():
        known.read_missing_looks(work)
    return [
        Ground(memory, same_children(every[memory.base_id]), names.get(memory.base_id)) for memory in memories
    ]


def _items(
    work: UnitOfWork, shown: Sequence[tuple[Sequence[KnownMet], Ground]], locale: str
) -> list[MetItem]:
    lines = met_lines(work, (group[0].row_id for group, _ in shown), locale=locale)
    return [
        MetItem(lines[group[0].row_id], tuple(group[1:]), len(ground.likely_for(group)))
        for group, ground in shown
        if group[0].row_id in lines
    ]


def _areas(work: UnitOfWork, every: dict[UUID, list[KnownMet]], locale: str) -> tuple[tuple[str, str], ...]:
    found: dict[str, str] = {}
    for base_id, known in every.items():
        areas = pack_of_base(work, base_id).areas
        for code in {one.place.area for one in known if one.place.area}:
            found[code] = areas[code].name.in_locale(locale) if code in areas else code
    return tuple(sorted(found.items(), key=lambda pair: pair[1]))
