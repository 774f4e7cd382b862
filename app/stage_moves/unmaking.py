"""What follows when a case ends because it should never have been there, or goes on because it ended by mistake."""

from datetime import date
from uuid import UUID

from app.access.proven_cases import codes_of_cases
from app.access.scope import locked, scoped
from app.case_records.loading import readable_case
from app.cases.creating import has_open_case
from app.cases.moves import MoveView, opened_moves
from app.cases.risk_changes import next_contact
from app.concerns.moving import take_out_of_case
from app.foundation.errors import NotAllowedNow
from app.foundation.local_time import local_day
from app.foundation.permissions import Permission
from app.foundation.typed_codes import codes_meant
from app.foundation.vocabulary.closure_reasons import MISTAKES
from app.keyring import assigning as keys
from app.keyring.case_status import is_closed, standing_moves
from app.unit_of_work import UnitOfWork
from models.base import Base
from models.case import Case
from models.concern import Concern
from models.stage_move import StageMove


def unmake(work: UnitOfWork, case: Case, reason: str) -> None:
    """End what a case that should not be there gave: its concerns leave it, and whoever worked on it loses its keys.

    The concerns stay their child's and are in no case. One that is not closed stays in the inbox, acknowledged or not
    as it was, until somebody says what is to be done. Raises NoKey, ChangedOutside.
    """
    query = scoped(work, Concern, Permission.CONCERN_TRIAGE).where(Concern.case_id == case.id)
    for row in work.session.scalars(locked(query)).all():
        take_out_of_case(work, row, reason)
    for each in keys.assignments_of(work, case.id, case.base_id):
        keys.end_assignment(work, each.id, base_id=case.base_id, child_id=case.child_id)


def refuse_second_case(work: UnitOfWork, case: Case) -> None:
    """Raise NotAllowedNow with `case-open-already` when the child of a closed case has an open one by now."""
    # Opening a case locks the base's row too, so that two are never open at once.
    work.session.get_one(Base, case.base_id, with_for_update=True, populate_existing=True)
    if has_open_case(work, case.child_id):
        raise NotAllowedNow("case-open-already")


def contact_after_reopening(work: UnitOfWork, case: Case) -> date | None:
    """Return when the child of a case that goes on must be met: today, because nobody counted while it was closed."""
    today = local_day(work.now)
    return None if next_contact(work, case, today) is None else today


def other_case_code(work: UnitOfWork, case: Case, typed: str) -> str:
    """Return the code of the case that is there already. Raises NotAllowedNow with `no-such-case`."""
    codes = codes_meant(typed)
    query = scoped(work, Case, Permission.CASE_READ).where(Case.code.in_(codes), Case.id != case.id)
    ids = list(work.session.scalars(query.with_only_columns(Case.id)))
    known = codes_of_cases(work, ids).values()
    found = next((code for code in codes if code in known), None)
    if found is None:
        raise NotAllowedNow("no-such-case")
    return found


def was_a_mistake(work: UnitOfWork, case: Case) -> bool:
    """Tell whether a case was closed because it should never have been opened; the case was loaded by its reader."""
    move = _closing(work, case)
    return move is not None and move.reason is not None and move.reason.closure in MISTAKES


def closing_of(work: UnitOfWork, case_id: UUID) -> MoveView | None:
    """Return the move that closed a case; None while it is open. Raises NotVisible."""
    return _closing(work, readable_case(work, case_id))


def _closing(work: UnitOfWork, case: Case) -> MoveView | None:
    if not is_closed(work, case):
        return None
    closing_id = standing_moves(work, case)[-1].id
    query = scoped(work, StageMove, Permission.CASE_READ).where(StageMove.id == closing_id)
    return next(iter(opened_moves(work, list(work.session.scalars(query))).views), None)
