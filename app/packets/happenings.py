"""Gathers what was seen, heard and told about a child from every room, as entries that a packet can print."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from sqlalchemy import or_

from app.access.scope import scoped
from app.bases.pack import Pack
from app.cases.notes import NOTES, NoteView, opened_notes
from app.concerns.chains import chains_of
from app.concerns.documents import Addition, ChildsWords, FirstPosted, Observation
from app.concerns.excerpts import has_gap
from app.concerns.groups import first_posting
from app.concerns.part_marks import that_count
from app.concerns.wholes import BesideWholes, beside_wholes
from app.foundation.permissions import Permission
from app.foundation.vocabulary import company
from app.foundation.vocabulary.addition_kinds import SPOKEN_REPORTS
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.foundation.vocabulary.promptings import Prompting
from app.keyring.folders import open_folders
from app.mistakes.states import marks_of
from app.outreach.encounter_views import Met, open_met
from app.outreach.places import place_label
from app.outreach.teams import NOBODY
from app.packets.contents import Asked, ChronologyEntry, EntryKind, HowKnown, Moment, Precision
from app.packets.fitting import document_of
from app.packets.heard import Doubtful, heard_beside
from app.packets.sources import sourced
from app.staff.colleagues import Colleague, colleagues
from app.unit_of_work import UnitOfWork
from models.case import Case
from models.concern import Concern, ConcernAddition
from models.encounter import Encounter, EncounterChild
from models.mapping import InFolder

LATE_AFTER = timedelta(hours=24)
"""An account written down later than this is marked as a late entry, because a court will ask."""

_OF_ANOTHER = {
    EvidenceBasis.SEEN: HowKnown.TOLD_SEEN,
    EvidenceBasis.HEARD: HowKnown.TOLD_HEARD,
    EvidenceBasis.TOLD: HowKnown.TOLD,
}

NOTE = "case_note"
"""The table of notes, which are offered and start withheld, because many are opinions."""


@dataclass(frozen=True)
class Happenings:
    """The entries, oldest first, and the records that this person reaches and that did not open for them.

    Of those, `changed` were changed outside Wayhome, or something that belongs to them was: nobody can tell what they
    say. `wholes` is what stands beside the concerns about several children that the child's own were made from.
    """

    known: tuple[ChronologyEntry, ...]
    closed: tuple[UUID, ...]
    changed: tuple[UUID, ...] = ()
    wholes: BesideWholes = field(default_factory=BesideWholes)


def when(entry: ChronologyEntry) -> datetime:
    """Return when it happened, or when it was recorded if that is not known."""
    if entry.happened is not None:
        return entry.happened.at
    if entry.recorded_at is None:
        raise ValueError("an entry is recorded at some time")
    return entry.recorded_at


def in_order(entries: Iterable[ChronologyEntry]) -> tuple[ChronologyEntry, ...]:
    """Return entries, oldest first, always in the same order."""
    return tuple(sorted(entries, key=lambda one: (when(one), one.record.hex if one.record else "")))


R = TypeVar("R", bound=InFolder)

Found = ChronologyEntry | UUID | Doubtful
"""An entry, or the record that did not open, or that was changed."""


def happenings_of(work: UnitOfWork, case: Case, pack: Pack) -> Happenings:
    """Return what the rooms tell about the case's child, as far as this person may open it.

    Assessments, counselling and placements are never gathered.
    """
    concerns, doubtful = _concerns(work, case)
    found: list[Found] = [
        *doubtful,
        *_observed(work, concerns),
        *_added(work, concerns),
        *_childs_words(work, concerns),
        *_met(work, case, pack),
        *_notes(work, case),
    ]
    known = [each for each in found if isinstance(each, ChronologyEntry)]
    changed = tuple(each.record_id for each in found if isinstance(each, Doubtful))
    closed = tuple(each for each in found if isinstance(each, UUID))
    return Happenings(in_order(known), (*closed, *changed), changed, beside_wholes(work, concerns))


def _concerns(work: UnitOfWork, case: Case) -> tuple[list[Concern], list[Doubtful]]:
    query = scoped(work, Concern, Permission.CONCERN_READ)
    mine = or_(Concern.case_id == case.id, Concern.child_id == case.child_id)
    return _that_count(work, work.session.scalars(query.where(mine)).all())


def _that_count(work: UnitOfWork, rows: Sequence[R]) -> tuple[list[R], list[Doubtful]]:
    """Return the rows that were not marked as written by mistake, in their order, and those nobody can tell it of."""
    marks = marks_of(work, rows)
    counting = [row for row in rows if not marks[row.id].is_marked and not marks[row.id].is_changed]
    return counting, [Doubtful(row.id) for row in rows if marks[row.id].is_changed]


def _observed(work: UnitOfWork, concerns: Sequence[Concern]) -> list[Found]:
    folders = open_folders(work, [row.folder_id for row in concerns])
    seen = {row.id: document_of(folders.get(row.folder_id), row, Observation) for row in concerns}
    first = {row.id: first_posting(row, seen[row.id]) for row in concerns}
    people = colleagues(work, [each.by for each in first.values()])
    return [
        _observation(row_id, one, first[row_id], people.get(first[row_id].by)) if one else row_id
        for row_id, one in seen.items()
    ]


def _observation(
    row_id: UUID, seen: Observation, first: FirstPosted, by: Colleague | None
) -> ChronologyEntry:
    happened = Moment(at=seen.seen_at, precision=Precision.EXACT if seen.is_time_known else Precision.DAY)
    entry = _entry(
        seen.words,
        _how(seen.basis, of_another=bool(seen.source)),
        happened,
        recorded_at=first.at,
        place=seen.place,
        worker_code=by.worker_code if by else "",
    )
    entry = replace(
        entry,
        involved=seen.involved or None,
        present=seen.present or None,
        told_by=seen.source or None,
        left_out=seen.first is not None and any(map(has_gap, (seen.words, seen.involved))),
    )
    return sourced(entry, "concern", row_id, "observation")


def _added(work: UnitOfWork, concerns: Sequence[Concern]) -> list[Found]:
    """Return what was added to the concerns, by whoever added it: it may take back what they say."""
    concern_ids = [row.id for row in concerns]
    query = scoped(work, ConcernAddition, Permission.CONCERN_READ).where(
        ConcernAddition.concern_id.in_(concern_ids)
    )
    rows = that_count(work, work.session.scalars(query).all())
    folders = open_folders(work, [row.folder_id for row in rows])
    people = colleagues(work, [row.posted_by for row in rows])
    found: list[Found] = []
    for row in rows:
        added = document_of(folders.get(row.folder_id), row, Addition)
        if added is None:
            found.append(row.id)
        elif added.words:
            found.append(_addition(row, added, people.get(row.posted_by)))
    return found


def _addition(row: ConcernAddition, added: Addition, by: Colleague | None) -> ChronologyEntry:
    """Return what was added. To whom it was reported stays here: who else was told is never on a copy."""
    precision = Precision.EXACT if added.is_time_known else Precision.DAY
    entry = _entry(
        added.words,
        HowKnown.REPORTED if added.kind in SPOKEN_REPORTS else HowKnown.ADDED,
        Moment(at=added.happened_at, precision=precision),
        recorded_at=row.posted_at,
        place="",
        worker_code=by.worker_code if by else "",
    )
    return sourced(entry, "concern_addition", row.id, "words")


def _childs_words(work: UnitOfWork, concerns: Sequence[Concern]) -> list[Found]:
    heard = heard_beside(work, [row.id for row in concerns])
    rows, said = heard.rows, heard.said
    people = colleagues(work, [words.heard_by for words in said.values() if words])
    found: list[Found] = list(heard.doubtful)
    for whole in chains_of({row.id: (row.corrects_id, row.written_at) for row in rows}):
        # A correction that was a mistake puts nothing right: what it corrected stands again, or what corrected it.
        chain = [each for each in whole if each in heard.counting]
        if not chain:
            continue
        words = said[chain[-1]]
        if words is None:
            found.append(chain[-1])
            continue
        earlier = [one.written_at for one in (said[each] for each in chain[:-1]) if one is not None]
        found.append(_disclosure(chain[-1], words, people.get(words.heard_by), earlier))
    return found


def _disclosure(
    row_id: UUID, said: ChildsWords, by: Colleague | None, earlier: Sequence[datetime]
) -> ChronologyEntry:
    happened = Moment(at=said.heard_at, precision=Precision.EXACT if said.is_time_known else Precision.DAY)
    entry = _entry(
        said.words,
        HowKnown.TOLD,
        happened,
        recorded_at=said.written_at,
        place=said.place,
        worker_code=by.worker_code if by else "",
    )
    entry = replace(
        entry,
        kind=EntryKind.SAID,
        translation=said.translation or None,
        question=said.question or None,
        asked=Asked.UNASKED if said.prompting is Prompting.SPONTANEOUS else Asked.ANSWER,
        demeanour=said.demeanour or None,
        present=said.present or None,
        put_right=tuple(earlier),
    )
    return sourced(entry, "disclosure", row_id, "words")


def _met(work: UnitOfWork, case: Case, pack: Pack) -> list[Found]:
    linked = (
        scoped(work, EncounterChild, Permission.SHIFT_READ)
        .with_only_columns(EncounterChild.encounter_id)
        .where(EncounterChild.child_id == case.child_id)
    )
    query = scoped(work, Encounter, Permission.SHIFT_READ).where(Encounter.id.in_(linked))
    rows, doubtful = _that_count(work, work.session.scalars(query).all())
    meetings = open_met(work, rows, child_id=case.child_id)
    changed = [met.account.last_change for met in meetings if met.account and met.account.last_change]
    people = colleagues(work, [change.by for change in changed])
    return [*(_meeting(met, case.child_id, pack, people) for met in meetings), *doubtful]


def _meeting(met: Met, child_id: UUID, pack: Pack, people: Mapping[UUID, Colleague]) -> Found:
    account, of_child = met.account, [child for child in met.children if child.child_id == child_id]
    if account is None or not of_child:
        return met.id
    described = [
        child.description.words for child in of_child if child.description and child.description.words
    ]
    with_whom = "; ".join(
        [company.LABELS[kind] for kind in account.company]
        + ([account.company_words] if account.company_words else [])
    )
    text = _joined([account.words, *described, f"With: {with_whom}" if with_whom else ""])
    entry = _entry(
        text or "Met by our team.",
        HowKnown.SEEN,
        Moment(at=met.met_at, precision=Precision.EXACT),
        recorded_at=account.last_change.at if account.last_change else met.written_at,
        place=place_label(account.place, pack, "en"),
        worker_code=(met.witness or met.writer).code,
    )
    if account.last_change is not None:
        entry = _put_right(entry, met.written_at, people.get(account.last_change.by))
    entry = sourced(entry, "encounter", met.id, "account")
    return sourced(entry, "encounter_child", of_child[0].row_id, "description", ("text",))


def _notes(work: UnitOfWork, case: Case) -> list[Found]:
    notes = opened_notes(work, NOTES.of_case(work, case.id))
    writers = colleagues(work, [note.writer_id for note in notes.views])
    told = [_note(note, writers.get(note.writer_id)) for note in notes.views]
    return [*(one for one in told if one is not None), *(each.id for each in notes.changed)]


def _note(note: NoteView, by: Colleague | None) -> Found | None:
    content = note.content
    if content is None:
        return note.id
    if content.basis is None:
        return None
    precision = Precision.EXACT if content.is_time_known else Precision.DAY
    entry = _entry(
        content.words,
        _how(content.basis),
        Moment(at=note.happened_at, precision=precision),
        recorded_at=content.mended_at or note.written_at,
        place="",
        worker_code=by.worker_code if by else "",
    )
    if content.mended_at is not None:
        entry = _put_right(entry, note.written_at, by)
    return sourced(entry, NOTE, note.id, "words")


def _entry(
    text: str, how: HowKnown, happened: Moment, *, recorded_at: datetime, place: str, worker_code: str
) -> ChronologyEntry:
    return ChronologyEntry(
        text=text,
        how_known=how,
        happened=happened,
        place=place or None,
        worker_code=worker_code or None,
        recorded_at=recorded_at,
        late_entry=recorded_at - happened.at > _late_after(happened.precision),
    )


def _put_right(entry: ChronologyEntry, first: datetime, by: Colleague | None) -> ChronologyEntry:
    """Say that an entry was first written otherwise, and who changed it, if that is not who tells it."""
    code = by.worker_code if by else NOBODY
    return replace(entry, put_right=(first,), changed_by=None if code == entry.worker_code else code)


def _late_after(precision: Precision) -> timedelta:
    """A day without an hour ends one day after it begins."""
    return LATE_AFTER if precision is Precision.EXACT else LATE_AFTER + timedelta(days=1)


def _how(basis: EvidenceBasis, *, of_another: bool = False) -> HowKnown:
    """Return how the writer knows it: what another saw or heard, they were told, whoever that other is."""
    return _OF_ANOTHER[basis] if of_another else HowKnown(basis.value)


def _joined(parts: Iterable[str]) -> str:
    return "\n".join(part for part in parts if part)
