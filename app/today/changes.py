"""What others recently wrote about the children this person works with: checked readable facts, nothing opened."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, union_all

from app.access.proven_cases import codes_of_cases
from app.foundation.chronology import Change
from app.rooms import ROOMS
from app.staff.colleagues import colleagues
from app.unit_of_work import UnitOfWork

LOOKING_BACK = timedelta(days=7)
SHOWN = 10


def lately(work: UnitOfWork) -> tuple[Change, ...]:
    """Return the newest changes of the last seven days by other people, newest first.

    A change is shown to people who may read the record it was made in, and only in open cases. An assignment is shown
    to the person assigned.
    """
    since = work.now - LOOKING_BACK
    found = [*_written(work, since)]
    for room in ROOMS:
        found += room.news(work, since=since, at_most=SHOWN)
    return tuple(sorted(found, key=lambda change: change.at, reverse=True)[:SHOWN])


def _written(work: UnitOfWork, since: datetime) -> list[Change]:
    """Return what others wrote, in one statement for all rooms."""
    found = union_all(*(written.select(work, since) for room in ROOMS for written in room.changes))
    newest = found.order_by(found.selected_columns.at.desc(), found.selected_columns.record_id)
    rows = work.session.execute(newest.limit(SHOWN)).all()
    people = colleagues(work, [row.by for row in rows])
    codes = codes_of_cases(work, [row.case_id for row in rows])
    lies = _changed_outside(work, rows)
    return [
        Change(row.kind, row.record_id, row.title, codes[row.case_id], work.now, by="", is_changed=True)
        if row.row_id in lies or not codes[row.case_id]
        else Change(
            kind=row.kind,
            record_id=row.record_id,
            title=row.title,
            code=codes[row.case_id],
            at=row.at,
            by=people[row.by].name if row.by in people else "",
            case_id=row.case_id,
        )
        for row in rows
    ]


def _changed_outside(work: UnitOfWork, rows: Sequence[Row[Any]]) -> set[UUID]:
    """Return the ids of rows that are not what was written; only the rows to be shown are checked."""
    ids: dict[str, list[UUID]] = {}
    for row in rows:
        ids.setdefault(row.kind, []).append(row.row_id)
    changed: set[UUID] = set()
    for written in (each for room in ROOMS for each in room.changes if each.kind in ids):
        changed |= written.changed_outside(work, ids[written.kind])
    return changed
