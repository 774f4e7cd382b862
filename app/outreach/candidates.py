"""Finds in memory who may be the same child as somebody not yet known; who is shown is opened and compared again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import nsmallest
from uuid import UUID

from app.children.ages import age_bounds
from app.children.name_index import KnownChild, NamesOfBase
from app.foundation.local_time import local_day
from app.outreach.alike import Reason, Traits, reasons_between, say_enough, strength
from app.outreach.documents import Place
from app.outreach.met_memory import KnownMet, MetDescriptions
from app.outreach.verdicts import verdicts_of

MOST_COMPARED = 20
MOST_CANDIDATES = 6
"""More are no help to whoever has to decide."""

_USUAL_SHARE, _NEVER_USUAL = 0.25, 3
"""A word that a quarter of the children of a base have tells nobody from anybody, unless only three have it at all."""


@dataclass(frozen=True)
class Likely:
    """Somebody who may be the same child: a row of another meeting or, if it `is_record`, a child's record."""

    record_id: UUID
    reasons: tuple[Reason, ...]
    is_record: bool = False


@dataclass(frozen=True)
class Ground:
    """What is compared in one base: descriptions as groups of one child each, and the children with records."""

    memory: MetDescriptions
    groups: Sequence[Sequence[KnownMet]]
    names: NamesOfBase | None

    def likely_for(self, group: Sequence[KnownMet]) -> list[Likely]:
        """Return who may be the child of a group, the likeliest first; whoever was said not to be is left out."""
        mine = {one.row_id for one in group}
        apart = {other for pair in self._apart if pair & mine for other in pair - mine}
        found = [*self._met(group, apart), *self._with_records(group, apart)]
        return sorted(found, key=lambda one: (-strength(one.reasons), one.record_id))[:MOST_CANDIDATES]

    def _met(self, group: Sequence[KnownMet], apart: set[UUID]) -> Iterable[Likely]:
        """Yield children of other nights, each once, by the description that has most in common."""
        shifts = {one.shift_id for one in group}
        words = {word for one in group for word in self.memory.index.looks_of(one.row_id)}
        sharing = _most_alike(self.memory.index.sharing(self.telling_words(words)))
        others = {
            id(self._group_of[row_id]): self._group_of[row_id] for row_id in sharing & self._group_of.keys()
        }
        for other in others.values():
            if other[0] is group[0] or any(one.row_id in apart for one in other):
                continue
            pairs = [
                (row, reasons_between(self._traits(one), self._traits(row)))
                for one in group
                for row in other
                if row.shift_id not in shifts
            ]
            row, reasons = max(pairs, key=lambda pair: strength(pair[1]), default=(None, ()))
            if row is not None and say_enough(reasons):
                yield Likely(row.row_id, reasons)

    def _with_records(self, group: Sequence[KnownMet], apart: set[UUID]) -> Iterable[Likely]:
        if self.names is None:
            return
        out = apart | {id_ for one in group for id_ in one.beside}
        found: dict[UUID, tuple[Reason, ...]] = {}
        for one in group:
            looks = self.memory.index.looks_of(one.row_id)
            words = self.names.looks.rare_words(looks, most_share=_USUAL_SHARE, at_least=_NEVER_USUAL)
            mine = Traits(words, one.description.sex, one.years, frozenset(), frozenset())
            sharing = self.names.looks.sharing(words)
            for child_id in _most_alike(sharing) - out:
                known = self.names.known.get(child_id)
                if known is None:
                    continue
                reasons = reasons_between(mine, traits_of_child(known, sharing[child_id], one))
                if say_enough(reasons) and strength(reasons) > strength(found.get(child_id, ())):
                    found[child_id] = reasons
        for child_id, reasons in found.items():
            yield Likely(child_id, reasons, is_record=True)

    @cached_property
    def _group_of(self) -> dict[UUID, Sequence[KnownMet]]:
        return {one.row_id: group for group in self.groups for one in group}

    @cached_property
    def _apart(self) -> list[frozenset[UUID]]:
        """Each two who were said not to be the same."""
        verdicts = verdicts_of(one for many in self.groups for one in many)
        return [pair for pair, judged in verdicts.items() if not judged.is_same]

    @cached_property
    def _compared(self) -> dict[UUID, Traits]:
        """What was compared of each description so far."""
        return {}

    def telling_words(self, words: Iterable[str]) -> frozenset[str]:
        """Return those of some words that few of those met have."""
        return self.memory.index.rare_words(words, most_share=_USUAL_SHARE, at_least=_NEVER_USUAL)

    def _traits(self, one: KnownMet) -> Traits:
        if one.row_id not in self._compared:
            self._compared[one.row_id] = Traits(
                self.telling_words(self.memory.index.looks_of(one.row_id)),
                one.description.sex,
                one.years,
                places_of(one.place),
                frozenset(map(str, one.beside)),
            )
        return self._compared[one.row_id]


def _most_alike(sharing: Mapping[UUID, frozenset[str]]) -> frozenset[UUID]:
    """Return those who share the most words: one look at a list must not compare everybody with everybody."""
    return frozenset(nsmallest(MOST_COMPARED, sharing, key=lambda id_: (-len(sharing[id_]), id_)))


def traits_of_child(known: KnownChild, looks: frozenset[str], seen: KnownMet) -> Traits:
    """Return what is compared of a child with a record, at the age they had when somebody was met."""
    years = age_bounds(known.facts.age, local_day(seen.met_at))
    return Traits(looks, known.facts.sex, years, frozenset(), frozenset())


def places_of(place: Place) -> frozenset[str]:
    """Return what a place is compared by: its area, and its words however they are written."""
    return frozenset(filter(None, (place.area, " ".join(place.words.casefold().split()))))
