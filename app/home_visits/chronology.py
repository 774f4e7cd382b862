"""What home visits tell of a child's road: each visit to the family that was to this child."""

from collections.abc import Collection, Mapping
from datetime import datetime, time
from uuid import UUID

from sqlalchemy import Select

from app.access.scope import scoped
from app.foundation.chronology import ChronologyEntry, Mark
from app.foundation.local_time import to_utc
from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.foundation.vocabulary.visit_colours import VisitColour
from app.foundation.vocabulary.visit_states import VisitState
from app.home_visits.today import KIND
from app.home_visits.visit_views import VisitView, open_visits
from app.unit_of_work import UnitOfWork
from models.home_visit import HomeVisit, HomeVisitChild

VISITED = N_("Home visit")
TITLES: Mapping[VisitState, str] = {
    VisitState.PLANNED: N_("Home visit planned"),
    VisitState.MADE: N_("Home visit made"),
    VisitState.IN_VAIN: N_("Home visit tried in vain"),
}


def marks(work: UnitOfWork, child_id: UUID) -> list[Mark]:
    """Return when a child was visited, within this person's scope; nothing is opened. In no order."""
    query = _visits(work, child_id).with_only_columns(
        HomeVisit.made_at, HomeVisit.planned_on, HomeVisit.written_at, HomeVisit.id
    )
    return [
        Mark(row.made_at or to_utc(datetime.combine(row.planned_on, time(0))), row.written_at, KIND, row.id)
        for row in work.session.execute(query)
    ]


def chronology_entries(
    work: UnitOfWork, child_id: UUID, *, only: Collection[UUID] | None = None
) -> list[ChronologyEntry]:
    """Return the visits to a child within this person's scope, all or `only` these, in no particular order."""
    query = _visits(work, child_id)
    if only is not None:
        query = query.where(HomeVisit.id.in_(only))
    views = open_visits(work, work.session.scalars(query).all())
    return [_entry(view, child_id) for view in views]


def _visits(work: UnitOfWork, child_id: UUID) -> Select[HomeVisit]:
    of_child = (
        scoped(work, HomeVisitChild, Permission.VISIT_READ)
        .with_only_columns(HomeVisitChild.visit_id)
        .where(HomeVisitChild.child_id == child_id)
    )
    return scoped(work, HomeVisit, Permission.VISIT_READ).where(HomeVisit.id.in_(of_child))


def _entry(view: VisitView, child_id: UUID) -> ChronologyEntry:
    at = view.made_at or to_utc(datetime.combine(view.planned_on, time(0)))
    if view.is_changed or (view.plan is not None and child_id not in view.children):
        return ChronologyEntry(at, KIND, view.id, VISITED, is_changed=True)
    report = view.report
    words = [report.words, report.changes, report.dangers, report.next_step] if report else []
    return ChronologyEntry(
        at=at,
        kind=KIND,
        record_id=view.id,
        title=TITLES[view.state],
        text="\n".join(filter(None, words)) or (view.plan.purpose if view.plan else ""),
        basis=EvidenceBasis.SEEN if report else None,
        by=view.reported_by or view.written_by,
        recorded_at=view.reported_at or view.written_at,
        is_weighty=view.colour is VisitColour.RED and not view.is_mistaken,
        is_sealed=view.plan is None,
        is_mistaken=view.is_mistaken,
    )
