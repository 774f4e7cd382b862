"""After *I have it*: the next step and by when, handing a concern to a colleague, giving it back.

The step's clock never pauses. Whoever takes a concern over, from a colleague or after it was given back, has the time
that was left.
"""

from dataclasses import dataclass, replace
from uuid import UUID

from app.access.scope import require
from app.concerns.books import Word
from app.concerns.clocks import step_within
from app.concerns.concern_status import ConcernStatus, say, told_of
from app.concerns.documents import StepNote
from app.concerns.follow_up import step_facts
from app.concerns.handling import concern_folder, handling_of, subjects_of
from app.concerns.scopes import handled_concern
from app.foundation.access_rules import reach_of
from app.foundation.errors import Conflict, NotAllowedNow
from app.foundation.local_time import home_day
from app.foundation.permissions import Permission, Reach
from app.foundation.text_cleaning import clean_lines
from app.foundation.vocabulary.concern_states import ConcernState
from app.foundation.vocabulary.next_steps import AT_FIRST, SPANS, NextStep, StepWithin
from app.keyring.account_ends import account_is_over
from app.keyring.known_directory import directory_for
from app.staff.colleagues import Colleague, colleagues
from app.unit_of_work import UnitOfWork
from models.concern import Concern


@dataclass(frozen=True)
class StepInput:
    """The next step, by when, and perhaps words; `version` is the concern's as the form showed it."""

    step: NextStep
    within: StepWithin
    version: int
    words: str = ""


@dataclass(frozen=True)
class HandOver:
    """To whom a concern is handed; None gives it back to the inbox. `version` as the form showed it."""

    to: UUID | None
    version: int


def say_received(
    work: UnitOfWork, row: Concern, *, goes_on_from: ConcernStatus | None = None
) -> ConcernStatus:
    """Sign that the person has a stored, locked concern, and what they do next.

    A step that is under way goes on with its clock, here or in the concern that this one was made from.
    """
    told = told_of(work, row)
    before = (goes_on_from or told).follow.facts
    within = step_within(work, row.base_id, told.urgency)
    return say(work, row, Word.ACKNOWLEDGED, **(before or step_facts(AT_FIRST, work.now + within)))


def choose_step(work: UnitOfWork, concern_id: UUID, new: StepInput) -> None:
    """Say what is done next and by when.

    Raises NotAllowedNow with `concern-not-taken`, `concern-in-no-case` or `written-by-mistake`; Conflict; NotVisible;
    NoKey.
    """
    require(work, Permission.CONCERN_TRIAGE)
    row = _taken(work, concern_id, new.version)
    if new.step is NextStep.IN_CASE and row.case_id is None:
        raise NotAllowedNow("concern-in-no-case")
    words = clean_lines(new.words)
    if words:
        folder = concern_folder(work, row)
        handling = handling_of(folder, row)
        note = StepNote(work.person.id, work.now, words)
        folder.write(row, replace(handling, steps=(*handling.steps, note)))
        work.session.flush()
    say(work, row, Word.STEP, **step_facts(new.step, work.now + SPANS[new.within]))
    work.record("concern.step_chosen", subjects=subjects_of(row), base_id=row.base_id)


def hand_over(work: UnitOfWork, concern_id: UUID, new: HandOver) -> None:
    """Give a concern that somebody has to a colleague, or back; its clocks go on from where they were.

    Raises NotAllowedNow with `concern-not-taken`, `choose-colleague` or `written-by-mistake`; Conflict; NotVisible.
    """
    require(work, Permission.CONCERN_TRIAGE)
    row = _taken(work, concern_id, new.version)
    if new.to is None:
        say(work, row, Word.GIVEN_BACK)
        work.record("concern.given_back", subjects=subjects_of(row), base_id=row.base_id)
        return
    if new.to not in {each.id for each in who_may_take(work, row.base_id)}:
        raise NotAllowedNow("choose-colleague")
    told = say(work, row, Word.HANDED, to=str(new.to))
    if told.follow.step is None:
        within = step_within(work, row.base_id, told.urgency)
        say(work, row, Word.STEP, **step_facts(AT_FIRST, work.now + within))
    work.record("concern.handed_over", subjects=subjects_of(row), base_id=row.base_id)


def who_may_take(work: UnitOfWork, base_id: UUID) -> tuple[Colleague, ...]:
    """Return who receives concerns of a base, by name: its supervisors, and the directors."""
    people = directory_for(work).people.values()
    ids = [
        each.id
        for each in people
        if each.enabled
        and not account_is_over(each.ends_on, home_day(work.now))
        and (reach := reach_of(each, Permission.CONCERN_TRIAGE)) is not None
        and (reach is Reach.ALL or each.base_id == base_id)
    ]
    return tuple(sorted(colleagues(work, ids).values(), key=lambda one: (one.name, one.worker_code)))


def _taken(work: UnitOfWork, concern_id: UUID, version: int) -> Concern:
    row = handled_concern(work, concern_id)
    status = told_of(work, row)
    if status.version != version:
        raise Conflict("concern", record=concern_id)
    if status.state is not ConcernState.ACKNOWLEDGED:
        raise NotAllowedNow("concern-not-taken")
    return row
