"""What placements offer: where a child lived, when a home and its papers are looked at, and their words."""

from collections.abc import Mapping
from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import Select, or_

from app.case_records.lists import changed_entries, due_of_rows
from app.cases.due import sees_widely
from app.foundation.chronology import ChronologyEntry, DueItem
from app.foundation.local_time import local_day, to_utc
from app.foundation.marking import N_
from app.foundation.vocabulary.placement_kinds import PlacementKind
from app.offers.changes import Written
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
    """Return the placements of the child's cases, as far as this person may read them; in no order."""
    found = opened_placements(work, PLACEMENTS.of_child(work, child_id))
    return [
        *map(_entry, found.views),
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
    )


def due_items(work: UnitOfWork, *, until: date) -> list[DueItem]:
    """Return the placements to be looked at up to a day; to those who see widely, the ones due today or late."""
    today = local_day(work.now)
    last = today if sees_widely(work) else until
    due = PLACEMENTS.of_open_cases(work).where(Placement.review_on <= last)
    due = due.order_by(Placement.review_on).limit(100)
    # Asked apart, so that each has an index: the homes that children have left are not stepped over one by one.
    going_on, ending = due.where(Placement.until_on.is_(None)), due.where(Placement.until_on > today)
    return [*_items(work, going_on), *_items(work, ending)]


def due_of_case(work: UnitOfWork, case_id: UUID) -> list[DueItem]:
    """Return when the case's placement is looked at next."""
    goes_on = or_(Placement.until_on.is_(None), Placement.until_on > local_day(work.now))
    query = PLACEMENTS.of_open_cases(work).where(goes_on, Placement.review_on.is_not(None))
    return _items(work, query.where(Placement.case_id == case_id))


def _items(work: UnitOfWork, query: Select[Placement]) -> list[DueItem]:
    rows = work.session.scalars(query)
    return due_of_rows(work, rows, kind=KIND, title=LOOK_AT, due_on=lambda row: row.review_on)


OFFERS = RoomOffers(
    words=RoomWords(
        events={
            "placement.recorded": N_("recorded where a child lives"),
            "placement.changed": N_("changed a placement"),
        },
        reasons={
            "from-ahead": N_("The day lies in the future. Record a placement when it has begun."),
            "until-before-from": N_("The child cannot have left before the day they came."),
            "before-the-home-before": N_(
                "The home that is recorded now began later than this. "
                "Correct that one first, or give the day the child left."
            ),
        },
        notices={
            "placement-recorded": Notice(N_("Where the child lives is recorded.")),
        },
    ),
    kinds=(KIND,),
    chronology=chronology_entries,
    due=due_items,
    due_of_case=due_of_case,
    changes=(Written(KIND, N_("A home was recorded"), at=Placement.written_at, by=Placement.written_by),),
)
