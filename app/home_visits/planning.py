"""Plans a home visit: when, to which children of a family, and which two colleagues go."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from app.access.proven_cases import sound_case
from app.access.scope import require, visible
from app.families.scopes import locked_household
from app.foundation.access_rules import reach_of
from app.foundation.day_meanings import DayMeaning, refuse_unlikely
from app.foundation.document_cleaning import cleaned
from app.foundation.errors import AlreadyDone, NotAllowedNow, Refused
from app.foundation.local_time import local_day
from app.foundation.permissions import Permission, Reach
from app.foundation.vocabulary.visit_states import VisitState
from app.home_visits.documents import VisitPlan
from app.home_visits.following import settle
from app.home_visits.loading import (
    VisitInHand,
    add_children,
    children_of_family,
    keep_children,
    refuse_unless_planned,
    visit_in_hand,
)
from app.home_visits.standing import visitors_of
from app.keyring.assigning import give_to_team, grant_team_folders, state_team, withdraw_folder
from app.keyring.policy import FolderKind
from app.keyring.writing import make_folder
from app.mistakes.earlier import keep_earlier
from app.outreach.shifts import refuse_strangers
from app.unit_of_work import UnitOfWork
from models.case import Case
from models.home_visit import HomeVisit, HomeVisitor

PAIR = 2
"""As many go: nobody stands alone at a door, and two saw what is written down."""


@dataclass(frozen=True)
class VisitInput:
    """What is typed of a planned visit. `case_id` is the case it is made for, if it is made for one."""

    planned_on: date
    visitors: tuple[UUID, ...]
    children: tuple[UUID, ...] = ()
    case_id: UUID | None = None
    between: time | None = None
    until: time | None = None
    purpose: str = ""
    way: str = ""
    why_alone: str = ""


def plan_visit(work: UnitOfWork, household_id: UUID, visit_id: UUID, new: VisitInput) -> UUID:
    """Plan a visit to a family: who goes is stated, and its folder is granted to them and to the office.

    Raises Refused, NotVisible, AlreadyDone for a form sent twice, ChangedOutside, or NotAllowedNow with
    `visitors-missing`, `why-alone-missing`, `not-street-staff`, `children-of-others`, `case-of-others`, `until-before`,
    `family-closed` or what a day that cannot be meant raises.
    """
    require(work, Permission.VISIT_WRITE)
    earlier = work.session.get(HomeVisit, visit_id)
    if earlier is not None:
        if (earlier.written_by, earlier.household_id) != (work.person.id, household_id):
            raise Refused(Permission.VISIT_WRITE.value)
        raise AlreadyDone(record_id=visit_id)
    household = locked_household(work, household_id, Permission.FAMILY_WRITE)
    if household.closed_at is not None:
        raise NotAllowedNow("family-closed")
    _check(work, household_id, household.base_id, new)
    state_team(work, visit_id, new.visitors, base_id=household.base_id)
    folder = make_folder(work, FolderKind.HOME_VISIT, base_id=household.base_id, shift_id=visit_id)
    visit = HomeVisit(
        id=visit_id,
        household_id=household_id,
        case_id=new.case_id,
        base_id=household.base_id,
        folder_id=folder.id,
        written_by=work.person.id,
        written_at=work.now,
        planned_on=new.planned_on,
        state=VisitState.PLANNED.value,
    )
    folder.write(visit, _plan(new, household.code))
    work.session.flush()
    _add_visitors(work, visit_id, new.visitors)
    add_children(work, folder, visit_id, new.children)
    settle(work, household_id)
    subjects = [visit_id, household_id, *new.children, *new.visitors]
    work.record("visit.planned", subjects=subjects, folders=[folder.id], base_id=household.base_id)
    return visit_id


def change_plan(work: UnitOfWork, visit_id: UUID, new: VisitInput, *, version: int) -> None:
    """Change a visit that is still planned. Whoever does not go any more loses its key.

    Raises as `plan_visit` does, Conflict for a stale version, and NotAllowedNow with `visit-reported`, `visit-begun`
    for other visitors once somebody has left, or `visitors-not-yours`.
    """
    hand = visit_in_hand(work, visit_id, version=version)
    refuse_unless_planned(hand.row)
    if set(hand.children) != set(new.children) or hand.row.case_id != new.case_id:
        _check_children(work, hand.row.household_id, new)
    _check_people(work, hand.row.base_id, new)
    _check_day(work, new)
    plan = _plan(new, hand.plan.family)
    keep_earlier(work, hand.folder, hand.row, VisitPlan, named=hand.children)
    hand.row.planned_on, hand.row.case_id = new.planned_on, new.case_id
    if set(new.visitors) != set(visitors_of(work, visit_id)):
        hand = _with_others(work, hand, new.visitors)
    with work.session.no_autoflush:
        hand.folder.write(hand.row, plan)
    work.session.flush()
    keep_children(work, hand, new.children)
    subjects = [*hand.subjects, *new.visitors]
    work.record("visit.changed", subjects=subjects, folders=[hand.folder.id], base_id=hand.row.base_id)


def _with_others(work: UnitOfWork, hand: VisitInHand, people: Sequence[UUID]) -> VisitInHand:
    """State who goes instead. Whoever was only among those before loses the key, and a new one begins."""
    before = visitors_of(work, hand.row.id)
    if hand.row.started_at is not None:
        raise NotAllowedNow("visit-begun")
    if work.person.id not in before and reach_of(work.person, Permission.SHIFT_WRITE) is not Reach.BASE:
        raise NotAllowedNow("visitors-not-yours")
    state_team(work, hand.row.id, people, base_id=hand.row.base_id)
    folder = hand.folder
    if set(before) <= set(people):
        grant_team_folders(work, hand.row.id, [each for each in people if each not in before])
    else:
        folder = withdraw_folder(work, folder.id)
        give_to_team(work, folder.id, shift_id=hand.row.id)
    for row in [work.session.get(HomeVisitor, (hand.row.id, each)) for each in before if each not in people]:
        if row is not None:
            work.session.delete(row)
    _add_visitors(work, hand.row.id, [each for each in people if each not in before])
    return VisitInHand(hand.row, folder, hand.plan, hand.report, hand.children)


def _add_visitors(work: UnitOfWork, visit_id: UUID, people: Iterable[UUID]) -> None:
    work.session.add_all(HomeVisitor(visit_id=visit_id, staff_id=each) for each in people)
    work.session.flush()


def _check(work: UnitOfWork, household_id: UUID, base_id: UUID, new: VisitInput) -> None:
    _check_people(work, base_id, new)
    _check_children(work, household_id, new)
    _check_day(work, new)


def _check_people(work: UnitOfWork, base_id: UUID, new: VisitInput) -> None:
    if not new.visitors:
        raise NotAllowedNow("visitors-missing")
    if len(set(new.visitors)) < PAIR and not new.why_alone.strip():
        raise NotAllowedNow("why-alone-missing")
    refuse_strangers(work, base_id, new.visitors)


def _check_children(work: UnitOfWork, household_id: UUID, new: VisitInput) -> None:
    if not set(new.children) <= set(children_of_family(work, household_id)):
        raise NotAllowedNow("children-of-others")
    if new.case_id is None:
        return
    case = sound_case(work, visible(work, Case, new.case_id, Permission.CASE_READ))
    if case.child_id not in new.children:
        raise NotAllowedNow("case-of-others")


def _check_day(work: UnitOfWork, new: VisitInput) -> None:
    refuse_unlikely(DayMeaning.PLANNED, new.planned_on, local_day(work.now))
    if new.between and new.until and new.until < new.between:
        raise NotAllowedNow("until-before")


def _plan(new: VisitInput, family: str) -> VisitPlan:
    return cleaned(
        VisitPlan(
            family=family,
            between=f"{new.between:%H:%M}" if new.between else "",
            until=f"{new.until:%H:%M}" if new.until else "",
            purpose=new.purpose,
            way=new.way,
            why_alone=new.why_alone if len(set(new.visitors)) < PAIR else "",
        )
    )
