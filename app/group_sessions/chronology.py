"""What group sessions tell of a child's road: one line for each kind of group, with how often the child came lately."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from app.foundation.chronology import ChronologyEntry
from app.foundation.marking import N_
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.foundation.vocabulary.group_sessions import GROUP_KINDS, GroupKind, GroupState
from app.group_sessions.attendance import dose_of, rows_of_child
from app.group_sessions.reading import GroupView, open_sessions
from app.group_sessions.today import KIND
from app.mistakes.states import is_marked
from app.unit_of_work import UnitOfWork
from models.group_session import GroupSession

LATELY = 12
"""As many sessions of a kind that were held are counted on the road."""
SESSION = N_("Group session")
TITLES: Mapping[GroupKind, str] = {kind: GROUP_KINDS[kind] for kind in GroupKind}


def chronology_entries(work: UnitOfWork, child_id: UUID) -> list[ChronologyEntry]:
    """Return one entry for each kind of group that was offered to the child, in no particular order.

    It stands where the child was first offered that kind, leads to the newest session, and says how often the child
    came to the last ones. What the child chose to show is not told here.
    """
    views = open_sessions(work, _told_of(rows_of_child(work, child_id)))
    entries = [
        ChronologyEntry(view.written_at, KIND, view.id, SESSION, is_changed=True)
        for view in views
        if view.is_changed
    ]
    for kind in GroupKind:
        of_kind = [view for view in views if view.kind is kind and not view.is_changed]
        counting = [view for view in of_kind if not view.is_mistaken] or of_kind
        if counting:
            entries.append(_entry(kind, counting, child_id))
    return entries


def _told_of(rows: Sequence[GroupSession]) -> list[GroupSession]:
    """Return, newest first, those that a line is made of: of each kind the first, the newest, and the last ones held.

    A child may have come every week for years; what lies between is on the pages of the groups.
    """
    wanted: set[UUID] = set()
    for kind in {row.kind for row in rows}:
        of_kind = [row for row in rows if row.kind == kind]
        counting = [row for row in of_kind if not is_marked(row)] or of_kind
        held = [row for row in counting if row.state == GroupState.HELD][:LATELY]
        wanted |= {row.id for row in (counting[0], counting[-1], *held)}
    return [row for row in rows if row.id in wanted]


def _entry(kind: GroupKind, views: Sequence[GroupView], child_id: UUID) -> ChronologyEntry:
    first, newest = views[-1], views[0]
    held = [view for view in views if view.counts][:LATELY]
    dose = dose_of(kind, held, child_id)
    figures = [f"{dose.attended} / {dose.offered}"] if dose.offered else []
    last = [dose.last_on.isoformat()] if dose.last_on else []
    return ChronologyEntry(
        at=first.begins_at,
        kind=KIND,
        record_id=newest.id,
        title=TITLES[kind],
        text=" · ".join([*figures, *last]),
        basis=EvidenceBasis.SEEN if dose.offered else None,
        by=first.written_by,
        recorded_at=first.written_at,
        is_sealed=all(view.plan is None for view in views),
        is_mistaken=first.is_mistaken,
    )
