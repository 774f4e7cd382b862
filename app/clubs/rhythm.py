"""Says which children stay away from a club: each by their own rhythm, weighed against who else came on those days.

Pure. Decision 0053 says why it is reckoned like this, and what it cannot see.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from statistics import median
from uuid import UUID

UNUSUAL = 0.02
"""An absence is told when a child with this rhythm would miss these days in a row less often than once in fifty."""
FEWEST_TIMES = 3
"""A child who came less often than this has no rhythm yet."""
_USUAL_OVER = 12
"""What is usual for a club on a day is the middle of this many sessions before it, and of the day itself."""
_FEWEST_MISSED = 8
"""Nobody has stopped coming, rather than stayed away, before they missed this many sessions in a row."""
_DAY_CARRIES, _RETURN_CARRIES = 2, 2
"""How many sessions it takes until what a child does on one weekday, or after a day missed, counts as much as what
they do altogether."""
TOLD_OF = 10
"""Of how many sessions words say how often a child came."""
_MOST, _FEW = 0.75, 0.4
"""A day on which at least this share of the usual number came is one when most came; below the second, when few did."""


@dataclass(frozen=True)
class ClubDay:
    """One session of a club: its day, and who came. One that was cancelled has no `came` and tells nothing."""

    on: date
    came: frozenset[UUID]
    is_cancelled: bool = False


class Standing(StrEnum):
    """What the days of a club say of a child."""

    COMES = "comes"
    NEW = "new"
    STAYS_AWAY = "stays_away"
    STOPPED = "stopped"


class Turnout(StrEnum):
    """How many others came on the days a child missed."""

    MOST_CAME = "most_came"
    SOME_CAME = "some_came"
    FEW_CAME = "few_came"


@dataclass(frozen=True)
class Rhythm:
    """A child's rhythm in one club, and the sessions in a row that they missed since.

    `came_times` of the `told_of` sessions up to the last one they came to. `chance` is that of missing these days in a
    row, for sorting; nobody is shown it. `since` is the day of the first session missed.
    """

    child_id: UUID
    standing: Standing
    came_times: int
    told_of: int
    missed: int
    last_came: date
    since: date | None
    turnout: Turnout
    chance: float

    @property
    def most_unusual_first(self) -> tuple[float, int, UUID]:
        """The position in a list."""
        return self.chance, -self.missed, self.child_id


def rhythms(days: Iterable[ClubDay]) -> list[Rhythm]:
    """Return the rhythm of every child who ever came, in any order; sessions may be given in any order."""
    held = tuple(sorted((day for day in days if day.came and not day.is_cancelled), key=lambda day: day.on))
    club = _Club(held)
    return [club.rhythm_of(child_id) for child_id in {id_ for day in held for id_ in day.came}]


def staying_away(days: Iterable[ClubDay]) -> list[Rhythm]:
    """Return the children who stay away, the most unusual absence first."""
    found = [rhythm for rhythm in rhythms(days) if rhythm.standing is Standing.STAYS_AWAY]
    return sorted(found, key=lambda rhythm: rhythm.most_unusual_first)


@dataclass(frozen=True)
class _Club:
    """The sessions that were held, oldest first."""

    days: Sequence[ClubDay]

    @cached_property
    def usual(self) -> list[float]:
        """How many usually came to a session, about the time of each."""
        counts = [len(day.came) for day in self.days]
        return [float(median(counts[max(0, at - _USUAL_OVER) : at + 1])) for at in range(len(counts))]

    @cached_property
    def _attended(self) -> dict[UUID, list[int]]:
        found: dict[UUID, list[int]] = {}
        for at, day in enumerate(self.days):
            for child_id in day.came:
                found.setdefault(child_id, []).append(at)
        return found

    def rhythm_of(self, child_id: UUID) -> Rhythm:
        at_days = self._attended[child_id]
        first, last, there = at_days[0], at_days[-1], set(at_days)
        told_from = max(first, last + 1 - TOLD_OF)
        missed = range(last + 1, len(self.days))
        chance, standing, turnout = 1.0, Standing.COMES, Turnout.MOST_CAME
        if missed:
            habit = _Habit(self, first, last, there)
            chance = habit.chance_of_missing(missed)
            turnout = _turnout([habit.share_of_others(at) for at in missed])
            standing = _standing(len(at_days), last + 1 - first, len(missed), chance)
        elif len(at_days) < FEWEST_TIMES:
            standing = Standing.NEW
        return Rhythm(
            child_id,
            standing,
            sum(at in there for at in range(told_from, last + 1)),
            last + 1 - told_from,
            len(missed),
            self.days[last].on,
            self.days[last + 1].on if missed else None,
            turnout,
            chance,
        )


@dataclass(frozen=True)
class _Habit:
    """How one child came between their first and their last session, by their positions among a club's days."""

    club: _Club
    first: int
    last: int
    there: set[int]

    @cached_property
    def rate(self) -> float:
        """The share of the sessions that the child comes to; one session of each kind is added, so it is never sure."""
        return (self._came + 1) / (self._came + self._missed + 2)

    @cached_property
    def _came(self) -> int:
        return len(self.there)

    @cached_property
    def _missed(self) -> float:
        """Sessions missed before the last that was attended, each as much as the others were there."""
        return sum(self._share(at) for at in range(self.first, self.last + 1) if at not in self.there)

    @cached_property
    def _by_weekday(self) -> dict[int, float]:
        """The rate on each weekday the club meets: a child who comes on Saturdays does not miss a Tuesday."""
        came: dict[int, float] = {}
        of: dict[int, float] = {}
        for at in range(self.first, self.last + 1):
            weekday, is_there = self.club.days[at].on.weekday(), at in self.there
            came[weekday] = came.get(weekday, 0) + is_there
            of[weekday] = of.get(weekday, 0) + (1 if is_there else self._share(at))
        return {
            weekday: (came[weekday] + _DAY_CARRIES * self.rate) / (of[weekday] + _DAY_CARRIES)
            for weekday in of
        }

    @cached_property
    def _returns(self) -> float:
        """How readily the child comes back after a missed session, 0 to 1: less for who stays away in stretches."""
        came = expected = 0.0
        for at in range(self.first + 1, self.last + 1):
            if at - 1 not in self.there:
                came += at in self.there
                expected += self._likely(at)
        return min(1.0, (came + _RETURN_CARRIES) / (expected + _RETURN_CARRIES))

    def _likely(self, at: int) -> float:
        """Return how likely the child comes on a day, given how many others did."""
        return self._by_weekday.get(self.club.days[at].on.weekday(), self.rate) * self.share_of_others(at)

    def _share(self, at: int) -> float:
        return min(1.0, len(self.club.days[at].came) / max(1.0, self.club.usual[at]))

    def share_of_others(self, at: int) -> float:
        """Return the share of those who usually come, without this child, who came on a day the child did not."""
        if at in self.there:
            return 1.0
        return min(1.0, len(self.club.days[at].came) / max(1.0, self.club.usual[at] - self.rate))

    def chance_of_missing(self, missed: Sequence[int]) -> float:
        """Return how likely a child with this habit misses all of these days, one after another."""
        chance = 1.0
        for at in missed:
            readiness = 1.0 if at == missed[0] else self._returns
            chance *= 1.0 - self._likely(at) * readiness
        return chance


def _standing(times: int, span: int, missed: int, chance: float) -> Standing:
    if times < FEWEST_TIMES:
        return Standing.NEW
    if chance >= UNUSUAL:
        return Standing.COMES
    # They have been gone for longer than they ever came: no longer a regular who stays away, but somebody who left.
    return Standing.STOPPED if missed >= max(span, _FEWEST_MISSED) else Standing.STAYS_AWAY


def _turnout(shares: Sequence[float]) -> Turnout:
    middle = median(shares)
    if middle >= _MOST:
        return Turnout.MOST_CAME
    return Turnout.SOME_CAME if middle >= _FEW else Turnout.FEW_CAME
