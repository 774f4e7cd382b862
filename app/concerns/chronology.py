"""What this room tells of a child's road: concerns, and that the child spoke, for people who may read them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement

from app.access.scope import scoped
from app.concerns.concern_status import ConcernStatus, concern_statuses
from app.concerns.documents import ChildsWords, FirstPosted, Observation
from app.concerns.groups import first_posting
from app.concerns.part_marks import that_count
from app.concerns.taken_out import chronology_entries as left_behind
from app.foundation.chronology import ChronologyEntry
from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.keyring.folders import OpenFolder, look_in, open_folders
from app.staff.colleagues import Colleague, colleagues
from app.unit_of_work import UnitOfWork
from models.concern import Concern
from models.disclosure import Disclosure

CONCERN, WORDS = "concern", "disclosure"
_TITLES = {CONCERN: N_("Concern"), WORDS: N_("The child's own words")}


def chronology_entries(
    work: UnitOfWork, *, child_id: UUID | None = None, case_id: UUID | None = None
) -> list[ChronologyEntry]:
    """Return entries of one child or one case, oldest first; empty for people who may read none.

    A concern's entry says what was seen, heard or told. The child's own words stay on the concern's page; their entry
    says only that there are some. `record_id` is the concern's in both. Raises ValueError without a child or case.
    """
    if child_id is None and case_id is None:
        raise ValueError("a chronology is of a child or of a case")
    wanted = Concern.child_id == child_id if child_id else Concern.case_id == case_id
    rows = work.session.scalars(scoped(work, Concern, Permission.CONCERN_READ).where(wanted)).all()
    heard = _disclosures(work, [row.id for row in rows])
    folders = open_folders(work, [row.folder_id for row in rows] + [row.folder_id for row in heard])
    statuses = concern_statuses(work, rows)
    seen = {row.id: look_in(folders.get(row.folder_id), row, Observation).document for row in rows}
    first = {row.id: first_posting(row, seen[row.id]) for row in rows}
    people = colleagues(work, [each.by for each in first.values()] + [row.heard_by for row in heard])
    entries = [_concern_entry(statuses[row.id], seen[row.id], first[row.id], people) for row in rows]
    counting = {row.id for row in that_count(work, heard) if not statuses[row.concern_id].is_mistaken}
    entries += [
        replace(_words_entry(row, folders, people), is_mistaken=row.id not in counting) for row in heard
    ]
    entries += left_behind(work, child_id=child_id, case_id=case_id)
    return sorted(entries, key=lambda entry: (entry.at, entry.record_id.hex))


def _disclosures(work: UnitOfWork, concern_ids: Sequence[UUID]) -> Sequence[Disclosure]:
    if not concern_ids:
        return []
    within: ColumnElement[bool] = Disclosure.concern_id.in_(concern_ids)
    return work.session.scalars(scoped(work, Disclosure, Permission.CONCERN_READ).where(within)).all()


def _concern_entry(
    status: ConcernStatus, seen: Observation | None, first: FirstPosted, people: Mapping[UUID, Colleague]
) -> ChronologyEntry:
    if status.is_changed:
        return _changed_entry(CONCERN, status.id, status.posted_at)
    return ChronologyEntry(
        at=seen.seen_at if seen else first.at,
        kind=CONCERN,
        record_id=status.id,
        title=_TITLES[CONCERN],
        text=seen.words if seen else "",
        basis=seen.basis if seen else None,
        by=people[first.by].name if first.by in people else "",
        recorded_at=first.at,
        is_weighty=True,
        is_sealed=seen is None,
        is_mistaken=status.is_mistaken,
    )


def _words_entry(
    row: Disclosure, folders: Mapping[UUID, OpenFolder], people: Mapping[UUID, Colleague]
) -> ChronologyEntry:
    look = look_in(folders.get(row.folder_id), row, ChildsWords)
    if look.is_changed:
        return _changed_entry(WORDS, row.concern_id, row.written_at)
    words = look.document
    heard_by = words.heard_by if words else row.heard_by
    return ChronologyEntry(
        at=words.heard_at if words else row.heard_at,
        kind=WORDS,
        record_id=row.concern_id,
        title=_TITLES[WORDS],
        basis=EvidenceBasis.TOLD,
        by=people[heard_by].name if heard_by in people else "",
        recorded_at=row.written_at,
        is_weighty=True,
        is_sealed=words is None,
    )


def _changed_entry(kind: str, record_id: UUID, at: datetime) -> ChronologyEntry:
    return ChronologyEntry(at, kind, record_id, _TITLES[kind], is_weighty=True, is_changed=True)
