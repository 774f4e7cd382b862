"""Keeps what was true from which moment on, so that a signature is judged by the directory as it was then."""

import itertools
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Generic, TypeVar
from uuid import UUID

from app.keyring.layered_mapping import Layered
from app.keyring.policy import CircleKind
from app.keyring.statements import Kind, Statement

if TYPE_CHECKING:
    from app.keyring.directory import Directory, KnownPerson

T = TypeVar("T")

LAST = 2**63
"""Above the number of any statement."""


@dataclass(frozen=True)
class Stated(Generic[T]):
    """What one statement said of a thing: its number, the moment it names, and what was true from then on."""

    seq: int
    since: datetime
    what: T


@dataclass(frozen=True)
class SetBack:
    """The clock was set back: the statement of that number names a moment before those that stand before it."""

    seq: int
    to: datetime


class Timeline(Generic[T]):
    """What was stated about several things, and when, in the order of the statements.

    A statement that names a later moment than one after it was made by a clock that was ahead. Nobody knows when it was
    made, only that it was between its neighbours.
    """

    def __init__(self) -> None:
        self._stated: Layered[UUID, tuple[Stated[T], ...]] = Layered()
        self.set_backs: tuple[SetBack, ...] = ()

    def note(self, id_: UUID, since: datetime, what: T, *, seq: int = 0) -> None:
        """Note what is true of a thing from that moment on, as the statement of that number says."""
        self._stated[id_] = (*self._stated.get(id_, ()), Stated(seq, since, what))

    def at(self, id_: UUID, moment: datetime) -> T | None:
        """Return what was true of a thing at that moment; None before anything was stated of it.

        What was stated by a clock that was ahead is taken to have been true already.
        """
        return next(self.perhaps(id_, moment), None)

    def perhaps(self, id_: UUID, moment: datetime) -> Iterator[T]:
        """Yield everything that may have been true of a thing at that moment, newest first."""
        unknown: list[T] = []
        for stated in reversed(self._stated.get(id_, ())):
            if stated.since > moment and self._is_ahead(stated):
                unknown.append(stated.what)
            elif stated.since > moment:
                # What was stated before this cannot have been stated later.
                unknown.clear()
            else:
                yield from (*unknown, stated.what)
                return
        yield from unknown

    def _is_ahead(self, stated: Stated[T]) -> bool:
        """Tell whether a later statement names an earlier moment."""
        return any(stated.seq < back.seq and back.to < stated.since for back in self.set_backs)

    def begun(self, id_: UUID) -> datetime | None:
        """Return when something was first stated of a thing."""
        return self._stated[id_][0].since if id_ in self._stated else None

    def since(self, moment: datetime) -> list[UUID]:
        """Return the things about which something was stated at that moment or later, newest first."""
        # New ones are at the end, so this looks at a few entries even when there are very many.
        newest = itertools.takewhile(
            lambda id_: self._stated[id_][-1].since >= moment, reversed(self._stated)
        )
        return list(newest)

    def ids(self) -> list[UUID]:
        """Return every id about which anything was stated."""
        return list(self._stated)

    def __copy__(self) -> "Timeline[T]":
        """Return a copy that can be changed without affecting this one."""
        twin: Timeline[T] = Timeline()
        twin._stated, twin.set_backs = copy(self._stated), self.set_backs
        return twin


@dataclass
class Past:
    """The signed directory as it was at past moments, as far as receipts need it."""

    people: "Timeline[KnownPerson]" = field(default_factory=Timeline)
    teams: Timeline[tuple[UUID, ...]] = field(default_factory=Timeline)
    """By shift."""
    safeguarding: Timeline[frozenset[UUID]] = field(default_factory=Timeline)
    """The members of that circle whose keys are in use, by the circle's id."""
    outside: "Timeline[KnownPerson]" = field(default_factory=Timeline)
    """The outside members who had a key, by their ids."""

    newest: datetime | None = None
    """The moment that the last statement names."""

    def __copy__(self) -> "Past":
        """Return a copy that can be changed without affecting this one."""
        timelines = (copy(self.people), copy(self.teams), copy(self.safeguarding), copy(self.outside))
        return Past(*timelines, self.newest)

    def as_of(self, now: datetime) -> "Past":
        """Return the same, read now: what the last statements say of moments to come was said by a wrong clock."""
        if self.newest is None or self.newest <= now:
            return self
        twin = copy(self)
        twin.note_set_back(SetBack(LAST, now))
        return twin

    def note_set_back(self, back: SetBack) -> None:
        """Note that everything stated before, for moments after this one, was stated by a clock that was ahead."""
        for timeline in (self.people, self.teams, self.safeguarding, self.outside):
            timeline.set_backs += (back,)

    def note(self, directory: "Directory", statement: Statement) -> None:
        """Note what the statement just applied to the directory has changed."""
        fields, since, seq = statement.fields, statement.stated_at, statement.seq
        if self.newest is not None and self.newest > since:
            self.note_set_back(SetBack(seq, since))
        self.newest = since
        is_about_a_person = statement.kind in (Kind.PERSON, Kind.DISABLED)
        if is_about_a_person:
            person_id = UUID(fields["person"])
            self.people.note(person_id, since, directory.people[person_id], seq=seq)
        elif statement.kind is Kind.TEAM:
            shift_id = UUID(fields["shift"])
            self.teams.note(shift_id, since, directory.teams[shift_id], seq=seq)
        elif statement.kind is Kind.AGREED:
            self._note_agreed(directory, statement)
        for circle in directory.circles.values():
            if circle.kind is not CircleKind.SAFEGUARDING:
                continue
            # A person's statement also ends places: when keys end, so do the places held with them.
            if is_about_a_person or statement.kind is Kind.AGREED or fields.get("circle") == str(circle.id):
                self.safeguarding.note(circle.id, since, frozenset(directory.members(circle.id)), seq=seq)

    def _note_agreed(self, directory: "Directory", statement: Statement) -> None:
        """Note somebody who was un-named, and who is the outside member now."""
        since, seq = statement.stated_at, statement.seq
        named = statement.fields.get("person")
        if named is not None and UUID(named) in directory.people:
            self.people.note(UUID(named), since, directory.people[UUID(named)], seq=seq)
        outside = directory.outside_member.as_known() if directory.outside_member else None
        for id_ in self.outside.ids():
            known = self.outside.at(id_, since)
            if known is not None and known.enabled and (outside is None or outside.id != id_):
                self.outside.note(id_, since, replace(known, enabled=False), seq=seq)
        if outside is not None and self.outside.begun(outside.id) is None:
            self.outside.note(outside.id, since, outside, seq=seq)

    def was_outside_member(self, person_id: UUID, moment: datetime) -> bool:
        """Tell whether somebody was the outside member at that moment, with a key."""
        known = self.outside.at(person_id, moment)
        return known is not None and known.enabled

    def safeguarding_members(self, moment: datetime) -> frozenset[UUID]:
        """Return the members of the safeguarding circle at that moment whose keys were in use."""
        return frozenset().union(
            *(self.safeguarding.at(id_, moment) or () for id_ in self.safeguarding.ids())
        )
