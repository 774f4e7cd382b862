"""What this room tells of a child's road: that they stayed away from a club, and what was answered."""

from uuid import UUID

from app.absences.mistaken import KIND
from app.absences.reading import AnswerView, answers_of_children
from app.access.scope import has
from app.foundation.chronology import ChronologyEntry
from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.foundation.vocabulary.absence_answers import AbsenceAnswer
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.unit_of_work import UnitOfWork

STAYED_AWAY = N_("Stayed away from a club")


def chronology_entries(work: UnitOfWork, child_id: UUID) -> list[ChronologyEntry]:
    """Return what was answered about a child at the clubs this person reaches, in no particular order."""
    if not has(work, Permission.CLUB_READ):
        return []
    return [_entry(view) for view in answers_of_children(work, [child_id])]


def _entry(view: AnswerView) -> ChronologyEntry:
    if view.is_changed:
        return ChronologyEntry(view.at, KIND, view.id, STAYED_AWAY, is_changed=True)
    said = view.said
    words = [said.where, said.whom, said.words] if said is not None else []
    return ChronologyEntry(
        at=view.at,
        kind=KIND,
        record_id=view.id,
        title=STAYED_AWAY,
        text="\n".join(filter(None, words)),
        basis=EvidenceBasis.TOLD,
        by=view.by,
        recorded_at=view.at,
        is_weighty=said is not None and said.kind is AbsenceAnswer.SWEEP,
        is_sealed=said is None,
        is_mistaken=view.is_mistaken,
    )
