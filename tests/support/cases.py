"""Cases for tests: everything a move asks for, made by the services in cast members' names."""

from datetime import date, timedelta
from uuid import UUID, uuid4

from app.cases.moves import moves_of
from app.cases.stages import CaseStatus
from app.cases.summaries import case_brief
from app.concerns.linking import link_to_case
from app.foundation.local_time import local_day
from app.foundation.vocabulary.home_safeties import HomeSafety
from app.foundation.vocabulary.placement_kinds import PlacementKind
from app.placements.documents import Home
from app.placements.homes import PlacementInput, record_placement
from app.restoration.assessments import AssessmentInput, DomainScore, ScoreSheet, write_assessment
from app.restoration.goals import GoalInput, GoalWords, set_goal
from app.safety_plans.documents import PlanAction, PlanWords
from app.safety_plans.plans import PlanInput, current_plan, write_plan
from app.stage_moves.moving import Decision, MoveInput, Verdict, ask, decide
from tests.support.concerns import post
from tests.support.opened_cases import case_of, child_of
from tests.support.organisation import Organisation

WRITERS = ("caseworker", "supervisor", "director")
"""Who may write into a case to which `caseworker` is assigned, besides `supervisor2` and `director2`."""
READERS_OF_ELSE = ("field", "counsellor", "othercaseworker", "othersupervisor", "technician", "auditor")
"""Who must not learn that such a case exists: another role, another base, or no assignment."""


def new_case(organisation: Organisation, *assigned: str, by: str = "supervisor") -> UUID:
    """Open a case of medium risk; without names `caseworker` is assigned."""
    child_id = child_of(organisation, by="field" if by == "supervisor" else by)
    case_id = case_of(organisation, child_id, by=by, assigned=assigned or ("caseworker",))
    organisation.clock.move(timedelta(seconds=1))
    return case_id


def today(organisation: Organisation) -> date:
    """Return the local day of the organisation's clock."""
    return local_day(organisation.clock.now())


def put_plan_in_force(
    organisation: Organisation,
    case_id: UUID,
    *,
    by: str = "caseworker",
    days: int = 14,
    what: str = "sleeps there",
) -> UUID:
    """Write a safety plan with one action."""
    with organisation.writing(by) as work:
        current = current_plan(work, case_id)
        words = PlanWords((PlanAction("her aunt", what),))
        review_on = local_day(work.now) + timedelta(days=days)
        plan_id = uuid4()
        write_plan(work, case_id, PlanInput(plan_id, words, review_on, current.id if current else None))
    return plan_id


def record_home(
    organisation: Organisation,
    case_id: UUID,
    safety: HomeSafety = HomeSafety.SAFE,
    *,
    by: str = "caseworker",
    from_on: date | None = None,
) -> UUID:
    """Record a home with relatives."""
    placement_id = uuid4()
    with organisation.writing(by) as work:
        home = Home(PlacementKind.KINSHIP, safety, carer="Grandmother", address="behind the market")
        draft = PlacementInput(home, from_on or local_day(work.now))
        record_placement(work, case_id, placement_id, draft)
    return placement_id


def link_concern(organisation: Organisation, case_id: UUID) -> UUID:
    """Post a concern and link it to the case."""
    posted = post(organisation)
    with organisation.writing("supervisor") as work:
        link_to_case(work, posted.id, case_id, case_brief(work, case_id).child_id)
    return posted.id


def assess_and_set_a_goal(organisation: Organisation, case_id: UUID, *, by: str = "caseworker") -> None:
    """Write one assessment and set one goal."""
    with organisation.writing(by) as work:
        sheet = ScoreSheet((DomainScore("safety", 3, "sleeps well"),))
        write_assessment(work, case_id, AssessmentInput(uuid4(), local_day(work.now), sheet))
        set_goal(work, case_id, GoalInput(uuid4(), None, GoalWords("go to school again")))


def fulfil_everything(organisation: Organisation, case_id: UUID) -> None:
    """Meet every requirement of every move."""
    link_concern(organisation, case_id)
    put_plan_in_force(organisation, case_id)
    record_home(organisation, case_id)
    assess_and_set_a_goal(organisation, case_id)


def ask_move(organisation: Organisation, case_id: UUID, to: str, *, by: str = "caseworker") -> UUID:
    """Ask for a move."""
    move_id = uuid4()
    with organisation.writing(by) as work:
        ask(work, case_id, MoveInput(move_id, CaseStatus(to), "it is time"))
    return move_id


def decide_it(
    organisation: Organisation,
    case_id: UUID,
    move_id: UUID,
    verdict: Verdict = Verdict.APPROVE,
    *,
    by: str = "supervisor2",
    words: str = "agreed",
) -> None:
    """Decide a move in somebody's name."""
    with organisation.writing(by) as work:
        version = next(move.version for move in moves_of(work, case_id).views if move.id == move_id)
        decide(work, case_id, move_id, Decision(verdict, words, version))


def move_along(organisation: Organisation, case_id: UUID, *to: str) -> None:
    """Ask for moves and approve them, one after the other."""
    for stage in to:
        decide_it(organisation, case_id, ask_move(organisation, case_id, stage))
        organisation.clock.move(timedelta(days=1))


def status(organisation: Organisation, case_id: UUID) -> str:
    """Return where the case stands."""
    with organisation.reading("director") as work:
        return case_brief(work, case_id).status.value
