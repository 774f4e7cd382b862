"""What this room has for Today: who stays away, visits that wait for a caseworker, and visits somebody is to make."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from app.absences.away_list import AwayLine, Sorted, Which, away_lines, sorted_away
from app.absences.mistaken import KIND
from app.absences.reading import AnswerView
from app.access.scope import has
from app.children.names import ChildName, names_of
from app.clubs.register_memory import Away
from app.clubs.rhythm import Rhythm, Turnout
from app.foundation.access_rules import reach_of
from app.foundation.chronology import DueItem
from app.foundation.local_time import local_day
from app.foundation.marking import N_, Worded
from app.foundation.permissions import Permission, Reach
from app.unit_of_work import UnitOfWork

STAYS_AWAY = N_("A regular stays away from the club")
MORE = N_("More regulars stay away")
ASKED_FOR = N_("A club asks for a visit: decide")
TO_VISIT = N_("Visit: stays away from the club")
CHANGED = N_("An answer about a child who stays away")

ON_TODAY = 6
"""How many stand on Today, the most unusual first; the list has the others."""

MISSED: Mapping[Turnout, str] = {
    Turnout.MOST_CAME: N_(
        "came %(came)s of the last %(of)s times, missed the last %(missed)s, on days when most came"
    ),
    Turnout.SOME_CAME: N_(
        "came %(came)s of the last %(of)s times, missed the last %(missed)s, on days when some came"
    ),
    Turnout.FEW_CAME: N_(
        "came %(came)s of the last %(of)s times, missed the last %(missed)s, on days when few came"
    ),
}


def missed_words(rhythm: Rhythm) -> Worded:
    """Return a rhythm in marked words: what it is made of, and never how likely it is."""
    values = {"came": rhythm.came_times, "of": rhythm.told_of, "missed": rhythm.missed}
    return Worded(MISSED[rhythm.turnout], **{name: str(number) for name, number in values.items()})


def waiting_items(work: UnitOfWork) -> list[DueItem]:
    """Return the regulars who stay away, and the visits that clubs ask for; a director has the list instead."""
    if reach_of(work.person, Permission.CLUB_ANSWER) is None:
        return []
    found = sorted_away(work)
    asked = found.of[Which.ASKED]
    lines = away_lines(work, asked[:ON_TODAY])
    items = [_stays_away(line) for line in lines]
    if len(asked) > ON_TODAY:
        items.append(_more(work, len(asked) - ON_TODAY))
    return [*_changed(work, found), *_visits_asked_for(work, found), *items]


def due_items(work: UnitOfWork, *, until: date) -> list[DueItem]:
    """Return the visits that this person said they make, up to a day, while the child stays away."""
    if not has(work, Permission.CLUB_VISIT):
        return []
    found = []
    for away, answer in _everybody(sorted_away(work)):
        decided = answer.decided if answer is not None else None
        is_mine = answer is not None and answer.decider_id == work.person.id
        if answer is None or decided is None or decided.day is None or not is_mine or decided.day > until:
            continue
        found.append((decided.day, away.club.code, answer))
    names = names_of(work, [answer.child_id for _, _, answer in found])
    return [_visit(answer, TO_VISIT, code, day, names) for day, code, answer in found]


def _visits_asked_for(work: UnitOfWork, found: Sorted) -> list[DueItem]:
    if reach_of(work.person, Permission.CLUB_VISIT) is not Reach.BASE:
        return []
    asked = [
        (away.club.code, answer)
        for away, answer in _everybody(found)
        if answer is not None and answer.waits_for_a_caseworker
    ]
    names = names_of(work, [answer.child_id for _, answer in asked])
    return [_visit(answer, ASKED_FOR, code, local_day(answer.at), names) for code, answer in asked]


def _everybody(found: Sorted) -> Sequence[tuple[Away, AnswerView | None]]:
    return [one for which in Which for one in found.of[which]]


def _visit(answer: AnswerView, title: str, code: str, day: date, names: Mapping[UUID, ChildName]) -> DueItem:
    child = names.get(answer.child_id)
    return DueItem(
        due_on=day,
        kind=KIND,
        record_id=answer.id,
        title=title,
        code=code,
        is_waiting=title == ASKED_FOR,
        child_id=answer.child_id,
        rule=child.rule if child else None,
    )


def _stays_away(line: AwayLine) -> DueItem:
    rhythm = line.away.rhythm
    return DueItem(
        due_on=rhythm.since or rhythm.last_came,
        kind="staying-away" if line.club_child_id else "all-staying-away",
        record_id=line.club_child_id or line.away.club.id,
        title=STAYS_AWAY,
        code=line.away.club.code,
        label=missed_words(rhythm),
        is_waiting=True,
        child_id=rhythm.child_id,
        rule=line.child.rule if line.child else None,
    )


def _more(work: UnitOfWork, number: int) -> DueItem:
    return DueItem(
        due_on=local_day(work.now),
        kind="all-staying-away",
        record_id=work.person.id,
        title=MORE,
        code="",
        detail=str(number),
        is_waiting=True,
    )


def _changed(work: UnitOfWork, found: Sorted) -> list[DueItem]:
    """Return the answers that were changed outside: they let nothing rest."""
    return [
        DueItem(local_day(work.now), KIND, view.id, CHANGED, "", is_changed=True) for view in found.changed
    ]
