"""What night outreach tells of a child's road: each meeting the child was linked to."""

from uuid import UUID

from app.access.scope import scoped
from app.foundation.chronology import ChronologyEntry
from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.outreach.reading import Met, open_met
from app.unit_of_work import UnitOfWork
from models.encounter import Encounter, EncounterChild

MET = N_("Met on night outreach")


def chronology_entries(work: UnitOfWork, child_id: UUID) -> list[ChronologyEntry]:
    """Return the meetings of a child that are in this person's scope, in no order.

    Those whose folder is not open to them stand without words; `record_id` is the meeting's.
    """
    linked = (
        scoped(work, EncounterChild, Permission.SHIFT_READ)
        .with_only_columns(EncounterChild.encounter_id)
        .where(EncounterChild.child_id == child_id)
    )
    query = scoped(work, Encounter, Permission.SHIFT_READ).where(Encounter.id.in_(linked))
    return [_entry(met, child_id) for met in open_met(work, work.session.scalars(query).all())]


def _entry(met: Met, child_id: UUID) -> ChronologyEntry:
    account = met.account
    described = [
        child.description.words
        for child in met.children
        if child.child_id == child_id and child.description is not None
    ]
    words = [account.place.words, account.words, *described] if account is not None else []
    witness = met.witness or met.writer
    return ChronologyEntry(
        at=met.met_at,
        kind="encounter",
        record_id=met.id,
        title=MET,
        text="\n".join(filter(None, words)),
        basis=EvidenceBasis.SEEN,
        by=witness.name,
        recorded_at=met.written_at,
        is_weighty=met.asks_for_a_report,
        is_sealed=account is None,
    )
