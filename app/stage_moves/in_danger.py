"""Asks at once for every move that brings a child in danger to safety, with whatever they still lack."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID, uuid4

from app.access.scope import has
from app.case_records.loading import lock_case, raise_if_already_saved
from app.cases.documents import MoveReason
from app.cases.moves import waiting_moves
from app.cases.notes import plan_contact
from app.cases.risk_changes import record_risk
from app.cases.stages import Move, missing_in_one_step, steps_to_safety
from app.concerns.concern_status import told_of
from app.concerns.linking import link_to_case
from app.concerns.observing import Observed
from app.concerns.posting import ConcernInput, post_concern
from app.concerns.scopes import find_concern
from app.foundation.errors import ChangedOutside, NotAllowedNow
from app.foundation.permissions import Permission
from app.foundation.text_cleaning import clean_lines
from app.foundation.vocabulary.risks import Risk
from app.foundation.vocabulary.urgencies import Urgency
from app.keyring.case_status import case_status_of
from app.keyring.policy import FolderKind
from app.keyring.writing import FolderToWrite, case_folder_to_write
from app.mistakes.states import is_marked
from app.safety_plans.documents import PlanWords
from app.safety_plans.plans import PlanInput, current_plan, write_plan
from app.stage_moves.facts import gather_facts
from app.stage_moves.requests import needs, write_request
from app.unit_of_work import UnitOfWork
from models.case import Case
from models.stage_move import StageMove


@dataclass(frozen=True)
class DangerInput:
    """What is typed to ask for everything at once; what the case has already is left out.

    `id` is that of the last move. `concerns` are those of the inbox that go into the case at once, for people who sort
    it; a suspicion is written as a concern, and goes into the case with the approval.
    """

    id: UUID
    words: str
    suspicion: Observed | None = None
    concerns: tuple[UUID, ...] = ()
    plan: PlanWords | None = None
    review_on: date | None = None


def ask_in_danger(work: UnitOfWork, case_id: UUID, new: DangerInput) -> None:
    """Ask for all moves to getting to safety; the risk becomes high, and what is missing is written with the request.

    Raises Refused, NotVisible, AlreadyDone, Conflict, or NotAllowedNow: `no-such-move`, `move-pending`,
    `reason-missing`, `plan-there-already`, one `needs-…` for each requirement that is not met, or what the plan and
    the concern raise.
    """
    case = lock_case(work, case_id, Permission.CASE_WRITE)
    raise_if_already_saved(work, StageMove, new.id, author="asked_by", case_id=case.id)
    words, steps = clean_lines(new.words), steps_to_safety(case_status_of(work, case).status)
    if not words:
        raise NotAllowedNow("reason-missing")
    if not steps:
        raise NotAllowedNow("no-such-move")
    if waiting_moves(work, case.id):
        raise NotAllowedNow("move-pending")
    folder = case_folder_to_write(work, FolderKind.CASE, case.folder_id, case)
    _raise_risk(work, case, folder, words)
    _write_plan(work, case, new)
    concern_id = _bring_concerns(work, case, new)
    check_danger(work, case, steps, concerns_to_come=int(concern_id is not None))
    _write(work, case, steps, new.id, MoveReason(words, is_urgent=True, concern_id=concern_id))


def check_danger(work: UnitOfWork, case: Case, steps: Sequence[Move], *, concerns_to_come: int = 0) -> None:
    """Check what the moves require together, as it is now. Raises NotAllowedNow with one `needs-…` for each."""
    facts = gather_facts(work, case)
    facts = replace(facts, concerns=facts.concerns + concerns_to_come)
    lacking = missing_in_one_step(facts, steps)
    if lacking:
        raise NotAllowedNow(*needs(lacking))


def take_in_suspicion(work: UnitOfWork, case: Case, reason: MoveReason, *, asked_by: UUID) -> None:
    """Put the suspicion that was written with a request into the case, unless somebody put it somewhere already.

    Everybody assigned reads it from then on, and whoever holds the case's key could name another: it is only taken in
    if whoever asked signed that they posted it about this child. Raises Refused for a person who may not sort the
    inbox, and ChangedOutside.
    """
    row = find_concern(work, reason.concern_id, Permission.CONCERN_TRIAGE) if reason.concern_id else None
    if row is None or row.case_id is not None or is_marked(row):
        return
    posted = told_of(work, row)
    if (posted.posted_by, posted.child_id) != (asked_by, case.child_id):
        raise ChangedOutside("a suspicion that was not written with the request", concern=row.id)
    link_to_case(work, row.id, case.id, case.child_id)


def _raise_risk(work: UnitOfWork, case: Case, folder: FolderToWrite, words: str) -> None:
    if case.risk != Risk.HIGH:
        record_risk(work, case, folder, risk=Risk.HIGH, reason=words)
        work.session.flush()
        plan_contact(work, case)


def _write_plan(work: UnitOfWork, case: Case, new: DangerInput) -> None:
    if new.plan is None:
        return
    if current_plan(work, case.id) is not None:
        raise NotAllowedNow("plan-there-already")
    if new.review_on is None:
        raise NotAllowedNow("review-not-ahead")
    write_plan(work, case.id, PlanInput(uuid4(), new.plan, new.review_on, replaces=None))


def _bring_concerns(work: UnitOfWork, case: Case, new: DangerInput) -> UUID | None:
    """Put chosen concerns into the case; post a suspicion and return its id, for whoever approves to put it there."""
    for chosen in new.concerns:
        link_to_case(work, chosen, case.id, case.child_id)
    if new.suspicion is None:
        return None
    base_id = None if work.person.base_id is not None else case.base_id
    posted = post_concern(
        work,
        ConcernInput(
            uuid4(),
            Urgency.HIGH,
            new.suspicion,
            base_id=base_id,
            child_id=case.child_id,
            # Nothing is asked of whoever has a child in danger before them.
            is_before_birth=True,
        ),
    )
    if has(work, Permission.CONCERN_TRIAGE):
        link_to_case(work, posted.id, case.id, case.child_id)
    return posted.id


def _write(work: UnitOfWork, case: Case, steps: Sequence[Move], last_id: UUID, reason: MoveReason) -> None:
    """Write a request for each step; of two, each names the other, so that neither is decided alone."""
    ids = [*(uuid4() for _ in steps[1:]), last_id]
    for number, (move_id, step) in enumerate(zip(ids, steps, strict=True)):
        other = ids[1 - number] if len(ids) > 1 else None
        write_request(work, case, move_id, step, replace(reason, together=other))
