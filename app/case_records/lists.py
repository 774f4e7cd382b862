"""Records as lines of lists that hold many kinds: what is due, what happened; in red what was changed outside."""

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
    """Return rows of many cases as things that are due, by their case's code; nothing is opened.

    The rows are checked all the same: of one that was changed outside it is only said that it is there.
    """
    listed = list(rows)
    fits = board_fits(work, listed)
    codes = codes_of_cases(work, [row.case_id for row in listed])
    items = []
    for row in listed:
        day = due_on(row)
        if fits[row.id] is Fit.CHANGED:
            items.append(changed_item(work, ChangedRecord(row.id, row.case_id), kind=kind, title=title))
        elif day is not None:
            items.append(
                DueItem(day, kind, row.case_id, title, codes[row.case_id], assignee_id=assignee(row))
            )
    return items


def fitting_on_boards(work: UnitOfWork, rows: Iterable[R]) -> list[R]:
    """Return those rows of many cases that are what was written, in their order; nothing is opened."""
    listed = list(rows)
    fits = board_fits(work, listed)
    return [row for row in listed if fits[row.id] is Fit.FITS]


def changed_item(work: UnitOfWork, changed: ChangedRecord, *, kind: str, title: str) -> DueItem:
    """Return a record that was changed outside as a line of what is due: which day, whose and what is not known."""
    code = codes_of_cases(work, [changed.case_id])[changed.case_id]
    return DueItem(local_day(work.now), kind, changed.case_id, title, code, is_changed=True)


def changed_entries(
    work: UnitOfWork, changed: Iterable[ChangedRecord], *, kind: str, title: str
) -> list[ChronologyEntry]:
    """Return records that were changed outside as entries at the head of a chronology: their days are not known."""
    return [ChronologyEntry(work.now, kind, one.case_id, title, is_changed=True) for one in changed]
