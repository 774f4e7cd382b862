"""What others wrote lately about the children this person works with: readable facts only, nothing is opened."""

from datetime import datetime, timedelta

from sqlalchemy import union_all

from app.access.sound_cases import codes_of_cases
from app.foundation.chronology import Change
from app.rooms import ROOMS
from app.staff.colleagues import colleagues
from app.unit_of_work import UnitOfWork

LOOKING_BACK = timedelta(days=7)
SHOWN = 10


def lately(work: UnitOfWork) -> tuple[Change, ...]:
    """Return the newest changes of the last seven days that somebody else made, newest first.

    A change shows to whoever may read the record it was made in, and only of open cases; an assignment to
    whoever was assigned.
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
    people, codes = (
        colleagues(work, [row.by for row in rows]),
        codes_of_cases(work, [row.case_id for row in rows]),
    )
    return [
        Change(
            kind=row.kind,
            record_id=row.record_id,
            title=row.title,
            code=codes[row.case_id],
            at=row.at,
            by=people[row.by].name if row.by in people else "",
        )
        for row in rows
    ]
