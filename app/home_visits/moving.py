"""Moves a home visit that stands with the wrong family to the right one."""

from dataclasses import dataclass, replace
from uuid import UUID

from app.access.scope import scoped
from app.families.scopes import locked_household
from app.foundation.errors import AlreadyDone, NotAllowedNow
from app.foundation.permissions import Permission
from app.foundation.text_cleaning import clean_lines
from app.foundation.typed_codes import codes_meant
from app.home_visits.documents import VisitPlan, VisitReport
from app.home_visits.following import settle
from app.home_visits.loading import children_of_family, keep_children, visit_in_hand
from app.mistakes.earlier import keep_earlier
from app.unit_of_work import UnitOfWork
from models.household import Household


@dataclass(frozen=True)
class MoveVisit:
    """To which family a visit was, by its code, and why it stood elsewhere; `version` is the visit's in the form."""

    family: str
    reason: str
    version: int


def move_visit(work: UnitOfWork, visit_id: UUID, to: MoveVisit) -> None:
    """Put a visit with the family it was to, for somebody who writes both. It is then to the children of that family.

    Who went keeps its key: they were there. How a child of the other family was seen stays in what it said before.
    What it was made for, a case, is taken off it. Raises Refused, NotVisible, Conflict, ChangedOutside, AlreadyDone
    when it stands there, or NotAllowedNow (`reason-missing`, `no-such-family`, `written-by-mistake`).
    """
    hand = visit_in_hand(work, visit_id, version=to.version)
    left_id = hand.row.household_id
    reason = clean_lines(to.reason)
    if not reason:
        raise NotAllowedNow("reason-missing")
    found_id = _family(work, to.family, hand.row.base_id)
    if found_id == left_id:
        raise AlreadyDone(record_id=visit_id)
    locked_household(work, left_id, Permission.FAMILY_WRITE)
    household = locked_household(work, found_id, Permission.FAMILY_WRITE)
    children = children_of_family(work, household.id)
    keep_earlier(work, hand.folder, hand.row, VisitPlan, why=reason, named=hand.children)
    hand.row.household_id, hand.row.case_id = household.id, None
    documents: list[VisitPlan | VisitReport] = [replace(hand.plan, family=household.code)]
    if hand.report is not None:
        keep_earlier(work, hand.folder, hand.row, VisitReport, why=reason, named=hand.children)
        seen = tuple(each for each in hand.report.seen if each.child_id in children)
        documents.append(replace(hand.report, seen=seen))
    with work.session.no_autoflush:
        hand.folder.write(hand.row, *documents)
    work.session.flush()
    keep_children(work, hand, children)
    settle(work, left_id)
    settle(work, household.id)
    work.record(
        "visit.moved",
        subjects=[*hand.subjects, household.id, *children],
        folders=[hand.folder.id],
        base_id=hand.row.base_id,
        version=hand.row.version,
    )


def _family(work: UnitOfWork, code: str, base_id: UUID) -> UUID:
    """Return the family of a base with a typed code. Raises NotAllowedNow (`no-such-family`)."""
    query = scoped(work, Household, Permission.FAMILY_WRITE).where(
        Household.code.in_(codes_meant(code)), Household.base_id == base_id
    )
    row = work.session.scalars(query).first()
    if row is None:
        raise NotAllowedNow("no-such-family")
    return row.id
