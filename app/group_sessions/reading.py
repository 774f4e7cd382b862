"""Opens group sessions, many at once: for lists, for a child's road and for the dose of a restoration plan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.foundation.vocabulary.group_sessions import GroupKind, GroupState
from app.group_sessions.documents import GroupPlan, GroupReport
from app.group_sessions.leading import leaders_of
from app.group_sessions.loading import rows_of_children
from app.keyring.folders import Fit, fit_in, look_in, open_folders
from app.keyring.misplaced_rows import looks_in
from app.mistakes.states import is_marked
from app.outreach.teams import NOBODY, Mate, mates
from app.unit_of_work import UnitOfWork
from models.group_session import GroupSession


@dataclass(frozen=True)
class GroupView:
    """One session. `plan` and `report` are None where they do not open; one not written up yet has no report either.

    If it `is_changed` outside Wayhome, nothing of it is shown: no kind, no day, no child.
    """

    id: UUID
    kind: GroupKind
    base_id: UUID
    version: int
    state: GroupState
    held_on: date
    begins_at: datetime
    ends_at: datetime
    written_at: datetime
    leaders: tuple[Mate, ...] = ()
    written_by: str = ""
    reported_by: str = ""
    reported_at: datetime | None = None
    offered: tuple[UUID, ...] = ()
    plan: GroupPlan | None = None
    report: GroupReport | None = None
    is_changed: bool = False
    is_mistaken: bool = False

    @property
    def counts(self) -> bool:
        """Whether it was held, and what is written of it can be relied on."""
        return self.state is GroupState.HELD and self.report is not None and not self.is_mistaken

    @property
    def came(self) -> frozenset[UUID]:
        """The children who came, if the session counts."""
        return self.report.children if self.report is not None and self.counts else frozenset()


def open_sessions(work: UnitOfWork, rows: Sequence[GroupSession]) -> list[GroupView]:
    """Open sessions that were loaded through their scope, in the order given. What is opened is noted for the trail."""
    folders = open_folders(work, (row.folder_id for row in rows))
    looks, views = looks_in(work, folders, rows, GroupPlan), []
    children = rows_of_children(work, [row.id for row in rows])
    team = {row.id: leaders_of(work, row.id) for row in rows}
    people = mates(work, {id_ for row in rows for id_ in (*team[row.id], row.written_by, row.reported_by)})
    for row in rows:
        folder, its = folders.get(row.folder_id), [each for each in children if each.session_id == row.id]
        report = look_in(folder, row, GroupReport) if row.report is not None else None
        changed = looks[row.id].is_changed or (report is not None and report.is_changed)
        if changed or any(fit_in(folder, each) is Fit.CHANGED for each in its):
            views.append(_changed(row))
            continue
        view = GroupView(
            id=row.id,
            kind=GroupKind(row.kind) if row.kind in list(GroupKind) else GroupKind.OTHER,
            base_id=row.base_id,
            version=row.version,
            state=GroupState(row.state) if row.state in list(GroupState) else GroupState.PLANNED,
            held_on=row.held_on,
            begins_at=row.begins_at,
            ends_at=row.ends_at,
            written_at=row.written_at,
            leaders=tuple(people.get(each, Mate(each, NOBODY, NOBODY)) for each in team[row.id]),
            written_by=_name(people, row.written_by),
            reported_by=_name(people, row.reported_by),
            reported_at=row.reported_at,
            offered=tuple(dict.fromkeys(each.child_id for each in its)),
            plan=looks[row.id].document,
            report=report.document if report is not None else None,
            is_mistaken=is_marked(row),
        )
        if folder is not None:
            work.note_opened(folder.id, row.id, *view.offered, base_id=row.base_id)
        views.append(view)
    return views


def _name(people: Mapping[UUID, Mate], staff_id: UUID | None) -> str:
    found = people.get(staff_id) if staff_id is not None else None
    return found.name if found is not None else ""


def _changed(row: GroupSession) -> GroupView:
    """Return what stands for a session that is not what was written: its place in a list."""
    return GroupView(
        id=row.id,
        kind=GroupKind.OTHER,
        base_id=row.base_id,
        version=row.version,
        state=GroupState.PLANNED,
        held_on=row.held_on,
        begins_at=row.begins_at,
        ends_at=row.ends_at,
        written_at=row.written_at,
        is_changed=True,
    )
