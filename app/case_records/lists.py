"""Records as lines of mixed lists: what is due and what happened, with rows changed outside in red."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import TypeVar
from uuid import UUID

from app.access.proven_cases import codes_of_cases
from app.case_records.record_views import ChangedRecord
from app.foundation.chronology import ChronologyEntry, DueItem
from app.foundation.local_time import local_day
from app.keyring.boards import board_fits
from app.keyring.folders import Fit
from app.mistakes.states import is_marked
from app.unit_of_work import UnitOfWork
from models.case_record import CaseRecord

R = TypeVar("R", bound=CaseRecord)


def due_of_rows(
    work: UnitOfWork,
    rows: Iterable[R],
    *,
    kind: str,
    title: str,
    due_on: Callable[[R], date | None],
    assignee: Callable[[R], UUID | None] = lambda _row: None,
) -> list[DueItem]:
    """Return rows of many cases as things that are due, with their cases' codes; nothing is opened.

    The rows are still checked: for a row that was changed outside, the list says only that it exists. What was
    written by mistake is not due.
    """
    listed = list(rows)
    fits = board_fits(work, listed)
    codes = codes_of_cases(work, [row.case_id for row in listed])
    items = []
    for row in listed:
        day = due_on(row)
        if fits[row.id] is Fit.CHANGED:
            items.append(changed_item(work, ChangedRecord(row.id, row.case_id), kind=kind, title=title))
        elif day is not None and not is_marked(row):
            items.append(
                DueItem(
                    day,
                    kind,
                    row.case_id,
                    title,
                    codes[row.case_id],
                    assignee_id=assignee(row),
                    step_id=row.id,
                    case_id=row.case_id,
                )
            )
    return items


def fitting_on_boards(work: UnitOfWork, rows: Iterable[R]) -> list[R]:
    """Return those of the rows, from many cases, that count, in their order; nothing is opened.

    Those count that are what was written, and were not written by mistake.
    """
    listed = list(rows)
    fits = board_fits(work, listed)
    return [row for row in listed if fits[row.id] is Fit.FITS and not is_marked(row)]


def changed_item(work: UnitOfWork, changed: ChangedRecord, *, kind: str, title: str) -> DueItem:
    """Return a record that was changed outside as something due: its day, its person and its words are not known."""
    code = codes_of_cases(work, [changed.case_id])[changed.case_id]
    return DueItem(local_day(work.now), kind, changed.case_id, title, code, is_changed=True)


def changed_entries(
    work: UnitOfWork, changed: Iterable[ChangedRecord], *, kind: str, title: str
) -> list[ChronologyEntry]:
    """Return records that were changed outside as entries at the top of a chronology: their days are not known."""
    return [ChronologyEntry(work.now, kind, one.case_id, title, is_changed=True) for one in changed]
