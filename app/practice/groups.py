"""The group sessions of the year: healing arts that grow, English, and parent education with its question."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial
from uuid import UUID, uuid4

from app.foundation.local_time import local_day
from app.foundation.vocabulary.club_sessions import CancelReason
from app.foundation.vocabulary.group_sessions import GroupKind
from app.group_sessions.documents import Answers, GroupPlan, ShownByChild
from app.group_sessions.loading import rows_of_children
from app.group_sessions.planning import GroupInput, plan_session
from app.group_sessions.reporting import (
    AdultsInput,
    ChildrenInput,
    cancel_session,
    report_adults,
    report_children,
)
from app.group_sessions.showing import write_shown
from app.practice.calendar import moment_of
from app.practice.children import Member
from app.practice.organisation import Practice
from app.practice.year import Year

PLANNED_BY, ARTISTS, TEACHERS = "theary", ("kunthea", "counsellor"), ("kunthea",)
BEGINS, ENDS = time(14), time(16)
HOURS_LATER = timedelta(hours=8)
"""They are planned in the morning, and written up when they are over."""
ARTS = GroupPlan(
    place="the upper room of the centre",
    art_form="drawing and clay",
    aim="to be together, and to be calm",
    materials="clay, paper, crayons",
)
ENGLISH = GroupPlan(place="the small classroom", materials="the blue books")
EVENING = GroupPlan(
    place="the hall behind the pagoda",
    topic="What traffickers promise, and what the law says",
    materials="the picture cards",
    question="May a child work off the debt of the family?",
)
DAYS_OF_ARTS = (84, 70, 56, 42, 28, 14)
DAYS_OF_ENGLISH = (63, 35, 7)
SHOWED = "a house with a red door, and said who may come in"


FROM_THE_STREET = 4


@dataclass(frozen=True)
class Groups:
    """The groups of a base: some children of the street, and those of its stories whose restoration has begun."""

    practice: Practice
    known: Sequence[Member]
    restored: list[Member]

    @property
    def children(self) -> list[UUID]:
        """The children who are expected now."""
        now = self.practice.clock.now()
        there = [*self.restored, *self.known[:FROM_THE_STREET]]
        return [member.id for member in there if member.known_at < now]


def note_groups(year: Year, groups: Groups, *, ends: datetime) -> None:
    """Write the groups of some months into the diary."""
    for at, days in enumerate(DAYS_OF_ARTS):
        _note(groups, year, GroupKind.ARTS, ARTS, ARTISTS, moment_of(days, ends), missing=at % 3)
    for at, days in enumerate(DAYS_OF_ENGLISH):
        _note(groups, year, GroupKind.ENGLISH, ENGLISH, TEACHERS, moment_of(days, ends), missing=at + 1)
    evening, at_evening = uuid4(), moment_of(21, ends)
    year.at(at_evening, partial(_plan, groups, evening, GroupKind.PARENTS, EVENING, TEACHERS))
    year.at(at_evening + HOURS_LATER, partial(_count_parents, groups, evening))
    rained = uuid4()
    year.at(moment_of(49, ends), partial(_plan, groups, rained, GroupKind.ENGLISH, ENGLISH, TEACHERS))
    year.at(moment_of(49, ends) + HOURS_LATER, partial(_rain, groups, rained))
    ahead = partial(_plan, groups, uuid4(), GroupKind.ARTS, ARTS, ARTISTS, days_ahead=3)
    year.at(moment_of(1, ends), ahead)


def _note(
    groups: Groups,
    year: Year,
    kind: GroupKind,
    plan: GroupPlan,
    leaders: Sequence[str],
    at: datetime,
    *,
    missing: int,
) -> None:
    group_id = uuid4()
    year.at(at, partial(_plan, groups, group_id, kind, plan, leaders))
    year.at(at + HOURS_LATER, partial(_hold, groups, group_id, missing))
    if kind is GroupKind.ARTS and missing == 0:
        year.at(at + HOURS_LATER + timedelta(minutes=10), partial(_show, groups, group_id))


def _plan(
    groups: Groups,
    group_id: UUID,
    kind: GroupKind,
    plan: GroupPlan,
    leaders: Sequence[str],
    *,
    days_ahead: int = 0,
) -> None:
    practice = groups.practice
    with practice.writing(PLANNED_BY) as work:
        people = tuple(practice.ids[name] for name in leaders)
        day = local_day(work.now) + timedelta(days=days_ahead)
        new = GroupInput(plan, day, BEGINS, ENDS, people, tuple(groups.children))
        plan_session(work, group_id, kind, new)


def _hold(groups: Groups, group_id: UUID, missing: int) -> None:
    with groups.practice.writing(TEACHERS[0]) as work:
        expected = [row.child_id for row in rows_of_children(work, [group_id])]
        came = tuple(expected[: len(expected) - missing])
        report_children(work, group_id, ChildrenInput(came, words="They stayed until the end."), version=1)


def _show(groups: Groups, group_id: UUID) -> None:
    with groups.practice.writing("counsellor") as work:
        (first, *_others) = rows_of_children(work, [group_id])
        write_shown(work, group_id, [ShownByChild(first.child_id, SHOWED)], version=2)


def _count_parents(groups: Groups, group_id: UUID) -> None:
    counted = AdultsInput(
        women=11,
        men=3,
        not_said=1,
        before=Answers(yes=7, unsure=5, no=3),
        after=Answers(yes=1, unsure=3, no=11),
        materials="the picture cards",
        words="Several asked whom to call when a lender comes back at night.",
    )
    with groups.practice.writing(TEACHERS[0]) as work:
        report_adults(work, group_id, counted, version=1)


def _rain(groups: Groups, group_id: UUID) -> None:
    with groups.practice.writing(TEACHERS[0]) as work:
        cancel_session(work, group_id, CancelReason.RAIN, "The lane was under water.", version=1)
