"""What placements tell of a child's road."""

from collections.abc import Mapping
from datetime import datetime, time
from uuid import UUID

from app.access.scope import scoped
from app.access.sound_cases import cases_of_child
from app.foundation.chronology import ChronologyEntry
from app.foundation.local_time import to_utc
from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.foundation.vocabulary.placement_kinds import PlacementKind
from app.placements.homes import PlacementView, opened_placements
from app.unit_of_work import UnitOfWork
from models.placement import Placement

BEGAN = N_("Lives in another place")
TITLES: Mapping[PlacementKind, str] = {
    PlacementKind.FAMILY: N_("Lives with the own family"),
    PlacementKind.KINSHIP: N_("Lives with relatives"),
    PlacementKind.FOSTER: N_("Lives with a foster family"),
    PlacementKind.SAFE_HOUSE: N_("Lives in a safe house"),
    PlacementKind.RESIDENTIAL: N_("Lives in a residential centre"),
    PlacementKind.INDEPENDENT: N_("Lives independently, with support"),
}


def chronology_entries(work: UnitOfWork, child_id: UUID) -> list[ChronologyEntry]:
    """Return the placements of the child's cases, as far as this person may read them; in no order."""
    cases = cases_of_child(work, child_id, Permission.CASE_READ)
    query = scoped(work, Placement, Permission.CASE_READ).where(Placement.case_id.in_(cases))
    return [_entry(view) for view in opened_placements(work, list(work.session.scalars(query)))]


def _entry(view: PlacementView) -> ChronologyEntry:
    return ChronologyEntry(
        at=to_utc(datetime.combine(view.from_on, time(0))),
        kind="placement",
        record_id=view.case_id,
        title=TITLES[view.home.kind] if view.home else BEGAN,
        text=view.home.words if view.home else "",
        by=view.written_by,
        recorded_at=view.written_at,
        is_sealed=view.home is None,
    )
