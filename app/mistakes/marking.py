"""Marks a record as written by mistake, takes that back, and lets a second, uninvolved person decide where they must.

Nothing is deleted: the record stays as it was, and from then on counts for nothing. Until a second person has agreed,
it counts.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from app.access.addresses import declare_address
from app.access.scope import declare_scope, locked, own_base, require, scoped
from app.foundation.errors import AlreadyDone, ChangedOutside, Conflict, NotAllowedNow, NotVisible, Refused
from app.foundation.permissions import Permission, Reach
from app.foundation.text_cleaning import clean_lines
from app.foundation.vocabulary.mark_outcomes import MarkOutcome
from app.keyring.signed_words import sign_words
from app.mistakes.documents import MarkDecision, MarkReason
from app.mistakes.markables import MARKABLE, Held, Markable, name_of, why_second
from app.mistakes.states import ASKED, DECIDED, MarkState, marks_of, words_asked, words_decided
from app.unit_of_work import UnitOfWork
from models.mistake import MistakeMark

declare_address("record_id", "mark_id", MistakeMark.about_id)
declare_scope(
    MistakeMark,
    allowed={Permission.MISTAKE_DECIDE},
    rules={Reach.BASE: own_base(MistakeMark.base_id)},
)


class _Act(StrEnum):
    """What is done to a record."""

    MARKS = "marks"
    TAKES_BACK = "takes back"


_DONE = {_Act.MARKS: "mistake.marked", _Act.TAKES_BACK: "mistake.taken_back"}
_ASKED = {_Act.MARKS: "mistake.asked", _Act.TAKES_BACK: "mistake.asked_back"}
_UNFIT = {_Act.MARKS: "marked-already", _Act.TAKES_BACK: "not-marked"}
"""Why each act does not fit how the record stands."""


@dataclass(frozen=True)
class MarkInput:
    """What is typed for a mark, or to take one back: the id its form was given, and why.

    `same_as` is the record that says the same and counts: only a child's is asked for.
    """

    id: UUID
    words: str
    same_as: UUID | None = None


@dataclass(frozen=True)
class SecondDecision:
    """What the second person decides: AGREED or REFUSED, and why; a refusal needs words."""

    outcome: MarkOutcome
    words: str
    version: int


def mark_mistaken(work: UnitOfWork, name: str, record_id: UUID, new: MarkInput) -> MarkOutcome:
    """Mark a record as written by mistake, or ask for it where a second person decides. Returns which of the two.

    `name` is that of its table, or of a part of its rows (markables.name_of). Raises as editing the record does;
    AlreadyDone for a second press; Refused for the id of another mark; NotAllowedNow (`reason-missing`,
    `marked-already`, `mark-waits`).
    """
    return _act(work, MARKABLE[name], record_id, new, act=_Act.MARKS)


def take_back_mark(work: UnitOfWork, name: str, record_id: UUID, new: MarkInput) -> MarkOutcome:
    """Take back the mark of a record, so that it counts again: by the same rule.

    Raises as `mark_mistaken` does, with `not-marked` instead of `marked-already`; and `moved-away` for what a move
    left behind.
    """
    return _act(work, MARKABLE[name], record_id, new, act=_Act.TAKES_BACK)


def counts_again(work: UnitOfWork, held: Held[Any], part: str = "", *, words: str) -> None:
    """Take back the mark of a row or its `part` that somebody holds, if there is one, as part of writing something new.

    Only for what makes the record stricter: nobody else decides it.
    """
    markable = MARKABLE[name_of(type(held.row), part)]
    mark = _state_of(work, markable, held).mark
    if mark is None:
        return
    row = _begun(work, markable, held, uuid4())
    row.takes_back, row.outcome = mark.id, MarkOutcome.AGREED.value
    held.folder.write(row, MarkReason(words, sign_words(work, held.folder, ASKED, *words_asked(row, words))))
    _record(work, "mistake.taken_back", held, row)
    _take_effect(work, markable, held, row)


def withdraw_ask(work: UnitOfWork, name: str, record_id: UUID, mark_id: UUID) -> None:
    """Take back what one asked for oneself, before anybody decided.

    Raises as editing the record does; NotVisible; Refused for anybody else; AlreadyDone; Conflict once it is decided.
    """
    held = MARKABLE[name].hold(work, record_id, MARKABLE[name].writes)
    act = _act_about(work, held, mark_id)
    if act.asked_by != work.person.id:
        raise Refused("mistake_mark")
    if act.outcome == MarkOutcome.WITHDRAWN:
        raise AlreadyDone(record_id=record_id)
    if act.outcome != MarkOutcome.WAITING:
        raise Conflict
    act.outcome, act.decided_at = MarkOutcome.WITHDRAWN.value, work.now
    held.folder.write(act)
    _record(work, "mistake.withdrawn", held, act)


def decide_mark(work: UnitOfWork, mark_id: UUID, decision: SecondDecision) -> None:
    """Decide, as a second person, what somebody asked for.

    Raises Refused, NotVisible; Conflict when it was decided or changed meanwhile; AlreadyDone for a second press;
    ChangedOutside; NotAllowedNow with `own-mark` for the asker, `involved-in-mark` for whom the record is by or
    about, `reason-missing` for a refusal without words, and `moved-away` for agreeing that what a move left behind
    counts again.
    """
    require(work, Permission.MISTAKE_DECIDE)
    query = scoped(work, MistakeMark, Permission.MISTAKE_DECIDE).where(MistakeMark.id == mark_id)
    asked = work.session.scalars(query).one_or_none()
    if asked is None:
        raise NotVisible("mistake_mark")
    markable = MARKABLE[asked.about_table]
    held = markable.hold(work, asked.about_id, Permission.MISTAKE_DECIDE)
    act, state = _act_about(work, held, mark_id), _state_of(work, markable, held)
    if act.outcome != MarkOutcome.WAITING:
        if act.decided_by == work.person.id and act.outcome == decision.outcome:
            raise AlreadyDone(record_id=mark_id)
        raise Conflict
    if act.version != decision.version:
        raise Conflict
    if state.waiting is None or state.waiting.id != mark_id:
        raise ChangedOutside("a mark that is not what was asked for", mark=mark_id)
    _refuse_involved(work, markable, held, act)
    _refuse_counting_again(markable, held, act, decision.outcome)
    words = clean_lines(decision.words)
    if decision.outcome is MarkOutcome.REFUSED and not words:
        raise NotAllowedNow("reason-missing")
    act.outcome, act.decided_by, act.decided_at = decision.outcome.value, work.person.id, work.now
    signature = sign_words(work, held.folder, DECIDED, *words_decided(act, words))
    held.folder.write(act, MarkDecision(words, signature))
    _record(work, f"mistake.{act.outcome}", held, act)
    if decision.outcome is MarkOutcome.AGREED:
        _take_effect(work, markable, held, act)


def may_decide(work: UnitOfWork, markable: Markable[Any], row: Any, *, asker_id: UUID) -> bool:
    """Tell whether this person is uninvolved: neither asked for it, nor wrote the record, nor is it about them."""
    return work.person.id not in {asker_id, *markable.involved(work, row)}


def _act(
    work: UnitOfWork, markable: Markable[Any], record_id: UUID, new: MarkInput, *, act: _Act
) -> MarkOutcome:
    _refuse_second_press(work, record_id, new.id)
    held = markable.hold(work, record_id, markable.writes)
    # Once more under the lock: the same form may have been sent twice at the same moment.
    _refuse_second_press(work, record_id, new.id)
    state = _state_of(work, markable, held)
    if state.waiting is not None:
        raise NotAllowedNow("mark-waits")
    if state.is_marked is not (act is _Act.TAKES_BACK):
        raise NotAllowedNow(_UNFIT[act])
    if act is _Act.TAKES_BACK:
        _refuse_what_stays(markable, held)
    words = clean_lines(new.words)
    if not words:
        raise NotAllowedNow("reason-missing")
    # Whatever asked for a second person when the record was marked asks for one when it counts again.
    before = state.mark.needs_second if state.mark else None
    says = markable.second if act is _Act.MARKS else markable.second_back
    row = _begun(work, markable, held, new.id)
    why = before or why_second(work, held.row, says)
    row.needs_second = why.value if why else None
    row.outcome = (MarkOutcome.WAITING if why else MarkOutcome.AGREED).value
    row.takes_back = state.mark.id if state.mark else None
    same_as = str(new.same_as or "")
    signature = sign_words(work, held.folder, ASKED, *words_asked(row, words, same_as))
    held.folder.write(row, MarkReason(words, signature, same_as))
    outcome = MarkOutcome(row.outcome)
    _record(work, (_DONE if outcome is MarkOutcome.AGREED else _ASKED)[act], held, row)
    if outcome is MarkOutcome.AGREED:
        _take_effect(work, markable, held, row)
    return outcome


def _begun(work: UnitOfWork, markable: Markable[Any], held: Held[Any], mark_id: UUID) -> MistakeMark:
    return MistakeMark(
        id=mark_id,
        about_table=name_of(markable.table, markable.part),
        about_id=held.row.id,
        base_id=held.base_id,
        case_id=held.case_id,
        folder_id=held.folder.id,
        asked_by=work.person.id,
        asked_at=work.now,
    )


def _take_effect(work: UnitOfWork, markable: Markable[Any], held: Held[Any], act: MistakeMark) -> None:
    if not markable.part:
        held.row.mistake_id = None if act.takes_back else act.id
        held.folder.write(held.row)
    work.session.flush()
    markable.follow(work, held)


def _state_of(work: UnitOfWork, markable: Markable[Any], held: Held[Any]) -> MarkState:
    state = marks_of(work, [held.row], markable.part)[held.row.id]
    if state.is_changed:
        raise ChangedOutside("a record whose marks are not what was written", record=held.row.id)
    return state


def _act_about(work: UnitOfWork, held: Held[Any], mark_id: UUID) -> MistakeMark:
    query = select(MistakeMark).where(MistakeMark.id == mark_id, MistakeMark.about_id == held.row.id)
    act = work.session.scalars(locked(query)).one_or_none()
    if act is None:
        raise NotVisible("mistake_mark")
    return act


def _refuse_second_press(work: UnitOfWork, record_id: UUID, mark_id: UUID) -> None:
    act = work.session.get(MistakeMark, mark_id)
    if act is None:
        return
    if act.asked_by != work.person.id or act.about_id != record_id:
        raise Refused("mistake_mark")
    raise AlreadyDone(record_id=record_id)


def _refuse_counting_again(
    markable: Markable[Any], held: Held[Any], act: MistakeMark, outcome: MarkOutcome
) -> None:
    """Refuse to agree that what was moved since that was asked counts again."""
    if act.takes_back and outcome is MarkOutcome.AGREED:
        _refuse_what_stays(markable, held)


def _refuse_what_stays(markable: Markable[Any], held: Held[Any]) -> None:
    if reason := markable.stays(held):
        raise NotAllowedNow(reason)


def _refuse_involved(work: UnitOfWork, markable: Markable[Any], held: Held[Any], act: MistakeMark) -> None:
    if act.asked_by == work.person.id:
        raise NotAllowedNow("own-mark")
    if not may_decide(work, markable, held.row, asker_id=act.asked_by):
        raise NotAllowedNow("involved-in-mark")


def _record(work: UnitOfWork, action: str, held: Held[Any], act: MistakeMark) -> None:
    work.record(
        action,
        subjects=[*held.subjects, held.row.id, act.id],
        folders=[held.folder.id],
        base_id=held.base_id,
        table=act.about_table,
    )
