"""What screenings tell of a child's road: each occasion, and whether it alerted somebody."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Select

from app.access.scope import has, scoped
from app.foundation.chronology import ChronologyEntry, FirstDay, Mark
from app.foundation.local_time import local_day
from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.keyring.boards import board_fits
from app.keyring.folders import Fit
from app.screening.screening_views import ScreeningView, open_screenings
from app.unit_of_work import UnitOfWork
from models.screening import Screening

KIND = "screening"
SCREENED = N_("Screening")
ALERTED = N_("Screening that alerted the supervisor")
LOOKED_AT = 12
"""How many of the earliest rows are looked at for one that counts."""


def marks(work: UnitOfWork, child_id: UUID) -> list[Mark]:
    """Return when a child was screened, within this person's scope; nothing is opened. In no order."""
    query = _of_child(work, child_id).with_only_columns(Screening.held_at, Screening.written_at, Screening.id)
    return [Mark(row.held_at, row.written_at, KIND, row.id) for row in work.session.execute(query)]


def chronology_entries(
    work: UnitOfWork, child_id: UUID, *, only: Collection[UUID] | None = None
) -> list[ChronologyEntry]:
    """Return the screenings of a child within this person's scope, all or `only` these, in no particular order."""
    query = _of_child(work, child_id)
    if only is not None:
        query = query.where(Screening.id.in_(only))
    return [_entry(view) for view in open_screenings(work, work.session.scalars(query).all())]


def first_days(work: UnitOfWork, child_id: UUID) -> list[FirstDay]:
    """Return the day of the first screening that counts; nothing is opened."""
    if not has(work, Permission.SCREENING_READ):
        return []
    query = _of_child(work, child_id).where(Screening.mistake_id.is_(None))
    rows = work.session.scalars(query.order_by(Screening.held_at).limit(LOOKED_AT)).all()
    fits = board_fits(work, rows)
    sound = [row for row in rows if fits[row.id] is not Fit.CHANGED]
    return [FirstDay(local_day(row.held_at), SCREENED) for row in sound[:1]]


def _of_child(work: UnitOfWork, child_id: UUID) -> Select[Screening]:
    return scoped(work, Screening, Permission.SCREENING_READ).where(Screening.child_id == child_id)


def _entry(view: ScreeningView) -> ChronologyEntry:
    if view.is_changed:
        return ChronologyEntry(view.held_at, KIND, view.id, SCREENED, is_changed=True)
    return ChronologyEntry(
        at=view.held_at,
        kind=KIND,
        record_id=view.id,
        title=ALERTED if view.has_alerted else SCREENED,
        text=view.sheet.words if view.sheet else "",
        by=view.written_by,
        recorded_at=view.written_at,
        is_weighty=view.has_alerted and not view.is_mistaken,
        is_sealed=view.sheet is None,
        is_mistaken=view.is_mistaken,
    )
