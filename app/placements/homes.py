"""Records where a child lives, in a folder of its own beside the case file."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, inspect, or_

from app.access.scope import has
from app.case_records.loading import readable_case
from app.case_records.record_in_hand import RecordInHand
from app.case_records.record_views import ChangedRecord, Opened, RecordView, Views, view_of
from app.case_records.records import CaseRecords, Closed
from app.case_records.reliance import clock_would_stop, stage_rested_on
from app.children.births import refuse_before_birth
from app.foundation.day_meanings import DayMeaning, days_late, last_day, refuse_unlikely
from app.foundation.errors import NotAllowedNow
from app.foundation.local_time import local_day
from app.foundation.permissions import Permission
from app.foundation.vocabulary.home_safeties import HomeSafety
from app.keyring.case_status import is_closed
from app.keyring.folders import open_folders
from app.keyring.policy import FolderKind
from app.placements.documents import Home
from app.placements.ends import Lived, ends_of, follow_mark, lived, refuse_two_homes
from app.unit_of_work import UnitOfWork
from models.placement import Placement

PLACEMENTS: CaseRecords[Placement, Home] = CaseRecords(
    Placement,
    Home,
    FolderKind.PLACEMENTS,
    reads=Permission.CASE_READ,
    writes=Permission.CASE_WRITE,
    on_closed=Closed.REFUSES,
    event="placement",
    address="placement_id",
    second=lambda work, home: (
        clock_would_stop(work, DayMeaning.REVIEW, None if home.until_on else home.review_on)
        or stage_rested_on(work, home)
    ),
    follow=lambda work, held: follow_mark(work, held, PLACEMENTS),
)


@dataclass(frozen=True)
class PlacementInput:
    """What is typed for a placement. On `review_on` somebody checks whether it still holds."""

    home: Home
    from_on: date
    until_on: date | None = None
    review_on: date | None = None


@dataclass(frozen=True)
class PlacementView(RecordView):
    """A placement as its readers see it; `home` is None for a person who was not given its key."""

    home: Home | None
    from_on: date
    until_on: date | None
    review_on: date | None
    version: int
    is_now: bool
    days_late: int
    paper_days_late: int

    @property
    def is_safe(self) -> bool:
        """Whether the child is known to be safe there."""
        return self.home is not None and self.home.safety is HomeSafety.SAFE


@dataclass(frozen=True)
class PlacementPage:
    """Where the child lives now and lived before, newest first."""

    case_id: UUID
    case_code: str
    may_write: bool
    now: tuple[PlacementView, ...]
    earlier: tuple[PlacementView, ...]
    changed: tuple[ChangedRecord, ...]
    marked: tuple[PlacementView, ...]


def record_placement(work: UnitOfWork, case_id: UUID, placement_id: UUID, draft: PlacementInput) -> None:
    """Record where the child lives from a day on; the previous home ends on that day, unless the child lives in both.

    Raises Refused, NotVisible, AlreadyDone, NotAllowedNow (`case-closed`, `from-ahead`, `until-before-from`,
    `before-the-home-before`, `two-homes`, `before-born`, `before-any-birth`, `too-long-ago`, `too-far-ahead`).
    """
    new = PLACEMENTS.begin(work, case_id, placement_id)
    also, facts = _in_line(work, new, draft, given=draft.until_on)
    new.save("recorded", draft.home, also=also, **facts)


def change_placement(
    work: UnitOfWork, case_id: UUID, placement_id: UUID, draft: PlacementInput, *, version: int
) -> None:
    """Correct a placement, or record its end. Raises as `record_placement` does, Conflict and ChangedOutside."""
    old = PLACEMENTS.edit(work, case_id, placement_id, version)
    # A day that only repeats where the next home began is none that anybody gave.
    is_repeated = old.row.ended_by is not None and draft.until_on == old.row.until_on
    also, facts = _in_line(work, old, draft, given=None if is_repeated else draft.until_on)
    old.save("changed", draft.home, also=also, **facts)


def read_placement(work: UnitOfWork, case_id: UUID, placement_id: UUID) -> PlacementView:
    """Return one placement to change it. Raises NotVisible, NoKey, and ChangedOutside if it is not what was written."""
    return _view(PLACEMENTS.one_to_change(work, case_id, placement_id), local_day(work.now))


def placement_page(work: UnitOfWork, case_id: UUID) -> PlacementPage:
    """Return where the child lives now and lived before. Raises NotVisible."""
    case = readable_case(work, case_id)
    query = PLACEMENTS.of_case(work, case.id)
    found = opened_placements(work, query.order_by(Placement.from_on.desc(), Placement.written_at.desc()))
    return PlacementPage(
        case_id=case.id,
        case_code=case.code,
        may_write=not is_closed(work, case) and has(work, Permission.CASE_WRITE),
        now=tuple(view for view in found.views if view.is_now),
        earlier=tuple(view for view in found.views if not view.is_now),
        changed=found.changed,
        marked=found.marked,
    )


def current_placements(work: UnitOfWork, case_id: UUID) -> Views[PlacementView]:
    """Return where the child lives now. The case was loaded through its permission."""
    today = local_day(work.now)
    query = PLACEMENTS.of_case(work, case_id).where(
        Placement.from_on <= today, or_(Placement.until_on.is_(None), Placement.until_on > today)
    )
    return opened_placements(work, query.order_by(Placement.from_on.desc()))


def opened_placements(work: UnitOfWork, query: Select[Placement]) -> Views[PlacementView]:
    """Open placements that were queried through their permission."""
    today = local_day(work.now)
    return PLACEMENTS.opened(work, query).seen(lambda one: _view(one, today))


def _view(one: Opened[Placement, Home], today: date) -> PlacementView:
    row, home = one.row, one.document
    is_now = row.from_on <= today and (row.until_on is None or row.until_on > today)
    paper_ends = home.document_ends_on if home and is_now else None
    return view_of(
        one,
        PlacementView,
        home=home,
        is_now=is_now,
        days_late=days_late(DayMeaning.REVIEW, row.review_on if is_now else None, today),
        paper_days_late=days_late(DayMeaning.EXPIRES, paper_ends, today),
    )


def _in_line(
    work: UnitOfWork, record: RecordInHand[Placement, Home], draft: PlacementInput, *, given: date | None
) -> tuple[list[Placement], dict[str, Any]]:
    """Return the homes that end where this one begins, and the days of this one, whose end was `given`."""
    days = _days(work, draft)
    refuse_before_birth(work, record.case.child_id, draft.from_on)
    this = Lived(record.row.id, draft.from_on, given, draft.home.is_beside_others)
    rows = {row.id: row for row in record.others()}
    folders = open_folders(work, [row.folder_id for row in rows.values()])
    others = [(row, lived(row, folders[row.folder_id].read(row, Home))) for row in rows.values()]
    is_new = inspect(record.row).transient
    written = [(row.written_at, False, row.id, home) for row, home in others]
    written.append((record.row.written_at, is_new, this.id, this))
    homes = [one[-1] for one in sorted(written, key=lambda one: one[:-1])]
    ends = ends_of(homes)
    refuse_two_homes(this, homes, ends)
    also = [
        row for row in rows.values() if (row.until_on, row.ended_by) != (ends[row.id].on, ends[row.id].by)
    ]
    for row in also:
        row.until_on, row.ended_by = ends[row.id].on, ends[row.id].by
    end = ends[this.id]
    return also, days | {"until_on": end.on, "ended_by": end.by}


def _days(work: UnitOfWork, draft: PlacementInput) -> dict[str, Any]:
    """Return the days of a placement, checked; it must be looked at by the day its paper ends at the latest.

    A paper that is valid for many years does not put that off for more than a year.
    """
    if draft.from_on > local_day(work.now):
        raise NotAllowedNow("from-ahead")
    if draft.until_on is not None and draft.until_on < draft.from_on:
        raise NotAllowedNow("until-before-from")
    today, paper_ends = local_day(work.now), draft.home.document_ends_on
    refuse_unlikely(DayMeaning.BEGAN, draft.from_on, today)
    refuse_unlikely(DayMeaning.ENDS, draft.until_on, today)
    refuse_unlikely(DayMeaning.REVIEW, draft.review_on, today)
    refuse_unlikely(DayMeaning.EXPIRES, paper_ends, today)
    latest = last_day(DayMeaning.REVIEW, today)
    looked_at = [draft.review_on, min(paper_ends, latest) if paper_ends else None]
    return {
        "from_on": draft.from_on,
        "until_on": draft.until_on,
        "review_on": min((day for day in looked_at if day is not None), default=None),
    }
