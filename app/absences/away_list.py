"""The list of regulars who stay away: who is asked about, who is looked after, and who stopped coming long ago."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from app.absences.reading import AnswerView, newest_by_child, recent_answers
from app.absences.resting import asks_again
from app.access.scope import has, scoped
from app.children.names import ChildName, names_of
from app.clubs.register_memory import Away, KnownClub, registers_for
from app.clubs.rhythm import Standing
from app.foundation.permissions import Permission
from app.unit_of_work import Remembered, UnitOfWork
from models.kids_club import ClubChild

A_PAGE = 25


class Which(StrEnum):
    """Which of them a page lists."""

    ASKED = "asked"
    LOOKED_AFTER = "looked_after"
    STOPPED = "stopped"


@dataclass(frozen=True)
class AwayLine:
    """One child who stays away from one club. `club_child_id` names their page; None when that row was taken out."""

    away: Away
    child: ChildName | None
    answer: AnswerView | None
    club_child_id: UUID | None


@dataclass(frozen=True)
class AwayPage:
    """A page of the list, with how many there are of each kind; `changed` answers were changed outside Wayhome."""

    which: Which
    lines: tuple[AwayLine, ...]
    counts: Mapping[Which, int]
    clubs: tuple[KnownClub, ...]
    club: KnownClub | None
    changed: tuple[AnswerView, ...]
    page: int
    may_answer: bool

    @property
    def total(self) -> int:
        """How many there are of this kind."""
        return self.counts[self.which]

    @property
    def first(self) -> int:
        """The number of the first line."""
        return (self.page - 1) * A_PAGE + 1 if self.lines else 0

    @property
    def last(self) -> int:
        """The number of the last line."""
        return self.first + len(self.lines) - 1 if self.lines else 0


@dataclass(frozen=True)
class Sorted:
    """Everybody who stays away, by what is to be done, each with the newest answer that counts."""

    of: Mapping[Which, Sequence[tuple[Away, AnswerView | None]]]
    changed: tuple[AnswerView, ...]
    clubs: tuple[KnownClub, ...]


def away_page(work: UnitOfWork, which: Which, *, club_id: UUID | None = None, page: int = 1) -> AwayPage:
    """Return a page of the list over all clubs this person reaches, or of one of them."""
    found = sorted_away(work)
    club = next((club for club in found.clubs if club.id == club_id), None)
    of = {
        each: [one for one in found.of[each] if club_id is None or one[0].club.id == club_id]
        for each in Which
    }
    changed = [view for view in found.changed if club_id is None or view.club_id == club_id]
    shown = of[which][(page - 1) * A_PAGE : page * A_PAGE]
    return AwayPage(
        which=which,
        lines=away_lines(work, shown),
        counts={each: len(of[each]) for each in Which},
        clubs=found.clubs,
        club=club,
        changed=tuple(changed),
        page=page,
        may_answer=has(work, Permission.CLUB_ANSWER),
    )


_SORTED: Remembered[list[Sorted]] = Remembered(list)
"""What was sorted in this transaction: Today asks twice."""


def sorted_away(work: UnitOfWork) -> Sorted:
    """Return everybody who stays away from the clubs this person reaches; nothing about them is shown yet."""
    known = work.remember(_SORTED)
    if not known:
        known.append(_sorted_now(work))
    return known[0]


def _sorted_now(work: UnitOfWork) -> Sorted:
    of: dict[Which, list[tuple[Away, AnswerView | None]]] = {which: [] for which in Which}
    clubs: list[KnownClub] = []
    changed: list[AnswerView] = []
    for each in registers_for(work):
        everybody = each.away
        pairs = {(away.club.id, away.rhythm.child_id) for away in everybody}
        views = recent_answers(work, [each.memory.base_id], pairs, verified=each.memory.verified)
        newest = newest_by_child(views)
        for away in everybody:
            answer = newest.get((away.club.id, away.rhythm.child_id))
            of[_which(away, answer)].append((away, answer))
        changed += [view for view in views if view.is_changed]
        clubs += [each.memory.clubs[id_] for id_ in each.club_ids if id_ in each.memory.clubs]
    for found in of.values():
        found.sort(key=lambda one: one[0].most_unusual_first)
    return Sorted(of, tuple(changed), tuple(sorted(clubs, key=lambda club: (len(club.code), club.code))))


def away_lines(work: UnitOfWork, shown: Sequence[tuple[Away, AnswerView | None]]) -> tuple[AwayLine, ...]:
    """Name the children of some lines, with their contact rules; they are listed in the trail."""
    names = names_of(work, [away.rhythm.child_id for away, _ in shown])
    members = _members(work, [away for away, _ in shown])
    for away, _ in shown:
        work.note_listed(away.club.folder_id, away.rhythm.child_id, base_id=away.club.base_id)
    return tuple(
        AwayLine(
            away,
            names.get(away.rhythm.child_id),
            answer,
            members.get((away.club.id, away.rhythm.child_id)),
        )
        for away, answer in shown
    )


def _members(work: UnitOfWork, away: Sequence[Away]) -> dict[tuple[UUID, UUID], UUID]:
    if not away:
        return {}
    query = scoped(work, ClubChild, Permission.CLUB_READ).where(
        ClubChild.child_id.in_({each.rhythm.child_id for each in away}),
        ClubChild.club_id.in_({each.club.id for each in away}),
    )
    named = query.with_only_columns(ClubChild.club_id, ClubChild.child_id, ClubChild.id)
    return {(club_id, child_id): id_ for club_id, child_id, id_ in work.session.execute(named)}


def _which(away: Away, answer: AnswerView | None) -> Which:
    if away.rhythm.standing is Standing.STOPPED:
        return Which.STOPPED
    if answer is None or answer.said is None or answer.is_refused:
        return Which.ASKED
    again = asks_again(away.rhythm, answer.said.kind, answer.at, newest_missed=away.newest_missed)
    return Which.ASKED if again else Which.LOOKED_AFTER
