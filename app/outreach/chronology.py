"""What night outreach tells of a child's road: each meeting the child was linked to."""

from collections.abc import Collection
from itertools import islice
from uuid import UUID

from sqlalchemy import Select

from app.access.scope import scoped
from app.case_records.first_days import LOOKED_AT
from app.foundation.chronology import ChronologyEntry, FirstDay, Mark
from app.foundation.local_time import local_day
from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.keyring.boards import board_fits
from app.keyring.folders import Fit
from app.outreach.encounter_views import Met, open_met
from app.unit_of_work import UnitOfWork
from models.encounter import Encounter, EncounterChild

KIND = "encounter"
MET = N_("Met on night outreach")


def marks(work: UnitOfWork, child_id: UUID) -> list[Mark]:
    """Return when a child was met, within this person's scope; nothing is opened. In no order."""
    query = _meetings(work, child_id).with_only_columns(Encounter.met_at, Encounter.written_at, Encounter.id)
    return [Mark(row.met_at, row.written_at, KIND, row.id) for row in work.session.execute(query)]


def chronology_entries(
    work: UnitOfWork, child_id: UUID, *, only: Collection[UUID] | None = None
) -> list[ChronologyEntry]:
    """Return a child's meetings within this person's scope, all or `only` these, in no particular order.

    A meeting whose folder does not open for them has no words; `record_id` is the meeting's.
    """
    query = _meetings(work, child_id)
    if only is not None:
        query = query.where(Encounter.id.in_(only))
    meetings = open_met(work, work.session.scalars(query).all(), child_id=child_id)
    return [_entry(met, child_id) for met in meetings]


def first_days(work: UnitOfWork, child_id: UUID) -> tuple[FirstDay, ...]:
    """Return the day a child was first met, of the meetings that count; nothing is opened."""
    earliest = _meetings(work, child_id).where(Encounter.mistake_id.is_(None)).order_by(Encounter.met_at)
    rows = work.session.scalars(earliest.limit(LOOKED_AT)).all()
    fits = board_fits(work, rows)
    days = (local_day(row.met_at) for row in rows if fits[row.id] is not Fit.CHANGED)
    return tuple(FirstDay(day, MET) for day in islice(days, 1))


def _meetings(work: UnitOfWork, child_id: UUID) -> Select[Encounter]:
    linked = (
        scoped(work, EncounterChild, Permission.SHIFT_READ)
        .with_only_columns(EncounterChild.encounter_id)
        .where(EncounterChild.child_id == child_id)
    )
    return scoped(work, Encounter, Permission.SHIFT_READ).where(Encounter.id.in_(linked))


def _entry(met: Met, child_id: UUID) -> ChronologyEntry:
    of_child = [child for child in met.children if child.child_id == child_id]
    if met.is_changed or not of_child:
        # A row says that the child was there; nobody wrote that in words.
        return ChronologyEntry(met.met_at, KIND, met.id, MET, is_changed=True)
    account = met.account
    described = [child.description.words for child in of_child if child.description is not None]
    words = [account.place.words, account.words, *described] if account is not None else []
    witness = met.witness or met.writer
    return ChronologyEntry(
        at=met.met_at,
        kind=KIND,
        record_id=met.id,
        title=MET,
        text="\n".join(filter(None, words)),
        basis=EvidenceBasis.SEEN,
        by=witness.name,
        recorded_at=met.written_at,
        is_weighty=met.asks_for_a_report,
        is_sealed=account is None,
        is_mistaken=met.is_mistaken,
    )
