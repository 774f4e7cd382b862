"""Goals of a child's restoration, with the child's own words and the steps towards each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import func, select

from app.access.addresses import declare_address
from app.access.assigned import assigned_case
from app.access.scope import declare_scope, own_base, require, scoped, visible
from app.cases.reading import readable_case
from app.foundation.errors import AlreadyDone, Conflict, NoKey, NotAllowedNow, Refused
from app.foundation.permissions import Permission, Reach
from app.keyring.case_standing import is_closed
from app.keyring.documents import sealed_in
from app.keyring.folders import open_folders
from app.keyring.policy import FolderKind
from app.keyring.writing import FolderToWrite, case_folder_to_write
from app.name_matching.normalise import clean_lines, clean_text
from app.restoration.assessments import restoration_pack
from app.restoration.folders import restoration_folder
from app.unit_of_work import UnitOfWork
from models.goal import Goal

declare_scope(Goal, {Reach.BASE: own_base(Goal.base_id), Reach.ASSIGNED: assigned_case(Goal.case_id)})
declare_address("case_id", "goal_id", Goal.case_id)


class GoalState(StrEnum):
    """Where a goal is."""

    OPEN = "open"
    REACHED = "reached"
    DROPPED = "dropped"


@dataclass(frozen=True)
class GoalStep:
    """One step towards a goal: what, by whom, and whether it is done."""

    words: str
    who: str = ""
    is_done: bool = False


@sealed_in("goal", "words")
@dataclass(frozen=True)
class GoalWords:
    """What a goal says. `domain` is one of the pack's, or empty; `why_ended` is written when it is dropped."""

    aim: str
    domain: str = ""
    childs_words: str = ""
    steps: tuple[GoalStep, ...] = ()
    why_ended: str = ""


@dataclass(frozen=True)
class GoalRead:
    """A goal as opened; `words` is None when it does not open."""

    id: UUID
    case_id: UUID
    version: int
    due_on: date | None
    state: GoalState
    words: GoalWords | None


@dataclass(frozen=True)
class NewGoal:
    """What is typed to set a goal."""

    id: UUID
    due_on: date | None
    words: GoalWords


def set_goal(work: UnitOfWork, case_id: UUID, new: NewGoal) -> UUID:
    """Set a goal. Raises Refused, NotVisible, AlreadyDone, or NotAllowedNow with `case-closed`, `no-aim`."""
    require(work, Permission.RESTORATION_WRITE)
    case = readable_case(work, case_id, Permission.RESTORATION_WRITE)
    earlier = work.session.get(Goal, new.id)
    if earlier is not None:
        if earlier.set_by != work.person.id:
            raise Refused(Permission.RESTORATION_WRITE.value)
        raise AlreadyDone(record_id=new.id)
    if is_closed(work, case):
        raise NotAllowedNow("case-closed")
    folder = restoration_folder(work, case)
    words = clean_goal(new.words)
    work.session.add(
        Goal(
            id=new.id,
            case_id=case.id,
            base_id=case.base_id,
            folder_id=folder.id,
            due_on=new.due_on,
            set_by=work.person.id,
            set_at=work.now,
            words=folder.seal(words, new.id),
        )
    )
    work.record("goal.set", subjects=[case.id, case.child_id], folders=[folder.id], base_id=case.base_id)
    return new.id


def change_goal(
    work: UnitOfWork, goal_id: UUID, *, version: int, due_on: date | None, words: GoalWords
) -> None:
    """Change a goal's words or day. Raises Conflict when it changed since the form was opened."""
    goal = _editable(work, goal_id, version)
    if goal.reached_at is not None or goal.dropped_at is not None:
        raise NotAllowedNow("goal-ended")
    folder = _folder_to_write(work, goal)
    goal.words = folder.seal(clean_goal(words), goal.id)
    goal.due_on = due_on
    work.record("goal.changed", subjects=[goal.case_id], folders=[folder.id], base_id=goal.base_id)


def end_goal(work: UnitOfWork, goal_id: UUID, *, version: int, state: GoalState, why: str = "") -> None:
    """Mark a goal reached, or dropped with a reason, or open again. Raises Conflict, NotAllowedNow."""
    goal = _editable(work, goal_id, version)
    if state is GoalState.DROPPED and not clean_lines(why):
        raise NotAllowedNow("reason-missing")
    folder = _folder_to_write(work, goal)
    words = folder.open(GoalWords, goal.id, goal.words)
    ended = GoalWords(words.aim, words.domain, words.childs_words, words.steps, clean_lines(why))
    goal.words = folder.seal(ended, goal.id)
    goal.reached_at = work.now if state is GoalState.REACHED else None
    goal.dropped_at = work.now if state is GoalState.DROPPED else None
    work.record(f"goal.{state.value}", subjects=[goal.case_id], folders=[folder.id], base_id=goal.base_id)


def _folder_to_write(work: UnitOfWork, goal: Goal) -> FolderToWrite:
    case = readable_case(work, goal.case_id, Permission.RESTORATION_WRITE)
    return case_folder_to_write(work, FolderKind.RESTORATION, goal.folder_id, case)


def _editable(work: UnitOfWork, goal_id: UUID, version: int) -> Goal:
    require(work, Permission.RESTORATION_WRITE)
    goal = visible(work, Goal, goal_id, Permission.RESTORATION_WRITE)
    if goal.version != version:
        raise Conflict(record=goal_id, version=goal.version)
    return goal


def clean_goal(words: GoalWords) -> GoalWords:
    """Normalise what was typed. Raises NotAllowedNow with `no-aim` or `unknown-domain`."""
    aim = clean_lines(words.aim)
    if not aim:
        raise NotAllowedNow("no-aim")
    if words.domain and words.domain not in {domain.id for domain in restoration_pack().domains}:
        raise NotAllowedNow("unknown-domain")
    steps = tuple(
        GoalStep(clean_text(step.words), clean_text(step.who), step.is_done)
        for step in words.steps
        if clean_text(step.words)
    )
    return GoalWords(aim, words.domain, clean_lines(words.childs_words), steps, clean_lines(words.why_ended))


def read_goal(work: UnitOfWork, goal_id: UUID) -> GoalRead:
    """Return one goal, opened. Raises NotVisible, or NoKey without a grant."""
    goal = visible(work, Goal, goal_id, Permission.RESTORATION_READ)
    for opened in _read(work, [goal]):
        return opened
    raise NoKey("no grant for the goal", goal=goal_id)


def goals_of(work: UnitOfWork, case_ids: Iterable[UUID]) -> dict[UUID, list[GoalRead]]:
    """Return the goals of several cases, opened, in the order they were set."""
    wanted = list(case_ids)
    query = scoped(work, Goal, Permission.RESTORATION_READ).where(Goal.case_id.in_(wanted))
    rows = work.session.scalars(query.order_by(Goal.set_at, Goal.id)).all()
    found: dict[UUID, list[GoalRead]] = {case_id: [] for case_id in wanted}
    for goal in _read(work, rows):
        found[goal.case_id].append(goal)
    return found


def _read(work: UnitOfWork, rows: Iterable[Goal]) -> list[GoalRead]:
    rows = list(rows)
    folders = open_folders(work, {row.folder_id for row in rows})
    return [
        GoalRead(
            row.id,
            row.case_id,
            row.version,
            row.due_on,
            _state(row),
            folders[row.folder_id].try_open(GoalWords, row.id, row.words),
        )
        for row in rows
        if row.folder_id in folders
    ]


def _state(row: Goal) -> GoalState:
    if row.reached_at is not None:
        return GoalState.REACHED
    return GoalState.DROPPED if row.dropped_at is not None else GoalState.OPEN


def has_goal(work: UnitOfWork, case_id: UUID) -> bool:
    """Tell whether the case has a goal that was not dropped; a fact for the stage table, nothing is opened."""
    query = select(func.count()).where(Goal.case_id == case_id, Goal.dropped_at.is_(None))
    return bool(work.session.scalar(query))
