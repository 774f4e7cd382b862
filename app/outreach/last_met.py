"""When a child was last met on a night: for people who look after a whole base, or as far as a reader may know."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, true

from app.access.scope import condition, has
from app.foundation.permissions import Permission
from app.keyring.boards import board_fits
from app.keyring.folders import Fit, OpenFolder, fit_in, folders_to_check
from app.unit_of_work import UnitOfWork
from models.encounter import Encounter, EncounterChild

LAST_FEW = 3


def last_met(work: UnitOfWork, child_ids: Iterable[UUID]) -> dict[UUID, datetime]:
    """Return when each of these children, whom the caller may read, was last met, by verified meetings.

    Of each child's last few meetings, only those count that are what was written, including the child's row in them.
    """
    return _newest(_proved(work, child_ids, true()))


def last_met_as_read(work: UnitOfWork, child_ids: Iterable[UUID]) -> dict[UUID, datetime]:
    """Return the same by those meetings alone that this person may read; nothing for whoever may read none."""
    return met_and_changed(work, child_ids)[0]


def met_and_changed(work: UnitOfWork, child_ids: Iterable[UUID]) -> tuple[dict[UUID, datetime], set[UUID]]:
    """Return the same as `last_met_as_read`, and of which children one of the last few was changed outside."""
    ids = list(child_ids)
    if not ids or not has(work, Permission.SHIFT_READ):
        return {}, set()
    proved = _proved(work, ids, condition(work, Encounter, Permission.SHIFT_READ))
    return _newest(proved), {child_id for child_id, _, fit in proved if fit is Fit.CHANGED}


def _newest(proved: Iterable[tuple[UUID, datetime, Fit]]) -> dict[UUID, datetime]:
    """Return each child's last moment that fits; they come oldest first."""
    return {child_id: met_at for child_id, met_at, fit in proved if fit is Fit.FITS}


def _proved(
    work: UnitOfWork, child_ids: Iterable[UUID], known: ColumnElement[bool]
) -> list[tuple[UUID, datetime, Fit]]:
    """Return the last few meetings of each child, oldest first, and whether they are what was written."""
    place = func.row_number().over(
        partition_by=EncounterChild.child_id, order_by=(Encounter.met_at.desc(), Encounter.id)
    )
    linked = (
        select(EncounterChild.id, place.label("place"))
        .join(Encounter, Encounter.id == EncounterChild.encounter_id)
        .where(EncounterChild.child_id.in_(list(child_ids)), Encounter.mistake_id.is_(None), known)
        .subquery()
    )
    query = (
        select(EncounterChild, Encounter)
        .join(Encounter, Encounter.id == EncounterChild.encounter_id)
        .join(linked, linked.c.id == EncounterChild.id)
        .where(linked.c.place <= LAST_FEW)
        .order_by(Encounter.met_at)
    )
    rows = work.session.execute(query).all()
    fits = board_fits(work, [meeting for _, meeting in rows])
    folders = folders_to_check(work, (meeting.folder_id for _, meeting in rows))
    return [
        (
            child.child_id,
            meeting.met_at,
            _fit_of_both(fits[meeting.id], folders.get(meeting.folder_id), child),
        )
        for child, meeting in rows
        if child.child_id is not None
    ]


def _fit_of_both(meeting: Fit, folder: OpenFolder | None, child: EncounterChild) -> Fit:
    """Tell whether a meeting and the child's row in it are both what was written."""
    both = {meeting, fit_in(folder, child)}
    return next((fit for fit in (Fit.CHANGED, Fit.NO_KEY) if fit in both), Fit.FITS)
