"""Tells of rows whether they are marked as written by mistake, by whom and why, and what waits for a second person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.foundation.roles import Role
from app.foundation.vocabulary.mark_outcomes import MarkOutcome
from app.foundation.vocabulary.second_reasons import SecondReason
from app.keyring.folders import Fit, OpenFolder, look_in, open_folders
from app.keyring.signed_words import are_words_of, once_stood_as
from app.mistakes.documents import MarkDecision, MarkReason
from app.mistakes.markables import name_of
from app.staff.colleagues import names_of_staff
from app.unit_of_work import UnitOfWork
from models.mapping import InFolder
from models.mistake import MistakeMark

ASKED = "written by mistake"
DECIDED = "written by mistake, decided"
"""The labels of what the asker and the second person sign."""


@dataclass(frozen=True)
class MarkView:
    """One mark, or the taking back of one; `words` is None for a person who was not given its key.

    `same_as` is the record that says the same and counts. `by_second` tells whether somebody else, who was a supervisor
    or a director, signed that they agree.
    """

    id: UUID
    about_id: UUID
    takes_back: UUID | None
    asker_id: UUID
    asked_by: str
    asked_at: datetime
    needs_second: SecondReason | None
    outcome: MarkOutcome
    decided_by: str
    decided_at: datetime | None
    words: str | None
    decision: str | None
    same_as: UUID | None
    by_second: bool
    version: int


@dataclass(frozen=True)
class MarkState:
    """How it stands with one row: the mark in force, what waits for a second person, and all acts, oldest first.

    `is_changed`: the row and its marks do not agree, so a mark was deleted or added outside Wayhome.
    """

    mark: MarkView | None = None
    waiting: MarkView | None = None
    acts: tuple[MarkView, ...] = ()
    is_changed: bool = False

    def own_ask(self, person_id: UUID) -> MarkView | None:
        """Return what waits and this person asked for, which they may take back."""
        return self.waiting if self.waiting is not None and self.waiting.asker_id == person_id else None

    @property
    def is_marked(self) -> bool:
        """Whether the row counts for nothing."""
        return self.mark is not None


COUNTS = MarkState()
"""The state of a row that nobody ever marked."""


def marks_of(work: UnitOfWork, rows: Sequence[InFolder], part: str = "") -> dict[UUID, MarkState]:
    """Return the state of each row, or of a `part` of each, by the row's id.

    The rows were loaded through their permission, and are of one table.
    """
    if not rows:
        return {}
    query = select(MistakeMark).where(
        MistakeMark.about_table == name_of(type(rows[0]), part),
        MistakeMark.about_id.in_({row.id for row in rows}),
    )
    acts: dict[UUID, list[MistakeMark]] = {}
    for act in work.session.scalars(query.order_by(MistakeMark.asked_at, MistakeMark.id)):
        acts.setdefault(act.about_id, []).append(act)
    views = {view.id: view for view in views_of(work, [act for found in acts.values() for act in found])}
    state = _state_of_part if part else _state
    return {row.id: state(row, acts.get(row.id, []), views) for row in rows}


def views_of(work: UnitOfWork, acts: Iterable[MistakeMark]) -> list[MarkView]:
    """Open marks that were loaded through a permission; those that were changed outside are left out."""
    listed = list(acts)
    if not listed:
        return []
    folders = open_folders(work, {act.folder_id for act in listed})
    names = names_of_staff(work, [id_ for act in listed for id_ in (act.asked_by, act.decided_by)])
    found = (_view(work, act, folders.get(act.folder_id), names) for act in listed)
    return [view for view in found if view is not None]


def is_marked(row: InFolder) -> bool:
    """Tell whether a row that is what was written counts for nothing, without opening anything."""
    return getattr(row, "mistake_id", None) is not None


def in_force(acts: Iterable[MistakeMark]) -> set[UUID]:
    """Return which marks are in force, according to all acts about one row: one, or none.

    Times do not decide it: what takes a mark back names it.
    """
    agreed = [act for act in acts if act.outcome == MarkOutcome.AGREED]
    return {act.id for act in agreed if act.takes_back is None} - {act.takes_back for act in agreed}


def _state(row: InFolder, acts: Sequence[MistakeMark], views: dict[UUID, MarkView]) -> MarkState:
    on_row: UUID | None = getattr(row, "mistake_id", None)
    fitting = [act for act in acts if act.id in views]
    if on_row is None and not acts:
        return COUNTS
    seen = tuple(views[act.id] for act in fitting)
    return MarkState(
        mark=views.get(on_row) if on_row else None,
        waiting=next((view for view in seen if view.outcome is MarkOutcome.WAITING), None),
        acts=seen,
        is_changed=in_force(fitting) != ({on_row} if on_row else set()),
    )


def _state_of_part(_row: InFolder, acts: Sequence[MistakeMark], views: dict[UUID, MarkView]) -> MarkState:
    """Tell the same of a part, which only its marks know of: if they say more than one thing, it stands.

    That a mark was deleted cannot be told here, but that one was changed can.
    """
    fitting = [act for act in acts if act.id in views]
    standing, seen = in_force(fitting), tuple(views[act.id] for act in fitting)
    return MarkState(
        mark=views[standing.pop()] if len(standing) == 1 else None,
        waiting=next((view for view in seen if view.outcome is MarkOutcome.WAITING), None),
        acts=seen,
        is_changed=len(fitting) < len(acts),
    )


def _view(
    work: UnitOfWork, act: MistakeMark, folder: OpenFolder | None, names: dict[UUID, str]
) -> MarkView | None:
    look = look_in(folder, act, MarkReason)
    if look.fit is Fit.CHANGED:
        return None
    reason, decision = look.document, look_in(folder, act, MarkDecision).document
    if folder and reason and not _is_signed(work, folder, act, reason):
        return None
    return MarkView(
        id=act.id,
        about_id=act.about_id,
        takes_back=act.takes_back,
        asker_id=act.asked_by,
        asked_by=names.get(act.asked_by, ""),
        asked_at=act.asked_at,
        needs_second=SecondReason(act.needs_second) if act.needs_second else None,
        outcome=MarkOutcome(act.outcome),
        decided_by=names.get(act.decided_by, "") if act.decided_by else "",
        decided_at=act.decided_at,
        words=reason.words if reason else None,
        decision=decision.words if decision else None,
        same_as=UUID(reason.same_as) if reason and reason.same_as else None,
        by_second=bool(folder and decision and _is_decided(work, folder, act, decision)),
        version=act.version,
    )


def words_asked(act: MistakeMark, words: str, same_as: str = "") -> tuple[UUID | str, ...]:
    """Return what the asker signs."""
    facts = (act.id, act.about_table, act.about_id, str(act.takes_back or ""), act.needs_second or "")
    return (*facts, act.asked_at.isoformat(), words, *filter(None, [same_as]))


def words_decided(act: MistakeMark, words: str) -> tuple[UUID | str, ...]:
    """Return what the second person signs."""
    at = act.decided_at.isoformat() if act.decided_at else ""
    return (act.id, act.about_table, act.about_id, str(act.takes_back or ""), act.outcome, at, words)


def _is_signed(work: UnitOfWork, folder: OpenFolder, act: MistakeMark, reason: MarkReason) -> bool:
    said = words_asked(act, reason.words, reason.same_as)
    return are_words_of(work, folder, ASKED, *said, by=act.asked_by, signature=reason.signature)


def _is_decided(work: UnitOfWork, folder: OpenFolder, act: MistakeMark, decision: MarkDecision) -> bool:
    if act.decided_by is None or act.decided_by == act.asked_by:
        return False
    who, said = act.decided_by, words_decided(act, decision.words)
    stood = any(once_stood_as(work, folder, who, role) for role in (Role.SUPERVISOR, Role.DIRECTOR))
    return stood and are_words_of(work, folder, DECIDED, *said, by=who, signature=decision.signature)
