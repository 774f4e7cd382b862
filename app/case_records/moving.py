"""Moves a record to the case it belongs to: its words go there, and no key of the wrong case opens them any more.

A new record in the right case says what the old one said, who wrote it and when, and where it came from. The old one
keeps its place, empty, marked as written by mistake, and says where its words went.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from app.case_records.loading import lock_case, raise_if_already_saved
from app.case_records.record_in_hand import RecordInHand
from app.case_records.records import CaseRecords
from app.foundation.errors import NotAllowedNow, NotVisible
from app.foundation.text_cleaning import clean_lines
from app.keyring.folders import open_folder
from app.keyring.writing import FolderToWrite
from app.mistakes.earlier import carry_earlier, facts_of
from app.mistakes.markables import Held, why_second
from app.mistakes.marking import MarkInput, mark_mistaken
from app.mistakes.states import is_marked
from app.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class CameFrom:
    """Where a moved record came from: sealed with it in the right case."""

    case_id: UUID
    record_id: UUID
    written_by: UUID
    written_at: datetime
    why: str


@dataclass(frozen=True)
class MoveInput:
    """What is typed to move a record: the id its form was given, the right case, and why."""

    id: UUID
    to_case_id: UUID
    words: str


@dataclass(frozen=True)
class Moving:
    """A record on its way: the old one held, the new one begun in the right case, and what it will say there."""

    held: Held[Any]
    begun: RecordInHand[Any, Any]
    document: Any
    facts: dict[str, Any]
    why: str


def begin_move(
    work: UnitOfWork, records: CaseRecords[Any, Any], case_id: UUID, record_id: UUID, new: MoveInput
) -> Moving:
    """Begin to move a record whose document has the fields `came_from` and `moved_to`. The room saves the new one.

    Raises as marking the record and as beginning one in the right case do; NotAllowedNow with `reason-missing`,
    `same-case`, `moved-already`, or `move-needs-second` for a record that was relied on and is not marked yet.
    """
    raise_if_already_saved(work, records.table, new.id, author="written_by", case_id=new.to_case_id)
    if case_id == new.to_case_id:
        raise NotAllowedNow("same-case")
    for each in sorted(
        (case_id, new.to_case_id)
    ):  # always in one order, so that two moves never wait for each other
        lock_case(work, each, records.writes, reads=records.reads)
    held = records.hold(work, record_id, records.writes)
    row, why = held.row, clean_lines(new.words)
    if row.case_id != case_id:
        raise NotVisible(records.table.__tablename__)
    document = held.folder.read(row, records.document)
    if document.moved_to is not None:
        raise NotAllowedNow("moved-already")
    if not why:
        raise NotAllowedNow("reason-missing")
    if not is_marked(row) and why_second(work, row, records.second) is not None:
        raise NotAllowedNow("move-needs-second")
    came_from = document.came_from or CameFrom(case_id, record_id, row.written_by, row.written_at, why)
    begun = records.begin(work, new.to_case_id, new.id)
    return Moving(held, begun, replace(document, came_from=came_from), facts_of(row), why)


def finish_move(work: UnitOfWork, moving: Moving, **left: Any) -> None:
    """Carry along what the record said before, and leave of the old one only that it was moved; `left`: no words."""
    held, moved = moving.held, moving.begun.row
    to = open_folder(work, moved.folder_id).handle(FolderToWrite)
    carry_earlier(work, held.folder, to, held.row, moved.id)
    moved_to = moving.begun.case.id
    held.folder.write(held.row, replace(moving.document, moved_to=moved_to, came_from=None, **left))
    work.session.flush()
    if not is_marked(held.row):
        new = MarkInput(new_mark_id(moved.id), moving.why)
        mark_mistaken(work, held.row.__tablename__, held.row.id, new)


def new_mark_id(moved_id: UUID) -> UUID:
    """Return the id of the mark that a move sets, from the id that its form was given."""
    return UUID(int=moved_id.int ^ 1)
