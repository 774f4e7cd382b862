"""What is left behind where a concern was taken out: that one left, by whom and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select

from app.access.scope import scoped
from app.children.codes import codes_of_children
from app.concerns.documents import TakenOut
from app.foundation.chronology import ChronologyEntry
from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.keyring.folders import look_in, open_folders
from app.staff.colleagues import colleagues
from app.unit_of_work import UnitOfWork
from models.concern_taken_out import ConcernTakenOut

KIND = "concern-taken-out"
OUT_OF_CASE = N_("A concern was taken out of the case")
OFF_THE_CHILD = N_("A concern is no longer linked to this child")


@dataclass(frozen=True)
class PlaceLeft:
    """Where a concern was before, for people who read that place."""

    child_id: UUID
    child_code: str
    case_id: UUID | None
    taken_at: datetime


def places_left(work: UnitOfWork, concern_id: UUID) -> tuple[PlaceLeft, ...]:
    """Return the places a concern was taken out of, oldest first, as far as this person may read them."""
    query = _taken(work).where(ConcernTakenOut.concern_id == concern_id)
    rows = work.session.scalars(query.order_by(ConcernTakenOut.taken_at)).all()
    codes = codes_of_children(work, [row.child_id for row in rows])
    folders = open_folders(work, [row.folder_id for row in rows])
    return tuple(
        PlaceLeft(row.child_id, codes.get(row.child_id, ""), row.case_id, row.taken_at)
        for row in rows
        if look_in(folders.get(row.folder_id), row, TakenOut).document is not None
    )


def chronology_entries(
    work: UnitOfWork, *, child_id: UUID | None = None, case_id: UUID | None = None
) -> list[ChronologyEntry]:
    """Return that concerns were taken out of a child's or a case's road; `record_id` is the child's."""
    wanted = ConcernTakenOut.child_id == child_id if child_id else ConcernTakenOut.case_id == case_id
    rows = work.session.scalars(_taken(work).where(wanted)).all()
    return _entries(work, rows)


def _taken(work: UnitOfWork) -> Select[ConcernTakenOut]:
    return scoped(work, ConcernTakenOut, Permission.CONCERN_READ)


def _entries(work: UnitOfWork, rows: Sequence[ConcernTakenOut]) -> list[ChronologyEntry]:
    folders = open_folders(work, [row.folder_id for row in rows])
    people = colleagues(work, [row.taken_by for row in rows])
    entries = []
    for row in rows:
        title = OFF_THE_CHILD if row.case_id is None else OUT_OF_CASE
        look = look_in(folders.get(row.folder_id), row, TakenOut)
        if look.is_changed:
            entries.append(ChronologyEntry(row.taken_at, KIND, row.child_id, title, is_changed=True))
            continue
        left = look.document
        if left is None:
            # Somebody who reads concerns of the case, but not its file.
            continue
        entries.append(
            ChronologyEntry(
                at=row.taken_at,
                kind=KIND,
                record_id=row.child_id,
                title=title,
                text=f"{left.reference}: {left.reason}",
                by=people[row.taken_by].name if row.taken_by in people else "",
            )
        )
    return entries
