"""The sealed documents of this room: what a club is, and the register of a session."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from uuid import UUID

from app.foundation.vocabulary.club_kinds import ClubKind
from app.keyring.documents import sealed_in


@dataclass(frozen=True)
class Change:
    """Who last changed the record, and when."""

    by: UUID
    at: datetime


@dataclass(frozen=True)
class Weekly:
    """One session of every week: the weekday as Python numbers it (Monday is 0), and local times such as 14:00."""

    weekday: int
    begins: str
    ends: str


@dataclass(frozen=True)
class ClubPlace:
    """Where a club meets since a day (None: from the beginning): an area code of the base's pack, and words."""

    words: str
    area: str = ""
    since: date | None = None


@sealed_in("kids_club", "plan")
@dataclass(frozen=True)
class ClubPlan:
    """What a club is called, where it meets and met (oldest first), when every week, and for how many children.

    `closing` is why it meets no more. A centre's sessions are its days.
    """

    name: str
    places: tuple[ClubPlace, ...] = ()
    weekly: tuple[Weekly, ...] = ()
    capacity: int | None = None
    closing: str = ""
    last_change: Change | None = None
    kind: ClubKind = ClubKind.CLUB

    def place_on(self, day: date) -> ClubPlace | None:
        """Return where the club meets on that day."""
        there = [each for each in self.places if each.since is None or each.since <= day]
        return there[-1] if there else next(iter(self.places), None)


@dataclass(frozen=True)
class OtherSide:
    """What somebody else said of a child at the same time: that they came, with what, or that they did not."""

    came: bool
    by: UUID
    at: datetime
    came_with: str = ""
    left_at: str = ""
    fetched_by: str = ""
    came_at: str = ""
    lesson: str = ""
    had_meal: bool = False


@dataclass(frozen=True)
class Mark:
    """One child who came, by whom that was marked, and when.

    `late`: marked or changed after the register had been saved before, so a latecomer or a correction. `came_at` and
    `left_at`: local times, such as 15:30; `left_at` at a club is of a child who left early. `lesson`: what they learnt
    there. `other` is what somebody else said who saved at the same time, until somebody decides. `paper`: it was marked
    on paper at the club, and typed later.
    """

    child_id: UUID
    by: UUID
    at: datetime
    late: bool = False
    paper: bool = False
    came_with: str = ""
    left_at: str = ""
    fetched_by: str = ""
    other: OtherSide | None = None
    came_at: str = ""
    lesson: str = ""
    had_meal: bool = False


@dataclass(frozen=True)
class FromPaper:
    """A register that was taken on paper: by whom, in words, for they may have no account; who typed it, and when."""

    taken_by: str
    by: UUID
    at: datetime


@sealed_in("club_session", "register")
@dataclass(frozen=True)
class Register:
    """Who came to a session, how many were expected, and what was seen there.

    Of a session that was cancelled: `reason` (a code of `CancelReason`), and words. Nobody came to it. `papers` are
    those that were typed into it, oldest first.
    """

    marks: tuple[Mark, ...] = ()
    expected: int | None = None
    words: str = ""
    reason: str = ""
    last_change: Change | None = None
    papers: tuple[FromPaper, ...] = ()

    @cached_property
    def by_child(self) -> dict[UUID, Mark]:
        """The marks by child."""
        return {mark.child_id: mark for mark in self.marks}

    @property
    def came(self) -> frozenset[UUID]:
        """The children who came."""
        return frozenset(mark.child_id for mark in self.marks)
