"""Builds the pages of home visits: one visit, the visits of a family, and what the forms about one need."""

from collections.abc import Mapping, Sized
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, func, select

from app.access.proven_cases import codes_of_cases
from app.access.scope import has, scoped
from app.bases.known import known_base
from app.children.codes import codes_of_children
from app.children.names import ChildName, names_of
from app.concerns.of_meeting import Told, told_by_id
from app.families.household_page import household_page
from app.families.member_views import MemberView
from app.families.scopes import visible_household
from app.foundation.local_time import local_day
from app.foundation.numbering import Numbered
from app.foundation.permissions import Permission
from app.foundation.vocabulary.visit_parts import VisitPart
from app.foundation.vocabulary.visit_states import VisitState
from app.home_visits.documents import Checked, VisitPlan, VisitReport
from app.home_visits.going import may_check
from app.home_visits.loading import children_of_family
from app.home_visits.mistaken import may_mark
from app.home_visits.scopes import visible_visit
from app.home_visits.standing import outings
from app.home_visits.visit_views import VisitView, open_visits
from app.mistakes.earlier import Earlier, earlier_versions
from app.mistakes.states import MarkState, MarkView, marks_of
from app.outreach.safety import MateOut, teams_out
from app.outreach.teams import Mate, street_staff
from app.unit_of_work import UnitOfWork
from models.case import Case
from models.home_visit import HomeVisit


@dataclass(frozen=True)
class PartLine:
    """One part of the checklist: what was found now, and at the last visit; None where nothing is known."""

    part: VisitPart
    now: Checked | None
    last: Checked | None


@dataclass(frozen=True)
class VisitPage:
    """One visit. `names` are its children by id, with their contact rules; `last` the visit made before it.

    `family` is the family's code, also for visitors who read no families; `reads_family` tells who does. `team` says
    who is out and who is back, empty while nobody has left. `told` are concerns raised from it that count.
    """

    view: VisitView
    family: str
    reads_family: bool
    case_code: str
    names: Mapping[UUID, ChildName]
    last: VisitView | None
    lines: tuple[PartLine, ...]
    team: tuple[MateOut, ...]
    told: tuple[Told, ...]
    duty_number: str
    marks: MarkState
    own_ask: MarkView | None
    may_check: bool
    may_write: bool
    may_mark: bool
    may_move: bool
    was_changed: bool

    @property
    def overdue(self) -> tuple[Mate, ...]:
        """The people who should be back and are not."""
        return tuple(one.mate for one in self.team if one.is_overdue)

    @property
    def asks_for_concern(self) -> bool:
        """Whether something red asks for a concern: none was raised that counts, and nobody said why none is needed."""
        answered = self.view.report is not None and self.view.report.no_concern
        lost = self.view.concern_id is not None and not self.told and not answered
        return self.view.asks_for_concern or (lost and not self.view.is_mistaken)


@dataclass(frozen=True)
class VisitsPage(Numbered):
    """One page of the visits of a family, the newest first; `next_on` is when the next one is due, if that is known."""

    household_id: UUID
    code: str
    is_closed: bool
    views: tuple[VisitView, ...]
    total: int
    page: int
    next_on: date | None
    may_plan: bool
    today: date

    @property
    def shown_lines(self) -> Sized:
        """The lines on this page."""
        return self.views


@dataclass(frozen=True)
class PlanPage:
    """What the form of a plan offers: the people of the base, the family's children, and their cases by id.

    `never` are those of the family whom somebody fears, or who are not safe to contact.
    """

    household_id: UUID
    family: str
    people: tuple[Mate, ...]
    children: tuple[ChildName, ...]
    cases: Mapping[UUID, str]
    never: tuple[MemberView, ...]
    view: VisitView | None = None


@dataclass(frozen=True)
class VisitBefore:
    """What a visit's plan and report said before; `people` are the codes of the children they name."""

    view: VisitView
    plans: tuple[Earlier[VisitPlan], ...]
    reports: tuple[Earlier[VisitReport], ...]
    people: Mapping[UUID, str]


def visit_page(work: UnitOfWork, visit_id: UUID) -> VisitPage:
    """Return a visit. Raises NotVisible."""
    row = visible_visit(work, visit_id)
    view = open_visits(work, [row])[0]
    last = last_made(work, view)
    status, marks = outings(work, [row]).get(row.id), marks_of(work, [row])[row.id]
    goes, sound = may_check(work, row), not view.is_changed and not view.is_mistaken
    waiting = marks.waiting
    return VisitPage(
        view=view,
        family=view.plan.family if view.plan else "",
        reads_family=has(work, Permission.FAMILY_READ),
        case_code=_case_code(work, view.case_id),
        names=names_of(work, view.children),
        last=last,
        lines=part_lines(view.report, last),
        team=teams_out(work, [status])[row.id] if status is not None else (),
        told=told_by_id(work, [view.concern_id] if view.concern_id else []),
        duty_number=known_base(work, row.base_id).duty_number,
        marks=marks,
        own_ask=waiting if waiting is not None and waiting.asker_id == work.person.id else None,
        may_check=goes,
        may_write=sound and view.plan is not None and has(work, Permission.VISIT_WRITE),
        may_mark=not view.is_changed and may_mark(work, row),
        may_move=sound and has(work, Permission.FAMILY_WRITE) and has(work, Permission.VISIT_WRITE),
        was_changed=sound and _was_changed(work, row),
    )


def part_lines(report: VisitReport | None, last: VisitView | None) -> tuple[PartLine, ...]:
    """Return each part of the checklist as it was found, beside what was found at the last visit."""
    now = {each.part: each for each in report.checks} if report else {}
    before = {each.part: each for each in last.report.checks} if last and last.report else {}
    return tuple(PartLine(part, now.get(part), before.get(part)) for part in VisitPart)


def last_made(work: UnitOfWork, view: VisitView) -> VisitView | None:
    """Return the newest visit that was made to the same family before this one, among those the person reads."""
    if view.is_changed:
        return None
    until = view.made_at or work.now
    query = _of_household(work, view.household_id).where(
        HomeVisit.state == VisitState.MADE.value,
        HomeVisit.mistake_id.is_(None),
        HomeVisit.id != view.id,
        HomeVisit.made_at < until,
    )
    rows = work.session.scalars(query.order_by(HomeVisit.made_at.desc()).limit(3)).all()
    return next((each for each in open_visits(work, rows) if not each.is_changed), None)


def visits_of_household(
    work: UnitOfWork, household_id: UUID, *, page: int = 1, at_most: int = VisitsPage.PAGE_SIZE
) -> VisitsPage:
    """Return one page of the visits of a family, or the newest of them, for whoever reads the family.

    Raises NotVisible, ChangedOutside.
    """
    household = visible_household(work, household_id)
    query = _of_household(work, household_id)
    in_order = query.order_by(HomeVisit.planned_on.desc(), HomeVisit.id)
    offset = (page - 1) * VisitsPage.PAGE_SIZE
    rows = work.session.scalars(in_order.offset(offset).limit(at_most)).all()
    return VisitsPage(
        household_id=household_id,
        code=household.code,
        is_closed=household.closed_at is not None,
        views=tuple(open_visits(work, rows)),
        total=_count(work, query),
        page=page,
        next_on=_next_on(work, household_id),
        may_plan=has(work, Permission.VISIT_WRITE) and household.closed_at is None,
        today=local_day(work.now),
    )


def plan_page(work: UnitOfWork, household_id: UUID, visit_id: UUID | None = None) -> PlanPage:
    """Return what the form of a plan offers. Raises NotVisible, Refused, ChangedOutside."""
    household = visible_household(work, household_id, Permission.FAMILY_WRITE)
    view = open_visits(work, [visible_visit(work, visit_id, Permission.VISIT_WRITE)])[0] if visit_id else None
    ids = dict.fromkeys((*children_of_family(work, household_id), *(view.children if view else ())))
    named = names_of(work, ids)
    work.note_listed(None, household_id, *named, base_id=household.base_id)
    query = scoped(work, Case, Permission.CASE_READ).where(
        Case.child_id.in_(list(named)), Case.closed_at.is_(None)
    )
    codes = codes_of_cases(work, [case.id for case in work.session.scalars(query)])
    return PlanPage(
        household_id=household_id,
        family=household.code,
        people=tuple(_people(work, household.base_id, view)),
        children=tuple(named[id_] for id_ in ids if id_ in named),
        cases={id_: code for id_, code in codes.items() if code},
        never=household_page(work, household_id).never,
        view=view,
    )


def visit_before(work: UnitOfWork, visit_id: UUID) -> VisitBefore:
    """Return what a visit said before. Raises NotVisible."""
    row = visible_visit(work, visit_id)
    view = open_visits(work, [row])[0]
    if view.is_changed:
        return VisitBefore(view, (), (), {})
    plans, reports = earlier_versions(work, row, VisitPlan), earlier_versions(work, row, VisitReport)
    ids = [*(id_ for each in plans for id_ in each.named), *(id_ for each in reports for id_ in each.named)]
    named = {*view.children, *(id_ for id_ in ids if id_ is not None)}
    return VisitBefore(view, plans, reports, codes_of_children(work, named))


def _people(work: UnitOfWork, base_id: UUID, view: VisitView | None) -> list[Mate]:
    """Return who may go: the people of the base, and whoever was planned already."""
    staff = street_staff(work, base_id)
    there = {mate.id for mate in staff}
    return [*staff, *(mate for mate in (view.visitors if view else ()) if mate.id not in there)]


def _of_household(work: UnitOfWork, household_id: UUID) -> Select[HomeVisit]:
    return scoped(work, HomeVisit, Permission.VISIT_READ).where(HomeVisit.household_id == household_id)


def _count(work: UnitOfWork, query: Select[HomeVisit]) -> int:
    return work.session.scalar(select(func.count()).select_from(query.subquery())) or 0


def _next_on(work: UnitOfWork, household_id: UUID) -> date | None:
    """Return when the family is to be visited again: as the newest visit that was reported says."""
    query = _of_household(work, household_id).where(
        HomeVisit.made_at.is_not(None), HomeVisit.mistake_id.is_(None)
    )
    newest = work.session.scalars(query.order_by(HomeVisit.made_at.desc()).limit(1)).first()
    return None if newest is None else open_visits(work, [newest])[0].next_visit_on


def _was_changed(work: UnitOfWork, row: HomeVisit) -> bool:
    return bool(earlier_versions(work, row, VisitPlan) or earlier_versions(work, row, VisitReport))


def _case_code(work: UnitOfWork, case_id: UUID | None) -> str:
    """Return the code of a visit's case, to people who read that case; nobody else learns that there is one."""
    if case_id is None:
        return ""
    query = scoped(work, Case, Permission.CASE_READ).where(Case.id == case_id)
    if work.session.scalars(query).first() is None:
        return ""
    return codes_of_cases(work, [case_id]).get(case_id, "")
