"""Checks all rows a step at a time, with the keys of the person who has the page open, and keeps what was found."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.access.scope import declare_scope, locked_row, own_base, require, scoped
from app.foundation.errors import AlreadyDone, NotAllowedNow, NotVisible, Refused
from app.foundation.permissions import Permission, Reach
from app.keyring.entitlement import could_hold
from app.keyring.folders import Fit, OpenFolder, fit_in, folders_to_check
from app.keyring.known_directory import directory_for
from app.keyring.repeated_facts import REPEATS
from app.keyring.tags import row_id_of
from app.keyring.writing import facts_to_write
from app.sweeps.documents import MOST_KEPT, Course, Finding
from app.sweeps.tables import folder_ids, place_of, rows_after, swept_tables
from app.unit_of_work import UnitOfWork
from models.base import Base
from models.folder import Folder
from models.mapping import Model, Tagged
from models.row_sweep import RowSweep

declare_scope(RowSweep, allowed={Permission.ROWS_CHECK}, rules={Reach.BASE: own_base(RowSweep.base_id)})

STEP_SECONDS = 0.25
"""How long one step may take, so that other writers do not notice the wait."""
ROWS_AT_ONCE = 50

Judged = list[tuple[Any, Finding | None]]
"""Rows that were checked, each with what there is to say about it."""


def begin_sweep(work: UnitOfWork, base_id: UUID, sweep_id: UUID) -> None:
    """Begin to check all rows of a base.

    Raises Refused, NotVisible, AlreadyDone, or NotAllowedNow (`no-facts-key`) for somebody outside the base's office.
    """
    require(work, Permission.ROWS_CHECK)
    if (
        work.session.scalars(scoped(work, Base, Permission.ROWS_CHECK).where(Base.id == base_id)).first()
        is None
    ):
        raise NotVisible("base")
    there = work.session.get(RowSweep, sweep_id)
    if there is not None:
        if there.started_by != work.person.id:
            raise Refused("sweep")
        raise AlreadyDone(record_id=sweep_id)
    folder = facts_to_write(work, base_id)
    if folder is None:
        raise NotAllowedNow("no-facts-key")
    row = RowSweep(
        id=sweep_id,
        base_id=base_id,
        folder_id=folder.id,
        started_by=work.person.id,
        started_at=work.now,
        finished_at=None,
    )
    folder.write(row, Course())
    work.record("rows.sweep_begun", subjects=[sweep_id], base_id=base_id)


def sweep_on(work: UnitOfWork, sweep_id: UUID) -> None:
    """Check the next rows. A step that is sent twice checks the rows after; a finished sweep stays as it is.

    Raises NotVisible, ChangedOutside when somebody changed how far the sweep has come, NotAllowedNow
    (`no-facts-key`).
    """
    require(work, Permission.ROWS_CHECK)
    row = locked_row(work, RowSweep, sweep_id, Permission.ROWS_CHECK)
    folder = facts_to_write(work, row.base_id)
    if folder is None:
        raise NotAllowedNow("no-facts-key")
    course = folder.read(row, Course)
    if row.finished_at is not None:
        return
    before = course
    course = _step(work, course, row.base_id)
    if course.table >= len(swept_tables()):
        row.finished_at = work.now
    folder.write(row, course)
    new = course.found[len(before.found) :]
    if new or row.finished_at is not None:
        work.record(
            "rows.out_of_place" if new else "rows.swept",
            subjects=[sweep_id, *(finding.row for finding in new if finding.row)],
            base_id=row.base_id,
            count=len(course.found) + course.found_more,
        )


def _step(work: UnitOfWork, course: Course, base_id: UUID) -> Course:
    tables, ends = swept_tables(), time.monotonic() + STEP_SECONDS
    while course.table < len(tables):
        table = tables[course.table]
        rows = rows_after(work, table, course.after, limit=ROWS_AT_ONCE)
        course = _noted(course, rows, _judged(work, table, rows, base_id))
        if len(rows) < ROWS_AT_ONCE:
            course = replace(course, table=course.table + 1, after=())
        if time.monotonic() >= ends:
            break
    return course


def _judged(
    work: UnitOfWork, table: type[Model], rows: Sequence[Any], base_id: UUID
) -> list[tuple[Any, Finding | None]]:
    """Return what there is to say about those rows that are this base's, or nobody's; others are not checked."""
    misfits = set(REPEATS[table](work, rows)) if table in REPEATS else set()
    if not issubclass(table, Tagged):
        return [(row, _finding(row) if row in misfits else None) for row in rows]
    of_rows = folder_ids(work, table, rows)
    folders = folders_to_check(work, filter(None, of_rows.values()))
    shut = _shut(work, table, of_rows, folders, base_id)
    judged: Judged = []
    for row in rows:
        folder_id = of_rows[row]
        folder = folders.get(folder_id) if folder_id else None
        if not _is_of_base(row, folder, base_id):
            continue
        fit = fit_in(folder, row)
        is_found = fit is Fit.CHANGED or row in misfits or row in shut
        if fit is Fit.NO_KEY and not is_found:
            continue
        judged.append((row, _finding(row, folder_id) if is_found else None))
    return judged


def _shut(
    work: UnitOfWork,
    table: type[Tagged],
    of_rows: Mapping[Any, UUID | None],
    folders: Mapping[UUID, OpenFolder],
    base_id: UUID,
) -> set[Any]:
    """Return the rows of the base that do not open, although everybody who sweeps holds all folders of their kind.

    The row was moved to other people's folder, or somebody removed its folder or the key to it.
    """
    keyless = {row: folder_id for row, folder_id in of_rows.items() if folder_id not in folders}
    if not keyless or not could_hold(directory_for(work), work.person.id, table.lies_in.kinds, work.now):
        return set()
    of_folders = select(Folder.id, Folder.base_id).where(Folder.id.in_(filter(None, keyless.values())))
    bases: dict[UUID | None, UUID | None] = dict(work.session.execute(of_folders).all())
    return {
        row
        for row, folder_id in keyless.items()
        if base_id in (getattr(row, "base_id", None), bases.get(folder_id, base_id))
    }


def _is_of_base(row: Any, folder: OpenFolder | None, base_id: UUID) -> bool:
    bases = {getattr(row, "base_id", None), folder.row.base_id if folder else None}
    return base_id in bases or bases == {None}


def _finding(row: Any, folder_id: UUID | None = None) -> Finding:
    ids = place_of(row)
    return Finding(row.__tablename__, row_id_of(row) if len(ids) == 1 and _is_id(ids[0]) else None, folder_id)


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _noted(course: Course, rows: Sequence[Any], judged: Judged) -> Course:
    found = [finding for _, finding in judged if finding is not None]
    room = MOST_KEPT - len(course.found)
    return replace(
        course,
        after=place_of(rows[-1]) if rows else course.after,
        looked_at=course.looked_at + len(judged),
        found=(*course.found, *found[:room]),
        found_more=course.found_more + max(0, len(found) - room),
    )


def newest_sweep(work: UnitOfWork, base_id: UUID) -> RowSweep | None:
    """Return the base's newest sweep, running or finished."""
    query = scoped(work, RowSweep, Permission.ROWS_CHECK).where(RowSweep.base_id == base_id)
    return work.session.scalars(query.order_by(RowSweep.started_at.desc()).limit(1)).first()
