"""Goals of a child's restoration, with the child's own words and the steps towards each."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from app.case_records.record_views import Opened, Views, view_of
from app.case_records.records import CaseRecords, Closed
from app.case_records.reliance import clock_would_stop, stage_rested_on
from app.foundation.day_meanings import DayMeaning, refuse_unlikely
from app.foundation.document_cleaning import cleaned
from app.foundation.errors import NotAllowedNow
from app.foundation.local_time import local_day
from app.foundation.permissions import Permission
from app.foundation.text_cleaning import clean_lines
from app.keyring.documents import sealed_in
from app.keyring.policy import FolderKind
from app.mistakes.states import MarkState
from app.restoration.assessments import restoration_pack
from app.unit_of_work import UnitOfWork
from models.goal import Goal


class GoalState(StrEnum):
    """The state of a goal."""

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


GOALS = CaseRecords(
    Goal,
    GoalWords,
    FolderKind.RESTORATION,
    reads=Permission.RESTORATION_READ,
    writes=Permission.RESTORATION_WRITE,
    on_closed=Closed.REFUSES,
    event="goal",
    address="goal_id",
    second=lambda work, goal: (
        clock_would_stop(work, DayMeaning.GOAL, None if goal.reached_at or goal.dropped_at else goal.due_on)
        or stage_rested_on(work, goal)
    ),
)


@dataclass(frozen=True)
class GoalRead:
    """A goal as opened; `words` is None for a person who was not given its key."""

    id: UUID
    case_id: UUID
    version: int
    due_on: date | None
    state: GoalState
    words: GoalWords | None
    written_by: str
    marks: MarkState


@dataclass(frozen=True)
class GoalInput:
    """What is typed to set a goal."""

    id: UUID
    due_on: date | None
    words: GoalWords


def set_goal(work: UnitOfWork, case_id: UUID, new: GoalInput) -> UUID:
    """Set a goal.

    Raises Refused, NotVisible, AlreadyDone, or NotAllowedNow with `case-closed`, `no-aim`, `too-far-ahead`.
    """
    goal = GOALS.begin(work, case_id, new.id)
    refuse_unlikely(DayMeaning.GOAL, new.due_on, local_day(work.now))
    goal.save("set", clean_goal(new.words), due_on=new.due_on)
    return new.id


def change_goal(
    work: UnitOfWork,
    case_id: UUID,
    goal_id: UUID,
    *,
    version: int,
    due_on: date | None,
    words: GoalWords,
) -> None:
    """Change a goal's words or day.

    Raises as `set_goal` does; Conflict when it has changed since the form was opened; ChangedOutside; and
    NotAllowedNow with `goal-ended`.
    """
    goal = GOALS.edit(work, case_id, goal_id, version)
    if _state(goal.row) is not GoalState.OPEN:
        raise NotAllowedNow("goal-ended")
    refuse_unlikely(DayMeaning.GOAL, due_on, local_day(work.now))
    goal.save("changed", clean_goal(words), due_on=due_on)


def end_goal(
    work: UnitOfWork, case_id: UUID, goal_id: UUID, *, version: int, state: GoalState, why: str = ""
) -> None:
    """Mark a goal as reached, as dropped with a reason, or as open again.

    Raises as `change_goal` does, and NotAllowedNow with `reason-missing`.
    """
    goal = GOALS.edit(work, case_id, goal_id, version)
    if state is GoalState.DROPPED and not clean_lines(why):
        raise NotAllowedNow("reason-missing")
    goal.save(
        state.value,
        replace(goal.read(), why_ended=clean_lines(why)),
        reached_at=work.now if state is GoalState.REACHED else None,
        dropped_at=work.now if state is GoalState.DROPPED else None,
    )


def clean_goal(words: GoalWords) -> GoalWords:
    """Normalise what was typed. Raises NotAllowedNow with `no-aim` or `unknown-domain`."""
    words = cleaned(words)
    if not words.aim:
        raise NotAllowedNow("no-aim")
    if words.domain and words.domain not in {domain.id for domain in restoration_pack().domains}:
        raise NotAllowedNow("unknown-domain")
    return replace(words, steps=tuple(step for step in words.steps if step.words))


def read_goal(work: UnitOfWork, case_id: UUID, goal_id: UUID) -> GoalRead:
    """Return one goal to change it. Raises NotVisible, NoKey, and ChangedOutside when it is not what was written."""
    return _read(GOALS.one_to_change(work, case_id, goal_id))


def goals_of(work: UnitOfWork, case_ids: Iterable[UUID]) -> dict[UUID, Views[GoalRead]]:
    """Return the goals of several cases, opened, in the order they were set."""
    wanted = list(case_ids)
    query = GOALS.reached(work).where(Goal.case_id.in_(wanted)).order_by(Goal.written_at, Goal.id)
    found = GOALS.opened(work, query)
    return {
        case_id: Views(
            tuple(_read(one) for one in found.records if one.row.case_id == case_id),
            tuple(one for one in found.changed if one.case_id == case_id),
            tuple(_read(one) for one in found.marked if one.row.case_id == case_id),
        )
        for case_id in wanted
    }


def _read(one: Opened[Goal, GoalWords]) -> GoalRead:
    return view_of(one, GoalRead, state=_state(one.row), words=one.document)


def _state(row: Goal) -> GoalState:
    if row.reached_at is not None:
        return GoalState.REACHED
    return GoalState.DROPPED if row.dropped_at is not None else GoalState.OPEN


def has_goal(work: UnitOfWork, case_id: UUID) -> bool:
    """Tell whether the case has a goal that was not dropped; a changed one does not count."""
    return bool(GOALS.fitting(work, GOALS.of_case(work, case_id).where(Goal.dropped_at.is_(None))))
