"""Who leads which kids' club: what the key directory states, while it is so and after it has ended."""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.keyring.layered_mapping import Layered


@dataclass(frozen=True)
class KnownLeading:
    """A person's signed place as the leader of a club, which is named by its folder.

    `until` is when a stand-in's time ends: by the clock, without anybody doing anything. `stated_by` is None for the
    root.
    """

    id: UUID
    folder_id: UUID
    staff_id: UUID
    base_id: UUID | None
    since: datetime
    stated_by: UUID | None
    until: datetime | None = None

    def is_over(self, now: datetime) -> bool:
        """Tell whether a stand-in's time has ended."""
        return self.until is not None and self.until <= now


@dataclass(frozen=True)
class EndedLeading:
    """A place as a leader that somebody ended: when, and by whom (None: the root)."""

    leading: KnownLeading
    at: datetime
    ended_by: UUID | None


class Leadings:
    """Every place as a leader, by its id, by the club's folder and by person."""

    def __init__(self) -> None:
        self.in_force: Layered[UUID, KnownLeading] = Layered()
        self._of_folder: Layered[UUID, tuple[KnownLeading, ...]] = Layered()
        self._of_person: Layered[UUID, tuple[KnownLeading, ...]] = Layered()
        self._ended: Layered[UUID, tuple[EndedLeading, ...]] = Layered()

    def __copy__(self) -> "Leadings":
        """Return a copy that can be changed without affecting this one."""
        twin = Leadings()
        twin.in_force, twin._ended = copy(self.in_force), copy(self._ended)
        twin._of_folder, twin._of_person = copy(self._of_folder), copy(self._of_person)
        return twin

    def begin(self, known: KnownLeading) -> None:
        """Note that somebody leads a club from now on."""
        self.in_force[known.id] = known
        self._of_folder[known.folder_id] = (*self._of_folder.get(known.folder_id, ()), known)
        self._of_person[known.staff_id] = (*self._of_person.get(known.staff_id, ()), known)

    def end(self, leading_id: UUID, *, at: datetime, by: UUID | None) -> KnownLeading | None:
        """Note that somebody leads a club no more; None if they did not."""
        known = self.in_force.pop(leading_id, None)
        if known is None:
            return None
        for places, key in ((self._of_folder, known.folder_id), (self._of_person, known.staff_id)):
            places[key] = tuple(each for each in places[key] if each.id != leading_id)
        ended = EndedLeading(known, at, by)
        self._ended[known.folder_id] = (*self._ended.get(known.folder_id, ()), ended)
        return known

    def of_club(self, folder_id: UUID, base_id: UUID | None) -> list[KnownLeading]:
        """Return who leads the club, stated in its own base, in the order in which they began.

        A stand-in whose time is over is among them: ask `is_over`.
        """
        return [each for each in self._of_folder.get(folder_id, ()) if each.base_id == base_id]

    def of_person(self, person_id: UUID) -> tuple[KnownLeading, ...]:
        """Return the clubs that a person leads, as `of_club` does."""
        return self._of_person.get(person_id, ())

    def once(self, folder_id: UUID, base_id: UUID | None) -> list[EndedLeading]:
        """Return the places of leaders of the club that somebody ended, in the order in which they ended."""
        return [each for each in self._ended.get(folder_id, ()) if each.leading.base_id == base_id]

    def ever(self, folder_id: UUID, base_id: UUID | None) -> Iterable[KnownLeading]:
        """Return every place of a leader the club ever had."""
        return [*self.of_club(folder_id, base_id), *(each.leading for each in self.once(folder_id, base_id))]
