"""Loads a home visit to be read or changed, with its folder and its children."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import or_

from app.access.scope import scoped
from app.families.scopes import visible_household
from app.foundation.errors import ChangedOutside, Conflict, NotAllowedNow
from app.foundation.local_time import local_day
from app.foundation.permissions import Permission
from app.foundation.vocabulary.visit_states import VisitState
from app.home_visits.documents import VisitPlan, VisitReport
from app.home_visits.scopes import locked_visit
from app.keyring.boards import board_fits
from app.keyring.folders import Fit, OpenFolder, fit_in, open_folder
from app.keyring.policy import FolderKind
from app.keyring.writing import FolderToWrite, folder_to_write
from app.mistakes.states import is_marked
from app.unit_of_work import UnitOfWork
from models.home_visit import HomeVisit, HomeVisitChild
from models.household_member import HouseholdMember


@dataclass(frozen=True)
class VisitInHand:
    """A visit that is being changed: locked, whole, and what it was written from."""

    row: HomeVisit
    folder: FolderToWrite
    plan: VisitPlan
    report: VisitReport | None
    children: tuple[UUID, ...]

    @property
    def subjects(self) -> list[UUID]:
        """What the trail names: the visit, its family and its children."""
        return [self.row.id, self.row.household_id, *self.children]


def visit_in_hand(work: UnitOfWork, visit_id: UUID, *, version: int | None = None) -> VisitInHand:
    """Open a visit to change it, locked. A version says with which one its form was opened.

    Raises NotVisible, Refused, ChangedOutside, Conflict for a stale version, NotAllowedNow (`written-by-mistake`).
    """
    row = locked_visit(work, visit_id, Permission.VISIT_WRITE)
    folder = visit_folder(work, row)
    plan = folder.read(row, VisitPlan)
    report = folder.read(row, VisitReport) if row.report is not None else None
    if version is not None and row.version != version:
        raise Conflict(record=row.id, version=row.version)
    if is_marked(row):
        raise NotAllowedNow("written-by-mistake")
    return VisitInHand(row, folder, plan, report, children_of_visit(work, row, folder))


def refuse_unless_planned(visit: HomeVisit) -> None:
    """Raise NotAllowedNow (`visit-reported`) for a visit of which somebody wrote how it went."""
    if visit.state != VisitState.PLANNED:
        raise NotAllowedNow("visit-reported")


def visit_folder(work: UnitOfWork, row: HomeVisit) -> FolderToWrite:
    """Open the folder of a visit, to seal in it. Raises NoKey, KeyRefused."""
    return folder_to_write(work, FolderKind.HOME_VISIT, row.folder_id, base_id=row.base_id, shift_id=row.id)


def rows_of_children(
    work: UnitOfWork, visit_ids: Iterable[UUID], permission: Permission = Permission.VISIT_READ
) -> Sequence[HomeVisitChild]:
    """Return the rows of the children of several visits, in the order in which they are stored."""
    wanted = list(visit_ids)
    if not wanted:
        return []
    query = scoped(work, HomeVisitChild, permission).where(HomeVisitChild.visit_id.in_(wanted))
    return work.session.scalars(query.order_by(HomeVisitChild.id)).all()


def children_of_visit(work: UnitOfWork, row: HomeVisit, folder: OpenFolder) -> tuple[UUID, ...]:
    """Return the children whom a visit is to. Raises ChangedOutside when a row is not what was written."""
    rows = rows_of_children(work, [row.id])
    if any(fit_in(folder, each) is Fit.CHANGED for each in rows):
        raise ChangedOutside("a child of a visit that is not what was written", visit=row.id)
    return tuple(each.child_id for each in rows)


def keep_children(work: UnitOfWork, hand: VisitInHand, wanted: Sequence[UUID]) -> None:
    """Make the children of a visit these: the rows of others go, for their names stay in its earlier versions."""
    for row in rows_of_children(work, [hand.row.id], Permission.VISIT_WRITE):
        if row.child_id not in wanted:
            work.session.delete(row)
    add_children(work, hand.folder, hand.row.id, [each for each in wanted if each not in hand.children])


def add_children(work: UnitOfWork, folder: FolderToWrite, visit_id: UUID, child_ids: Iterable[UUID]) -> None:
    """Write down whom a visit is to."""
    for child_id in dict.fromkeys(child_ids):
        folder.write(HomeVisitChild(id=uuid4(), visit_id=visit_id, child_id=child_id))
    work.session.flush()


def children_of_family(work: UnitOfWork, household_id: UUID) -> tuple[UUID, ...]:
    """Return the children with a record who belong to a family today, for whoever reads the family.

    Raises NotVisible, ChangedOutside.
    """
    visible_household(work, household_id)
    today = local_day(work.now)
    query = scoped(work, HouseholdMember, Permission.FAMILY_READ).where(
        HouseholdMember.household_id == household_id,
        HouseholdMember.child_id.is_not(None),
        HouseholdMember.mistake_id.is_(None),
        or_(HouseholdMember.until_on.is_(None), HouseholdMember.until_on > today),
    )
    rows = work.session.scalars(query.order_by(HouseholdMember.written_at, HouseholdMember.id)).all()
    fits = board_fits(work, rows)
    sound = [row.child_id for row in rows if fits[row.id] is not Fit.CHANGED]
    return tuple(dict.fromkeys(child_id for child_id in sound if child_id is not None))


def opened_folder(work: UnitOfWork, row: HomeVisit) -> OpenFolder:
    """Open the folder of a visit, to read it. Raises NoKey."""
    return open_folder(work, row.folder_id)
