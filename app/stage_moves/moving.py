"""Asks for a move, decides it, takes it back: nobody decides what they asked for themselves."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from app.access.scope import locked, scoped
from app.case_records.loading import lock_case, raise_if_already_saved, refuse_stale
from app.cases.closure import Criterion
from app.cases.documents import MoveDecision, MoveReason
from app.cases.moves import MoveState, waiting_move
from app.cases.stages import CaseStatus, UnknownMove, missing, move
from app.foundation.errors import AlreadyDone, Conflict, NotAllowedNow, NotVisible, Refused
from app.foundation.permissions import Permission
from app.foundation.text_cleaning import clean_lines
from app.foundation.vocabulary.closure_reasons import SUPERVISOR_REVIEWS, ClosureReason
from app.keyring.adding_statements import own_signer, state
from app.keyring.case_status import case_status_of
from app.keyring.policy import FolderKind
from app.keyring.stated_facts import AskedMove
from app.keyring.statements import Kind
from app.keyring.writing import FolderToWrite, case_folder_to_write
from app.safety_plans.plans import end_plan
from app.stage_moves.facts import gather_facts
from app.unit_of_work import UnitOfWork
from models.case import Case
from models.stage_move import StageMove


class Verdict(StrEnum):
    """What a decider may say."""

    APPROVE = "approve"
    REFUSE = "refuse"


@dataclass(frozen=True)
class MoveInput:
    """What is typed to ask for a move. `closure`, `confirmed` and `search` belong to a move to closed."""

    id: UUID
    to: CaseStatus
    words: str
    closure: ClosureReason | None = None
    confirmed: tuple[Criterion, ...] = ()
    search: str = ""


@dataclass(frozen=True)
class Decision:
    """What is typed to decide a move. `version` is the move's when the form was opened."""

    verdict: Verdict
    words: str
    version: int


def ask(work: UnitOfWork, case_id: UUID, new: MoveInput) -> None:
    """Ask for a move; somebody else decides it.

    Raises Refused, NotVisible, AlreadyDone, or NotAllowedNow: `no-such-move`, `move-pending`, `reason-missing`,
    `search-missing`, or one `needs-…` for each requirement that is not met.
    """
    case = lock_case(work, case_id, Permission.CASE_WRITE)
    raise_if_already_saved(work, StageMove, new.id, author="asked_by", case_id=case.id)
    reason = _reason(new)
    _check_requirements(work, case, new.to.value, reason)
    if waiting_move(work, case.id) is not None:
        raise NotAllowedNow("move-pending")
    folder = case_folder_to_write(work, FolderKind.CASE, case.folder_id, case)
    stands_at = case_status_of(work, case).status
    asked = AskedMove(new.id, case.id, case.base_id, stands_at, new.to)
    row = StageMove(
        id=new.id,
        case_id=case.id,
        base_id=case.base_id,
        folder_id=folder.id,
        from_stage=stands_at.value,
        to_stage=new.to.value,
        state=MoveState.ASKED.value,
        asked_by=work.person.id,
        asked_at=work.now,
        request=asked.sign(work.installation_id, work.keychain.private.sign),
    )
    folder.write(row, reason)
    _record(work, "stage_move.asked", case, row)


def decide(work: UnitOfWork, case_id: UUID, move_id: UUID, decision: Decision) -> None:
    """Approve a move, which states it, or refuse it with a reason. Requirements are checked once more.

    Raises Refused for whoever asked and whoever may not approve, NotVisible, Conflict, AlreadyDone, WillNotOpen
    when the request is not what was asked, or NotAllowedNow (`reason-missing`, `review-missing`, `case-moved`,
    `needs-…`).
    """
    case = lock_case(work, case_id, Permission.STAGE_APPROVE)
    row = _move(work, case_id, move_id)
    folder = case_folder_to_write(work, FolderKind.CASE, row.folder_id, case)
    reason = folder.read(row, MoveReason)
    if row.asked_by == work.person.id:
        raise Refused(Permission.STAGE_APPROVE.value)
    if row.state != MoveState.ASKED:
        if row.decided_by == work.person.id and row.state == _OUTCOMES[decision.verdict]:
            raise AlreadyDone(record_id=row.id)
        raise Conflict
    refuse_stale(decision.version, row.version)
    words = clean_lines(decision.words)
    if decision.verdict is Verdict.APPROVE:
        _approve(work, case, row, folder, reason=reason, words=words)
    elif not words:
        raise NotAllowedNow("reason-missing")
    row.state = _OUTCOMES[decision.verdict].value
    row.decided_by, row.decided_at = work.person.id, work.now
    folder.write(row, MoveDecision(words))
    _record(work, f"stage_move.{row.state}", case, row)


def withdraw(work: UnitOfWork, case_id: UUID, move_id: UUID) -> None:
    """Take back a move one has asked for. Raises Refused for anybody else, Conflict once it is decided."""
    case = lock_case(work, case_id, Permission.CASE_WRITE)
    row = _move(work, case_id, move_id)
    if row.asked_by != work.person.id:
        raise Refused(Permission.CASE_WRITE.value)
    if row.state == MoveState.WITHDRAWN:
        raise AlreadyDone(record_id=row.id)
    if row.state != MoveState.ASKED:
        raise Conflict
    case_folder_to_write(work, FolderKind.CASE, row.folder_id, case).write(row)
    row.state = MoveState.WITHDRAWN.value
    _record(work, "stage_move.withdrawn", case, row)


_OUTCOMES = {Verdict.APPROVE: MoveState.APPROVED, Verdict.REFUSE: MoveState.REFUSED}


def _approve(
    work: UnitOfWork, case: Case, row: StageMove, folder: FolderToWrite, *, reason: MoveReason, words: str
) -> None:
    if case_status_of(work, case).status != row.from_stage:
        raise NotAllowedNow("case-moved")
    if reason.closure in SUPERVISOR_REVIEWS and not words:
        raise NotAllowedNow("review-missing")
    _check_requirements(work, case, row.to_stage, reason)
    closes = row.to_stage == CaseStatus.CLOSED
    if closes:
        end_plan(work, case.id)
    _state(work, row)
    folder.write(case)
    # What is read is the statement; the row is found by these.
    case.stage, case.stage_since = row.to_stage, work.now
    if closes:
        case.closed_at, case.next_contact_on = work.now, None


def _state(work: UnitOfWork, row: StageMove) -> None:
    """State in the approver's own name, and not by the root, that the case is moved; the asker's word is in it."""
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
        asked = move(case_status_of(work, case).status, to)
    except UnknownMove:
        raise NotAllowedNow("no-such-move") from None
    lacking = missing(gather_facts(work, case, reason=reason), asked)
    if lacking:
        raise NotAllowedNow(*(f"needs-{requirement.value.replace('_', '-')}" for requirement in lacking))


def _reason(new: MoveInput) -> MoveReason:
    words, search = clean_lines(new.words), clean_lines(new.search)
    if not words:
        raise NotAllowedNow("reason-missing")
    if new.to is not CaseStatus.CLOSED:
        return MoveReason(words)
    if new.closure is ClosureReason.MOVED_OR_NOT_FOUND and not search:
        raise NotAllowedNow("search-missing")
    return MoveReason(words, new.closure, new.confirmed, search)


def _move(work: UnitOfWork, case_id: UUID, move_id: UUID) -> StageMove:
    query = scoped(work, StageMove, Permission.CASE_READ).where(
        StageMove.id == move_id, StageMove.case_id == case_id
    )
    row = work.session.scalars(locked(query)).one_or_none()
    if row is None:
        raise NotVisible("stage_move")
    return row


def _record(work: UnitOfWork, action: str, case: Case, row: StageMove) -> None:
    work.record(
        action,
        subjects=[case.id, case.child_id, row.id],
        folders=[row.folder_id],
        base_id=case.base_id,
        before=row.from_stage,
        after=row.to_stage,
    )
