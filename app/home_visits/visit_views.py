"""Opens home visits, many at once: for lists, for a child's road and for a family's page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.foundation.vocabulary.visit_colours import VisitColour
from app.foundation.vocabulary.visit_states import VisitState
from app.home_visits.checklist import colour_of
from app.home_visits.documents import VisitPlan, VisitReport
from app.home_visits.loading import rows_of_children
from app.home_visits.standing import outings, visitors_of
from app.keyring.boards import board_fits
from app.keyring.folders import Fit, OpenFolder, fit_in, look_in, open_folders
from app.mistakes.states import is_marked
from app.outreach.shift_status import ShiftStatus, was_led_here
from app.outreach.teams import NOBODY, Mate, mates
from app.unit_of_work import UnitOfWork
from models.home_visit import HomeVisit, HomeVisitChild


@dataclass(frozen=True)
class VisitView:
    """One visit. `plan` and `report` are None where they do not open; a visit not reported yet has no report either.

    If it `is_changed` outside Wayhome, nothing but its place is shown: no day, no family, no child. `out` says how it
    stands with those who left for it, None while nobody has.
    """

    id: UUID
    household_id: UUID
    base_id: UUID
    version: int
    state: VisitState
    planned_on: date
    written_at: datetime
    visitors: tuple[Mate, ...]
    out: ShiftStatus | None
    made_at: datetime | None = None
    next_visit_on: date | None = None
    case_id: UUID | None = None
    concern_id: UUID | None = None
    asks_since: datetime | None = None
    written_by: str = ""
    reported_by: str = ""
    reported_at: datetime | None = None
    children: tuple[UUID, ...] = ()
    plan: VisitPlan | None = None
    report: VisitReport | None = None
    is_changed: bool = False
    is_mistaken: bool = False

    @property
    def colour(self) -> VisitColour | None:
        """The colour that follows from the checklist; None without one."""
        return colour_of(self.report.checks) if self.report is not None else None

    @property
    def asks_for_concern(self) -> bool:
        """Whether something red waits for a concern, or for somebody to say why none is needed."""
        return self.asks_since is not None and not self.is_mistaken and not self.is_changed

    @property
    def is_out(self) -> bool:
        """Whether somebody left for it and is not back."""
        return self.out is not None and self.out.ended_at is None and not self.is_mistaken


def open_visits(work: UnitOfWork, rows: Sequence[HomeVisit]) -> list[VisitView]:
    """Open visits that were loaded through their scope, in the order given. What is opened is noted for the trail."""
    folders = open_folders(work, (row.folder_id for row in rows))
    out, named = outings(work, rows), rows_of_children(work, [row.id for row in rows])
    team = {row.id: visitors_of(work, row.id) for row in rows}
    people = mates(work, {id_ for row in rows for id_ in (*team[row.id], row.written_by, row.reported_by)})
    fits, views = board_fits(work, rows), []
    for row in rows:
        if fits[row.id] is Fit.CHANGED:
            views.append(
                _changed(row, out.get(row.id), () if was_led_here(work, row) else team[row.id], people)
            )
            continue
        folder, its_children = folders.get(row.folder_id), [each for each in named if each.visit_id == row.id]
        view = _view(row, folder, its_children, out.get(row.id), people, team[row.id])
        if folder is not None and not view.is_changed:
            work.note_opened(folder.id, row.id, row.household_id, *view.children, base_id=row.base_id)
        views.append(view)
    return views


def _view(
    row: HomeVisit,
    folder: OpenFolder | None,
    children: Sequence[HomeVisitChild],
    out: ShiftStatus | None,
    people: Mapping[UUID, Mate],
    team: Sequence[UUID],
) -> VisitView:
    look = look_in(folder, row, VisitPlan)
    if look.is_changed or any(fit_in(folder, each) is Fit.CHANGED for each in children):
        return _changed(row, out, team, people)
    writer, reporter = people.get(row.written_by), people.get(row.reported_by) if row.reported_by else None
    return VisitView(
        id=row.id,
        household_id=row.household_id,
        base_id=row.base_id,
        version=row.version,
        state=VisitState(row.state) if row.state in list(VisitState) else VisitState.PLANNED,
        planned_on=row.planned_on,
        made_at=row.made_at,
        next_visit_on=row.next_visit_on,
        case_id=row.case_id,
        concern_id=row.concern_id,
        asks_since=row.asks_since,
        written_by=writer.name if writer else "",
        written_at=row.written_at,
        reported_by=reporter.name if reporter else "",
        reported_at=row.reported_at,
        visitors=_visitors(people, team),
        children=tuple(each.child_id for each in children),
        plan=look.document,
        report=look_in(folder, row, VisitReport).document if row.report is not None else None,
        out=out,
        is_mistaken=is_marked(row),
    )


def _changed(
    row: HomeVisit, out: ShiftStatus | None, team: Sequence[UUID], people: Mapping[UUID, Mate]
) -> VisitView:
    """Return what stands for a visit that is not what was written: its place in a list, and who may be out for it."""
    return VisitView(
        id=row.id,
        household_id=row.household_id,
        base_id=row.base_id,
        version=row.version,
        state=VisitState.PLANNED,
        planned_on=row.planned_on,
        written_at=row.written_at,
        visitors=_visitors(people, team),
        out=out,
        is_changed=True,
    )


def _visitors(people: Mapping[UUID, Mate], team: Sequence[UUID]) -> tuple[Mate, ...]:
    return tuple(people.get(each, Mate(each, NOBODY, NOBODY)) for each in team)
