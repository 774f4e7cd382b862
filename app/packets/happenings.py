"""Gathers what was seen, heard and told about a child from every room, as entries a packet can print."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import or_

from app.access.scope import scoped
from app.bases.pack import Pack
from app.cases.notes import NOTES, NoteView, opened_notes
from app.concerns.documents import ChildsWords, Observation
from app.foundation.permissions import Permission
from app.foundation.vocabulary import company
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.keyring.folders import open_folders
from app.outreach.encounter_views import Met, open_met
from app.outreach.places import place_label
from app.packets.contents import ChronologyEntry, HowKnown, Moment, Precision
from app.packets.fitting import document_of
from app.staff.colleagues import Colleague, colleagues
from app.unit_of_work import UnitOfWork
from models.case import Case
from models.concern import Concern
from models.disclosure import Disclosure
from models.encounter import Encounter, EncounterChild

LATE_AFTER = timedelta(hours=24)
"""An account written down later than this is marked as a late entry, as a court will ask."""


@dataclass(frozen=True)
class Happening:
    """One entry and the record it comes from. `starts_withheld` says that a person must choose to send it."""

    source: UUID
    entry: ChronologyEntry
    starts_withheld: bool = False

    @property
    def when(self) -> datetime:
        """When it happened, or was recorded when that is not known."""
        moment = self.entry.happened
        if moment is not None:
            return moment.at
        if self.entry.recorded_at is None:
            raise ValueError("an entry is recorded at some time")
        return self.entry.recorded_at


@dataclass(frozen=True)
class Happenings:
    """All of them, oldest first, and how many records did not open for this person."""

    known: tuple[Happening, ...]
    closed: int


def happenings_of(work: UnitOfWork, case: Case, pack: Pack) -> Happenings:
    """Return what the rooms tell about the case's child, as far as this person may open it.

    Notes of the case are offered and start withheld: many are opinions. Assessments, counselling and placements are
    never gathered.
    """
    found = [*_observed(work, case), *_childs_words(work, case), *_met(work, case, pack), *_notes(work, case)]
    known = [each for each in found if each is not None]
    known.sort(key=lambda each: (each.when, each.source.hex))
    return Happenings(tuple(known), len(found) - len(known))


def _concerns(work: UnitOfWork, case: Case) -> Sequence[Concern]:
    query = scoped(work, Concern, Permission.CONCERN_READ)
    mine = or_(Concern.case_id == case.id, Concern.child_id == case.child_id)
    return work.session.scalars(query.where(mine)).all()


def _observed(work: UnitOfWork, case: Case) -> list[Happening | None]:
    rows = _concerns(work, case)
    folders = open_folders(work, [row.folder_id for row in rows])
    people = colleagues(work, [row.posted_by for row in rows])
    found: list[Happening | None] = []
    for row in rows:
        seen = document_of(folders.get(row.folder_id), row, Observation)
        by = people.get(row.posted_by)
        found.append(_observation(row, seen, by) if seen else None)
    return found


def _observation(row: Concern, seen: Observation, by: Colleague | None) -> Happening:
    happened = Moment(at=seen.seen_at, precision=Precision.EXACT if seen.is_time_known else Precision.DAY)
    return Happening(
        row.id,
        _entry(
            seen.words,
            _how(seen.basis),
            happened,
            recorded_at=row.posted_at,
            place=seen.place,
            worker_code=by.worker_code if by else "",
        ),
    )


def _childs_words(work: UnitOfWork, case: Case) -> list[Happening | None]:
    concern_ids = [row.id for row in _concerns(work, case)]
    query = scoped(work, Disclosure, Permission.CONCERN_READ).where(Disclosure.concern_id.in_(concern_ids))
    rows = work.session.scalars(query).all()
    folders = open_folders(work, [row.folder_id for row in rows])
    said = {row.id: document_of(folders.get(row.folder_id), row, ChildsWords) for row in rows}
    put_right = {words.corrects_id for words in said.values() if words}
    people = colleagues(work, [words.heard_by for words in said.values() if words])
    return [
        _disclosure(row_id, words, people.get(words.heard_by)) if words else None
        for row_id, words in said.items()
        if row_id not in put_right
    ]


def _disclosure(row_id: UUID, said: ChildsWords, by: Colleague | None) -> Happening:
    # What is printed is in English, whoever drafts: a packet does not depend on the reader's language.
    lines = [f"The child said: “{said.words}”"]
    if said.translation:
        lines.append(f"In English: “{said.translation}”")
    lines.append(f"Asked: “{said.question}”" if said.question else "The child spoke unasked.")
    if said.demeanour:
        lines.append(f"Observed: {said.demeanour}")
    happened = Moment(at=said.heard_at, precision=Precision.EXACT if said.is_time_known else Precision.DAY)
    return Happening(
        row_id,
        _entry(
            "\n".join(lines),
            HowKnown.TOLD,
            happened,
            recorded_at=said.written_at,
            place=said.place,
            worker_code=by.worker_code if by else "",
        ),
    )


def _met(work: UnitOfWork, case: Case, pack: Pack) -> list[Happening | None]:
    linked = (
        scoped(work, EncounterChild, Permission.SHIFT_READ)
        .with_only_columns(EncounterChild.encounter_id)
        .where(EncounterChild.child_id == case.child_id)
    )
    query = scoped(work, Encounter, Permission.SHIFT_READ).where(Encounter.id.in_(linked))
    meetings = open_met(work, work.session.scalars(query).all(), child_id=case.child_id)
    return [_meeting(met, case.child_id, pack) for met in meetings]


def _meeting(met: Met, child_id: UUID, pack: Pack) -> Happening | None:
    account, of_child = met.account, [child for child in met.children if child.child_id == child_id]
    if account is None or not of_child:
        return None
    described = [
        child.description.words for child in of_child if child.description and child.description.words
    ]
    with_whom = "; ".join(
        [company.LABELS[kind] for kind in account.company]
        + ([account.company_words] if account.company_words else [])
    )
    text = _joined([account.words, *described, f"With: {with_whom}" if with_whom else ""])
    return Happening(
        met.id,
        _entry(
            text or "Met by our team.",
            HowKnown.SEEN,
            Moment(at=met.met_at, precision=Precision.EXACT),
            recorded_at=met.written_at,
            place=place_label(account.place, pack, "en"),
            worker_code=(met.witness or met.writer).code,
        ),
    )


def _notes(work: UnitOfWork, case: Case) -> list[Happening | None]:
    notes = opened_notes(work, NOTES.of_case(work, case.id))
    writers = colleagues(work, [note.writer_id for note in notes.views])
    told = [
        _note(note, writers.get(note.writer_id))
        for note in notes.views
        if note.content is None or note.content.basis is not None
    ]
    return [*told, *(None for _one in notes.changed)]


def _note(note: NoteView, by: Colleague | None) -> Happening | None:
    content = note.content
    if content is None or content.basis is None:
        return None
    precision = Precision.EXACT if content.is_time_known else Precision.DAY
    return Happening(
        note.id,
        _entry(
            content.words,
            _how(content.basis),
            Moment(at=note.happened_at, precision=precision),
            recorded_at=note.written_at,
            place="",
            worker_code=by.worker_code if by else "",
        ),
        starts_withheld=True,
    )


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


def _late_after(precision: Precision) -> timedelta:
    """A day without an hour ends a day later than it begins."""
    return LATE_AFTER if precision is Precision.EXACT else LATE_AFTER + timedelta(days=1)


def _how(basis: EvidenceBasis) -> HowKnown:
    return HowKnown(basis.value)


def _joined(parts: Iterable[str]) -> str:
    return "\n".join(part for part in parts if part)
