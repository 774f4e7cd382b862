"""One concern as its readers see it: what was posted, what was added, and how it was handled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from app.access.scope import has
from app.children.names import ChildName, names_of
from app.concerns.addition_views import ReadAddition, ReadDisclosure, read_addition
from app.concerns.concern_status import ConcernStatus, concern_status_of
from app.concerns.documents import Addition, ChildsWords, Handling, Observation
from app.concerns.groups import Group, group_of
from app.concerns.lines_back import lines_as_handled
from app.concerns.part_marks import marks_of_parts
from app.concerns.receipts import Delivery, delivery_from
from app.concerns.scopes import additions_to, disclosures_to, find_concern
from app.foundation.errors import NotVisible
from app.foundation.permissions import Permission
from app.foundation.vocabulary.concern_states import ConcernState
from app.keyring.folders import Fit, Look, OpenFolder, look_in, open_folders
from app.mistakes.states import MarkState, MarkView, marks_of
from app.staff.colleagues import Colleague, colleagues
from app.unit_of_work import UnitOfWork
from models.concern import Concern, ConcernAddition
from models.disclosure import Disclosure


@dataclass(frozen=True)
class ConcernPage:
    """A concern as its readers see it. `observation` and `handling` are None when they do not open.

    `is_changed`: the row or its receipts were changed outside; only signed facts of it are shown.

    `missing_disclosures` counts the child's own words that other disclosures name and that are gone.
    """

    delivery: Delivery
    version: int
    posted_by: Colleague | None
    posted_at: datetime
    acknowledged_by: Colleague | None
    child_id: UUID | None
    child: ChildName | None
    case_id: UUID | None
    encounter_id: UUID | None
    observation: Observation | None
    is_changed: bool
    handling: Handling | None
    additions: tuple[ReadAddition, ...]
    disclosures: tuple[ReadDisclosure, ...]
    people: Mapping[UUID, Colleague]
    missing_disclosures: int
    group: Group
    marks: MarkState
    own_ask: MarkView | None
    """What this person asked about it and may take back."""
    may_triage: bool
    may_add: bool
    base_id: UUID
    is_own: bool
    """Whether this person raised it, and may take it back as a mistake only with others."""

    @property
    def is_taken(self) -> bool:
        """Whether somebody has it, who may be told to go on, hand it over or answer."""
        return self.delivery.state is ConcernState.ACKNOWLEDGED

    @property
    def is_open(self) -> bool:
        """Whether it is still open."""
        return self.delivery.state is not ConcernState.CLOSED


def concern_page(work: UnitOfWork, concern_id: UUID) -> ConcernPage:
    """Return the concern for somebody who may read it. Raises NotVisible, also for its poster."""
    row = _readable(work, concern_id)
    additions = additions_to(work, row.id, Permission.CONCERN_READ)
    rows = disclosures_to(work, row.id, Permission.CONCERN_READ)
    folders = open_folders(work, [each.folder_id for each in (row, *additions, *rows)])
    status, marks = concern_status_of(work, row), marks_of(work, [row])[row.id]
    own = folders.get(row.folder_id)
    handling = look_in(own, row, Handling).document if row.handling else Handling()
    looks = {each.id: look_in(folders.get(each.folder_id), each, ChildsWords) for each in rows}
    words, seen = {id_: each.document for id_, each in looks.items()}, look_in(own, row, Observation).document
    people = colleagues(work, _named(status, additions, words, handling, seen))
    child_id, case_id, encounter_id = _where(status)
    return ConcernPage(
        delivery=_delivery(work, status, row, handling, people),
        version=status.version,
        posted_by=people.get(status.posted_by) if status.posted_by else None,
        posted_at=status.posted_at,
        acknowledged_by=people.get(status.acknowledged_by) if status.acknowledged_by else None,
        child_id=child_id,
        child=names_of(work, [child_id]).get(child_id) if child_id else None,
        case_id=case_id,
        encounter_id=encounter_id,
        observation=seen,
        is_changed=status.is_changed,
        handling=handling,
        additions=_added(work, additions, folders, people),
        disclosures=_read(work, rows, looks, people),
        people=people,
        missing_disclosures=_missing(work, row, words),
        group=group_of(work, row, status),
        marks=marks,
        own_ask=marks.own_ask(work.person.id),
        may_triage=has(work, Permission.CONCERN_TRIAGE),
        may_add=_may_add(work, row),
        base_id=row.base_id,
        is_own=status.posted_by == work.person.id,
    )


def _readable(work: UnitOfWork, concern_id: UUID) -> Concern:
    row = find_concern(work, concern_id, Permission.CONCERN_READ)
    if row is None:
        raise NotVisible("concern")
    return row


def _where(status: ConcernStatus) -> tuple[UUID | None, UUID | None, UUID | None]:
    """Return the child, the case and the meeting it belongs to; nothing that was changed outside is believed."""
    return (None, None, None) if status.is_changed else (status.child_id, status.case_id, status.encounter_id)


def _delivery(
    work: UnitOfWork,
    status: ConcernStatus,
    row: Concern,
    handling: Handling | None,
    people: Mapping[UUID, Colleague],
) -> Delivery:
    seen = delivery_from(work, status, row.base_id)
    return replace(seen, lines=lines_as_handled(status, handling, people))


def _named(
    status: ConcernStatus,
    additions: Sequence[ConcernAddition],
    words: Mapping[UUID, ChildsWords | None],
    handling: Handling | None,
    seen: Observation | None,
) -> set[UUID | None]:
    """Return everybody the page names."""
    return {
        status.posted_by,
        status.acknowledged_by,
        *(each.posted_by for each in additions),
        *(each.heard_by for each in words.values() if each),
        *(change.by for change in (handling.urgency_changes if handling else ())),
        *(change.by for change in (handling.reopenings if handling else ())),
        *(change.by for change in (handling.place_changes if handling else ())),
        *(note.by for note in (handling.steps if handling else ())),
        *(line.by for line in status.follow.lines),
        seen.first.by if seen and seen.first else None,
    }


def _added(
    work: UnitOfWork,
    rows: Sequence[ConcernAddition],
    folders: Mapping[UUID, OpenFolder],
    people: Mapping[UUID, Colleague],
) -> tuple[ReadAddition, ...]:
    looks = {row.id: look_in(folders.get(row.folder_id), row, Addition) for row in rows}
    marks = marks_of_parts(work, rows)
    return tuple(read_addition(row, looks[row.id], people, marks[row.id]) for row in rows)


def _read(
    work: UnitOfWork,
    rows: Sequence[Disclosure],
    looks: Mapping[UUID, Look[ChildsWords]],
    people: Mapping[UUID, Colleague],
) -> tuple[ReadDisclosure, ...]:
    marks = marks_of_parts(work, rows)
    opened = {row_id: look.document for row_id, look in looks.items() if look.document}
    corrections = {
        _put_right_by(each, opened, marks): row_id
        for row_id, each in opened.items()
        if each.corrects_id and not marks[row_id].is_marked
    }
    return tuple(
        ReadDisclosure(
            id=row.id,
            heard_by=people.get(words.heard_by) if (words := opened.get(row.id)) else None,
            written_at=row.written_at if looks[row.id].fit is Fit.FITS else None,
            document=words,
            corrected_by=corrections.get(row.id),
            marks=marks[row.id],
            is_changed=looks[row.id].is_changed,
        )
        for row in rows
    )


def _put_right_by(
    words: ChildsWords, opened: Mapping[UUID, ChildsWords], marks: Mapping[UUID, MarkState]
) -> UUID | None:
    """Return what a correction corrects: past one that was written by mistake, which puts nothing right."""
    corrects = words.corrects_id
    while corrects is not None and corrects in opened and marks[corrects].is_marked:
        corrects = opened[corrects].corrects_id
    return corrects


def _missing(work: UnitOfWork, row: Concern, words: Mapping[UUID, ChildsWords | None]) -> int:
    """Count the disclosures that later ones name and that are gone, because rows were removed outside Wayhome."""
    missing = {earlier for each in words.values() if each for earlier in each.earlier} - set(words)
    if missing:
        work.record("disclosure.missing", subjects=[row.id, *sorted(missing)], base_id=row.base_id)
    return len(missing)


def _may_add(work: UnitOfWork, row: Concern) -> bool:
    is_own = row.posted_by == work.person.id
    return is_own or find_concern(work, row.id, Permission.CONCERN_WRITE) is not None
