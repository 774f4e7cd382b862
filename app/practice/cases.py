"""The cases of the year: each story lived day by day by the people who work on it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID, uuid4

from app.cases.assigning import assign
from app.cases.closure import CRITERIA
from app.cases.creating import CaseInput, open_case
from app.cases.notes import NoteInput, add_note
from app.cases.risk import risk_page, set_risk
from app.cases.stages import CaseStatus
from app.cases.tasks import TaskInput, add_task, finish_task
from app.children.emergency import change_sheet
from app.concerns.concern_page import concern_page
from app.concerns.taking import StepInput, choose_step
from app.consent.documents import Withholding
from app.consent.recording import ConsentInput, write_consent
from app.foundation.local_time import to_typed
from app.foundation.vocabulary.closure_reasons import ClosureReason
from app.foundation.vocabulary.next_steps import NextStep, StepWithin
from app.placements.documents import Home as HomeWords
from app.placements.homes import PlacementInput, record_placement
from app.practice.calendar import day_after, just_before, moment_of
from app.practice.children import Member
from app.practice.concerns import Posting, note_concern
from app.practice.organisation import Practice
from app.practice.story import Agreement, Home, NewRisk, Note, Plan, Step, Story, Todo
from app.practice.year import Year
from app.safety_plans.documents import PersonToCall, PlanAction, PlanWords
from app.safety_plans.plans import PlanInput, current_plan, write_plan
from app.stage_moves.moving import Decision, MoveInput, Verdict, ask, decide
from app.stage_moves.pages import moves_page

OPENED_AFTER_RECEIPT = timedelta(minutes=20)
PLAN_LOOKED_AT_EVERY = timedelta(days=80)


@dataclass
class Road:
    """One story being lived: its child, its case, and the diary it is written in."""

    practice: Practice
    year: Year
    story: Story
    child: Member
    ends: datetime
    case_id: UUID = field(default_factory=uuid4)

    def at(self, days: float) -> datetime:
        """Return the moment of a day of the story."""
        return moment_of(days, self.ends)


def note_case(road: Road) -> None:
    """Write a whole story into the diary: from its concern to today."""
    story, year = road.story, road.year
    posting = Posting(story.concern, story.supervisor, road.child.id)
    received_at = note_concern(road.practice, year, posting, ends=road.ends)
    opened_at = max(road.at(story.opened), received_at + OPENED_AFTER_RECEIPT)
    year.at(opened_at, partial(_open, road, posting.id))
    if story.sheet is not None:
        year.at(opened_at + timedelta(minutes=15), partial(_write_sheet, road))
    for note in story.notes:
        year.at(road.at(note.days), partial(_write_note, road, note))
    for todo in story.todos:
        task_id = uuid4()
        year.at(road.at(todo.days), partial(_add_task, road, todo, task_id))
        if todo.done is not None:
            year.at(road.at(todo.done), partial(_finish_task, road, task_id))
    _note_plans(road)
    for change in story.risks:
        year.at(road.at(change.days), partial(_set_risk, road, change))
    for agreement in story.agreements:
        year.at(road.at(agreement.days), partial(_write_agreement, road, agreement))
    for home in story.homes:
        year.at(road.at(home.days), partial(_record_home, road, home))


def note_moves(road: Road) -> None:
    """Write the moves along the road into the diary, after everything they require."""
    for step in road.story.steps:
        road.year.at(road.at(step.days), partial(_ask, road, step, uuid4()))
        if step.decided is not None:
            road.year.at(road.at(step.decided), partial(_decide, road, step))


def _open(road: Road, concern_id: UUID) -> None:
    story, practice = road.story, road.practice
    with practice.writing(story.supervisor) as work:
        open_case(work, CaseInput(road.case_id, road.child.id, story.why, story.risk, concern_id))
        version = concern_page(work, concern_id).version
        choose_step(work, concern_id, StepInput(NextStep.IN_CASE, StepWithin.DAY, version))
    for username in filter(None, (story.worker, story.counsellor)):
        with practice.writing(story.supervisor) as work:
            assign(work, road.case_id, practice.ids[username])


def _write_sheet(road: Road) -> None:
    with road.practice.writing(road.story.worker) as work:
        if road.story.sheet is not None:
            change_sheet(work, road.child.id, road.story.sheet, version=0)


def _write_note(road: Road, note: Note) -> None:
    happened = just_before(road.practice.clock.now(), hours=1.5)
    with road.practice.writing(road.story.worker) as work:
        draft = NoteInput(note.words, happened, note.basis, met_child=note.met)
        add_note(work, road.case_id, uuid4(), draft)


def _add_task(road: Road, todo: Todo, task_id: UUID) -> None:
    due_on = day_after(road.practice.clock.now(), todo.due_in_days)
    with road.practice.writing(road.story.worker) as work:
        draft = TaskInput(todo.words, due_on, road.practice.ids[road.story.worker])
        add_task(work, road.case_id, task_id, draft)


def _finish_task(road: Road, task_id: UUID) -> None:
    with road.practice.writing(road.story.worker) as work:
        finish_task(work, road.case_id, task_id)


def _note_plans(road: Road) -> None:
    """Note every plan, and a new look at it before its day, until the next plan replaces it."""
    plans = road.story.plans
    for number, plan in enumerate(plans):
        looked_at = road.at(plan.days)
        ends = road.at(plans[number + 1].days) if number + 1 < len(plans) else road.ends
        while looked_at < ends:
            road.year.at(looked_at, partial(_write_plan, road, plan))
            looked_at += PLAN_LOOKED_AT_EVERY


def _write_plan(road: Road, plan: Plan) -> None:
    words = PlanWords(
        actions=tuple(PlanAction(who, what) for who, what in plan.actions),
        warning_signs=plan.warning_signs,
        people=tuple(PersonToCall(name, how) for name, how in plan.people),
        why=plan.why,
    )
    review_on = day_after(road.practice.clock.now(), plan.review_in_days)
    with road.practice.writing(road.story.worker) as work:
        before = current_plan(work, road.case_id)
        replaces = before.id if before else None
        write_plan(work, road.case_id, PlanInput(uuid4(), words, review_on, replaces))


def _set_risk(road: Road, change: NewRisk) -> None:
    with road.practice.writing(road.story.worker) as work:
        version = risk_page(work, road.case_id).version
        set_risk(work, road.case_id, risk=change.risk, reason=change.reason, version=version)


def _write_agreement(road: Road, agreement: Agreement) -> None:
    given = to_typed(road.practice.clock.now() - timedelta(hours=1))
    consent = ConsentInput(
        id=uuid4(),
        basis=agreement.basis,
        given_on=given.date(),
        given_by=agreement.given_by,
        form=agreement.form,
        given_at=given.time(),
        shared_with=(agreement.shared_with,),
        what=agreement.what,
        with_whom=agreement.with_whom,
        witness=agreement.witness,
        withheld=tuple(Withholding(kind, who, why) for kind, who, why in agreement.withheld_from),
        not_a_suspect=True,
    )
    with road.practice.writing(road.story.worker) as work:
        write_consent(work, road.case_id, consent)


def _record_home(road: Road, home: Home) -> None:
    now = road.practice.clock.now()
    review_on = day_after(now, home.review_in_days) if home.review_in_days else None
    words = HomeWords(
        kind=home.kind,
        safety=home.safety,
        how_known=home.how_known,
        carer=home.carer,
        decided_by=home.decided_by,
        document=home.document,
    )
    with road.practice.writing(road.story.worker) as work:
        draft = PlacementInput(words, from_on=day_after(now, 0), review_on=review_on)
        record_placement(work, road.case_id, uuid4(), draft)


def _ask(road: Road, step: Step, move_id: UUID) -> None:
    closes = step.to is CaseStatus.CLOSED
    reason = ClosureReason.NO_LONGER_AT_RISK if closes else None
    confirmed = CRITERIA[reason] if reason else ()
    with road.practice.writing(road.story.worker) as work:
        ask(work, road.case_id, MoveInput(move_id, step.to, step.words, reason, confirmed))


def _decide(road: Road, step: Step) -> None:
    with road.practice.writing(road.story.supervisor) as work:
        waiting = moves_page(work, road.case_id).pending
        if not waiting:
            raise LookupError(f"{road.story.key}: no move waits for a decision")
        decision = Decision(Verdict.APPROVE, step.decision, waiting[-1].version)
        decide(work, road.case_id, waiting[-1].id, decision)
