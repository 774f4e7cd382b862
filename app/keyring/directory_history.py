"""Keeps what was so from which moment on, so that what somebody signed is judged by the directory as it was then."""

import itertools
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Generic, TypeVar
from uuid import UUID

from app.keyring.layered_mapping import Layered
from app.keyring.policy import CircleKind
from app.keyring.statements import Kind, Statement

if TYPE_CHECKING:
    from app.keyring.directory import Directory, KnownPerson

T = TypeVar("T")


class Timeline(Generic[T]):
    """What was stated of several things, and when, in the order of the statements; what was stated last comes last."""

    def __init__(self) -> None:
        self._stated: Layered[UUID, tuple[tuple[datetime, T], ...]] = Layered()

    def note(self, id_: UUID, since: datetime, what: T) -> None:
        """Note what is so of a thing from that moment on."""
        self._stated[id_] = (*self._stated.get(id_, ()), (since, what))

    def at(self, id_: UUID, moment: datetime) -> T | None:
        """Return what was so of a thing at that moment; None before anything was stated of it."""
        return next((what for since, what in reversed(self._stated.get(id_, ())) if since <= moment), None)

    def begun(self, id_: UUID) -> datetime | None:
        """Return when something was first stated of a thing."""
        return self._stated[id_][0][0] if id_ in self._stated else None

    def since(self, moment: datetime) -> list[UUID]:
        """Return the things of which something was stated at that moment or later, the newest first."""
        # New ones are at the end, so that this looks at a few of a great many.
        newest = itertools.takewhile(lambda id_: self._stated[id_][-1][0] >= moment, reversed(self._stated))
        return list(newest)

    def ids(self) -> list[UUID]:
        """Return everything of which anything was stated."""
        return list(self._stated)

    def __copy__(self) -> "Timeline[T]":
        """Return another one that can be added to without changing this."""
        twin: Timeline[T] = Timeline()
        twin._stated = copy(self._stated)
        return twin


@dataclass
class Past:
    """The signed directory as it once was, as far as receipts ask for it."""

    people: "Timeline[KnownPerson]" = field(default_factory=Timeline)
    teams: Timeline[tuple[UUID, ...]] = field(default_factory=Timeline)
    """Of each shift."""
    safeguarding: Timeline[frozenset[UUID]] = field(default_factory=Timeline)
    """The living members of that circle, by its id."""

    def __copy__(self) -> "Past":
        """Return another one that can be added to without changing this."""
        return Past(copy(self.people), copy(self.teams), copy(self.safeguarding))

    def note(self, directory: "Directory", statement: Statement) -> None:
        """Note what a statement changed that the directory has just taken in."""
        fields, since = statement.fields, statement.stated_at
        is_about_a_person = statement.kind in (Kind.PERSON, Kind.DISABLED)
        if is_about_a_person:
            person_id = UUID(fields["person"])
            self.people.note(person_id, since, directory.people[person_id])
        elif statement.kind is Kind.TEAM:
            self.teams.note(UUID(fields["shift"]), since, directory.teams[UUID(fields["shift"])])
        for circle in directory.circles.values():
            if circle.kind is not CircleKind.SAFEGUARDING:
                continue
            # Whoever vouches for people ends places in it too: keys that ended take them along.
            if is_about_a_person or fields.get("circle") == str(circle.id):
                self.safeguarding.note(circle.id, since, frozenset(directory.members(circle.id)))

    def safeguarding_members(self, moment: datetime) -> frozenset[UUID]:
        """Return who was a living member of the safeguarding circle at that moment."""
        return frozenset().union(
            *(self.safeguarding.at(id_, moment) or () for id_ in self.safeguarding.ids())
        )
