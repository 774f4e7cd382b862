"""What placements offer: where a child lived, when a home and its papers must be looked at, and their words."""

from collections.abc import Mapping
from datetime import datetime, time
from uuid import UUID

from app.case_records.first_days import FirstOf
from app.case_records.lists import changed_entries
from app.cases.due_records import DueRecords
from app.foundation.chronology import ChronologyEntry
from app.foundation.day_meanings import DayMeaning
from app.foundation.local_time import to_utc
from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.foundation.vocabulary.placement_kinds import PlacementKind
from app.offers.changes import Written
from app.offers.places import CasePlace, CaseTab, RecordPage, Topic
from app.offers.room import RoomOffers
from app.offers.words import Notice, RoomWords
from app.placements.homes import PLACEMENTS, PlacementView, opened_placements
from app.unit_of_work import UnitOfWork
from models.placement import Placement

LOOK_AT = N_("Look at the placement and its papers")
KIND = "placement"
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
    """Return the placements of the child's cases that this person may read, in no particular order."""
    found = opened_placements(work, PLACEMENTS.of_child(work, child_id))
    return [
        *map(_entry, (*found.views, *found.marked)),
        *changed_entries(work, found.changed, kind=KIND, title=BEGAN),
    ]


def _entry(view: PlacementView) -> ChronologyEntry:
    return ChronologyEntry(
        at=to_utc(datetime.combine(view.from_on, time(0))),
        kind=KIND,
        record_id=view.case_id,
        title=TITLES[view.home.kind] if view.home else BEGAN,
        text=view.home.words if view.home else "",
        by=view.written_by,
        recorded_at=view.written_at,
        is_sealed=view.home is None,
        is_mistaken=view.marks.is_marked,
    )


DUE = DueRecords(
    PLACEMENTS,
    KIND,
    LOOK_AT,
    Placement.review_on,
    DayMeaning.REVIEW,
    in_force=lambda today: (Placement.until_on.is_(None), Placement.until_on > today),
)

OFFERS = RoomOffers(
    words=RoomWords(
        events={
            "placement.recorded": N_("recorded where a child lives"),
            "placement.changed": N_("changed a placement"),
        },
        reasons={
            "from-ahead": N_("The day lies in the future. Record a placement when it has begun."),
            "until-before-from": N_("The child cannot have left before the day they came."),
            "two-homes": N_(
                "The child lived in another home on those days. Correct the days, or tick that the child lives in both."
            ),
            "before-the-home-before": N_(
                "The home that is recorded now began later than this. "
                "Correct that one first, or give the day the child left."
            ),
        },
        notices={
            "placement-recorded": Notice(N_("Where the child lives is recorded.")),
        },
    ),
    pages={KIND: RecordPage("placements.show_placements", "case_id")},
    topics={"placements": Topic(N_("Where the child lives"), within="cases")},
    case_places=(
        CasePlace(
            tab=CaseTab.PLAN,
            label=N_("Where the child lives"),
            endpoint="placements.show_placements",
            permission=Permission.CASE_READ,
            order=20,
        ),
    ),
    chronology=chronology_entries,
    first_days=FirstOf(PLACEMENTS, Placement.from_on, N_("Home")).of_child,
    due=DUE.of_person,
    due_of_case=DUE.of_case,
    changes=(Written(KIND, N_("A home was recorded"), at=Placement.written_at, by=Placement.written_by),),
)
