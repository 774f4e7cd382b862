"""Asks for a move, decides it or takes it back: nobody decides their own request."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from app.access.scope import locked, scoped
from app.case_records.loading import lock_case, raise_if_already_saved, refuse_stale
from app.cases.closure import Criterion
from app.cases.documents import MoveDecision, MoveReason
from app.cases.moves import MoveState, waiting_moves
from app.cases.stages import CaseStatus, Move, UnknownMove, case_status_from, missing, move
from app.foundation.errors import AlreadyDone, ChangedOutside, Conflict, NotAllowedNow, NotVisible, Refused
from app.foundation.permissions import Permission
from app.foundation.text_cleaning import clean_lines
from app.foundation.vocabulary.closure_reasons import MISTAKES, SUPERVISOR_REVIEWS, ClosureReason
from app.keyring.adding_statements import own_signer, state
from app.keyring.case_status import case_status_of, way_back
from app.keyring.policy import FolderKind
from app.keyring.statements import Kind
from app.keyring.writing import FolderToWrite, case_folder_to_write
from app.safety_plans.plans import end_plan
from app.stage_moves.facts import gather_facts
from app.stage_moves.in_danger import check_danger, take_in_suspicion
from app.stage_moves.requests import needs, record_step, write_request
from app.stage_moves.unmaking import contact_after_reopening, other_case_code, refuse_second_case, unmake
from app.unit_of_work import UnitOfWork
from models.case import Case
from models.stage_move import StageMove


class Verdict(StrEnum):
    """The possible decisions."""

    APPROVE = "approve"
    REFUSE = "refuse"


@dataclass(frozen=True)
class MoveInput:
    """What is typed to ask for a move. `closure`, `confirmed`, `search` and `duplicate_of` belong to a move to closed.

    `duplicate_of` is the code of the case that is there already.
    """

    id: UUID
    to: CaseStatus
    words: str
    closure: ClosureReason | None = None
    confirmed: tuple[Criterion, ...] = ()
    search: str = ""
    duplicate_of: str = ""


@dataclass(frozen=True)
class Decision:
    """What is typed to decide a move. `version` is the move's when the form was opened."""

    verdict: Verdict
    words: str
    version: int


def ask(work: UnitOfWork, case_id: UUID, new: MoveInput) -> None:
    """Ask for a move; somebody else decides it.

    Raises Refused, NotVisible, AlreadyDone, or NotAllowedNow: `no-such-move`, `move-pending`, `reason-missing`,
    `search-missing`, `no-such-case`, `case-open-already`, or one `needs-…` for each requirement that is not met.
    """
    case = lock_case(work, case_id, Permission.CASE_WRITE)
    raise_if_already_saved(work, StageMove, new.id, author="asked_by", case_id=case.id)
    reason = _reason(work, case, new)
    _check_requirements(work, case, new.to.value, reason)
    if waiting_moves(work, case.id):
        raise NotAllowedNow("move-pending")
    write_request(work, case, new.id, Move(case_status_of(work, case).status, new.to), reason)


def decide(work: UnitOfWork, case_id: UUID, move_id: UUID, decision: Decision) -> None:
    """Approve a move, which states it, or refuse it with a reason. Requirements are checked once more.

    Moves that were asked for together are decided together, whichever of them is named: all are made, in their order,
    or none. Raises Refused for the person who asked and for people who may not approve; NotVisible; Conflict;
    AlreadyDone; WillNotOpen when the request is not what was asked; or NotAllowedNow (`reason-missing`,
    `review-missing`, `case-moved`, `case-open-already`, `needs-…`).
    """
    case = lock_case(work, case_id, Permission.STAGE_APPROVE)
    requests = _decided_together(work, case, move_id)
    for each in requests:
        _refuse_decided(work, each.row, decision)
    named = next(each.row for each in requests if each.row.id == move_id)
    refuse_stale(decision.version, named.version)
    words = clean_lines(decision.words)
    if decision.verdict is Verdict.APPROVE:
        _approve(work, case, requests, words=words)
    elif not words:
        raise NotAllowedNow("reason-missing")
    for each in requests:
        each.row.state = _OUTCOMES[decision.verdict].value
        each.row.decided_by, each.row.decided_at = work.person.id, work.now
        each.folder.write(each.row, MoveDecision(words))
        record_step(work, f"stage_move.{each.row.state}", case, each.row)


def withdraw(work: UnitOfWork, case_id: UUID, move_id: UUID) -> None:
    """Take back one's own request, all of it. Raises Refused for anybody else, Conflict once it is decided."""
    case = lock_case(work, case_id, Permission.CASE_WRITE)
    for each in _decided_together(work, case, move_id):
        if each.row.asked_by != work.person.id:
            raise Refused(Permission.CASE_WRITE.value)
        if each.row.state == MoveState.WITHDRAWN:
            raise AlreadyDone(record_id=each.row.id)
        if each.row.state != MoveState.ASKED:
            raise Conflict
        each.folder.write(each.row)
        each.row.state = MoveState.WITHDRAWN.value
        record_step(work, "stage_move.withdrawn", case, each.row)


_OUTCOMES = {Verdict.APPROVE: MoveState.APPROVED, Verdict.REFUSE: MoveState.REFUSED}


@dataclass(frozen=True)
class _Request:
    """A request that was opened to be decided."""

    row: StageMove
    folder: FolderToWrite
    reason: MoveReason

    @property
    def move(self) -> Move:
        """The move it asks for."""
        return Move(case_status_from(self.row.from_stage), case_status_from(self.row.to_stage))


def _decided_together(work: UnitOfWork, case: Case, move_id: UUID) -> list[_Request]:
    """Return the request and the one that was asked for with it, if any, in the order in which they are made.

    Raises NotVisible, WillNotOpen, and ChangedOutside when they do not name each other.
    """
    first = _request(work, case, move_id)
    if first.reason.together is None:
        return [first]
    other = _request(work, case, first.reason.together)
    if other.reason.together != move_id or other.row.asked_by != first.row.asked_by:
        raise ChangedOutside("moves that do not belong together", move=move_id)
    return sorted((first, other), key=lambda each: each.move.from_status is not _begins(first, other))


def _begins(one: _Request, other: _Request) -> CaseStatus:
    """Return where the first of two moves begins."""
    return other.move.from_status if other.move.to is one.move.from_status else one.move.from_status


def _request(work: UnitOfWork, case: Case, move_id: UUID) -> _Request:
    row = _move(work, case.id, move_id)
    folder = case_folder_to_write(work, FolderKind.CASE, row.folder_id, case)
    return _Request(row, folder, folder.read(row, MoveReason))


def _refuse_decided(work: UnitOfWork, row: StageMove, decision: Decision) -> None:
    if row.asked_by == work.person.id:
        raise Refused(Permission.STAGE_APPROVE.value)
    if row.state != MoveState.ASKED:
        if row.decided_by == work.person.id and row.state == _OUTCOMES[decision.verdict]:
            raise AlreadyDone(record_id=row.id)
        raise Conflict


def _approve(work: UnitOfWork, case: Case, requests: Sequence[_Request], *, words: str) -> None:
    first, last = requests[0], requests[-1]
    if case_status_of(work, case).status is not first.move.from_status:
        raise NotAllowedNow("case-moved")
    if last.reason.closure in SUPERVISOR_REVIEWS and not words:
        raise NotAllowedNow("review-missing")
    if last.reason.is_urgent:
        take_in_suspicion(work, case, last.reason, asked_by=last.row.asked_by)
        check_danger(work, case, [each.move for each in requests])
    else:
        _check_requirements(work, case, last.row.to_stage, last.reason)
    closes, opens_again = last.move.to is CaseStatus.CLOSED, first.move.from_status is CaseStatus.CLOSED
    if closes:
        end_plan(work, case.id)
    if last.reason.closure in MISTAKES:
        unmake(work, case, last.reason.words)
    for each in requests:
        _state(work, each.row)
    first.folder.write(case)
    # What pages read is the statement; these only help to find the row.
    stated = case_status_of(work, case)
    case.stage, case.stage_since, case.closed_at = stated.status.value, stated.since, stated.closed_at
    if closes or opens_again:
        case.next_contact_on = contact_after_reopening(work, case) if opens_again else None


def _state(work: UnitOfWork, row: StageMove) -> None:
    """State, in the approver's name and not the root's, that the case has moved, with the asker's signature."""
    fields = {
        "move": str(row.id),
        "case": str(row.case_id),
        "base": str(row.base_id),
        "from": row.from_stage,
        "to": row.to_stage,
        "asked_by": str(row.asked_by),
        "request": (row.request or b"").hex(),
    }
    state(work, Kind.STAGE, fields, signer=own_signer(work))


def _check_requirements(work: UnitOfWork, case: Case, to: str, reason: MoveReason) -> None:
    try:
        asked = move(case_status_of(work, case).status, to, back_to=way_back(work, case))
    except UnknownMove:
        raise NotAllowedNow("no-such-move") from None
    if asked.takes_a_closing_back:
        refuse_second_case(work, case)
    lacking = missing(gather_facts(work, case, reason=reason), asked)
    if lacking:
        raise NotAllowedNow(*needs(lacking))


def _reason(work: UnitOfWork, case: Case, new: MoveInput) -> MoveReason:
    words, search = clean_lines(new.words), clean_lines(new.search)
    if not words:
        raise NotAllowedNow("reason-missing")
    if new.to is not CaseStatus.CLOSED:
        return MoveReason(words)
    if new.closure is ClosureReason.MOVED_OR_NOT_FOUND and not search:
        raise NotAllowedNow("search-missing")
    is_second = new.closure is ClosureReason.DUPLICATE
    other = other_case_code(work, case, new.duplicate_of) if is_second else ""
    return MoveReason(words, new.closure, new.confirmed, search, other)


def _move(work: UnitOfWork, case_id: UUID, move_id: UUID) -> StageMove:
    query = scoped(work, StageMove, Permission.CASE_READ).where(
        StageMove.id == move_id, StageMove.case_id == case_id
    )
    row = work.session.scalars(locked(query)).one_or_none()
    if row is None:
        raise NotVisible("stage_move")
    return row
