"""A home visit written by mistake: who may say so, and that it then counts for nothing."""

from uuid import UUID

from app.access.addresses import declare_address
from app.foundation.access_rules import reach_of
from app.foundation.errors import NotAllowedNow, Refused
from app.foundation.permissions import Permission, Reach
from app.foundation.vocabulary.second_reasons import SecondReason
from app.home_visits.documents import VisitPlan
from app.home_visits.following import settle
from app.home_visits.loading import children_of_visit, visit_folder
from app.home_visits.scopes import locked_visit
from app.home_visits.standing import outing_of, visitors_of
from app.mistakes.markables import Called, Held, OwnPage, declare_markable
from app.unit_of_work import UnitOfWork
from models.home_visit import HomeVisit
from models.mistake import MistakeMark

declare_address("visit_id", "mark_id", MistakeMark.about_id)
VISIT = str(HomeVisit.__tablename__)


def may_mark(work: UnitOfWork, visit: HomeVisit) -> bool:
    """Tell whether the person may mark a visit, or take that back: who planned or reported it, and supervisors."""
    if reach_of(work.person, Permission.VISIT_WRITE) is None:
        return False
    leads = reach_of(work.person, Permission.SHIFT_WRITE) is Reach.BASE
    return leads or work.person.id in (visit.written_by, visit.reported_by)


def _hold(work: UnitOfWork, visit_id: UUID, permission: Permission) -> Held[HomeVisit]:
    """Load a visit, locked, once everybody who left for it is back."""
    row = locked_visit(work, visit_id, permission)
    if permission is Permission.VISIT_WRITE and not may_mark(work, row):
        raise Refused(permission.value)
    folder = visit_folder(work, row)
    folder.check(row)
    status = outing_of(work, row)
    if status is not None and status.ended_at is None:
        raise NotAllowedNow("visitors-out")
    subjects = (row.household_id, *children_of_visit(work, row, folder))
    return Held(row, folder, row.base_id, subjects=subjects)


def _stops_a_clock(_work: UnitOfWork, row: HomeVisit) -> SecondReason | None:
    """Something red that asks for a concern would ask no more."""
    return SecondReason.STOPS_CLOCK if row.asks_since is not None else None


declare_markable(
    HomeVisit,
    VisitPlan,
    writes=Permission.VISIT_WRITE,
    hold=_hold,
    second=_stops_a_clock,
    follow=lambda work, held: settle(work, held.row.household_id),
    involved=lambda work, row: {row.written_by, row.reported_by, *visitors_of(work, row.id)} - {None},
    page=OwnPage(VISIT, Permission.VISIT_READ, lambda _work, row: Called(at=row.made_at or row.written_at)),
)
