"""One concern as its readers see it: what was posted, what was added, and how it was handled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.access.scope import has
from app.children.names import ChildName, names_of
from app.concerns.addition_views import ReadAddition, ReadDisclosure, read_addition
from app.concerns.concern_status import ConcernStatus, concern_status_of
from app.concerns.documents import Addition, ChildsWords, Handling, Observation
from app.concerns.receipts import Delivery, delivery_from
from app.concerns.scopes import additions_to, disclosures_to, find_concern
from app.foundation.errors import NotVisible
from app.foundation.permissions import Permission
from app.foundation.vocabulary.concern_states import ConcernState
from app.keyring.folders import Fit, Look, look_in, open_folders
from app.staff.colleagues import Colleague, colleagues
from app.unit_of_work import UnitOfWork
from models.concern import Concern, ConcernAddition
from models.disclosure import Disclosure


@dataclass(frozen=True)
class ConcernPage:
    """A concern as its readers see it. `observation` and `handling` are None when they do not open.

    `is_changed`: the row or its receipts were changed outside; nothing of them is shown but what is signed.

    `missing_disclosures` counts the child's own words that others say were here and that are here no more.
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
    may_triage: bool
    may_add: bool

    @property
    def is_open(self) -> bool:
        """Whether it was not closed."""
        return self.delivery.state is not ConcernState.CLOSED


def concern_page(work: UnitOfWork, concern_id: UUID) -> ConcernPage:
    """Return the concern for somebody who may read it. Raises NotVisible, also for its poster."""
    row = find_concern(work, concern_id, Permission.CONCERN_READ)
    if row is None:
        raise NotVisible("concern")
    additions = additions_to(work, row.id, Permission.CONCERN_READ)
    rows = disclosures_to(work, row.id, Permission.CONCERN_READ)
    beside = [each.folder_id for each in additions] + [each.folder_id for each in rows]
    folders = open_folders(work, [row.folder_id, *beside])
    status = concern_status_of(work, row)
    own = folders.get(row.folder_id)
    handling = look_in(own, row, Handling).document if row.handling else Handling()
    looks = {each.id: look_in(folders.get(each.folder_id), each, ChildsWords) for each in rows}
    added = {each.id: look_in(folders.get(each.folder_id), each, Addition) for each in additions}
    words = {id_: each.document for id_, each in looks.items()}
    people = colleagues(work, _named(status, additions, words, handling))
    child_id = None if status.is_changed else status.child_id
    return ConcernPage(
        delivery=delivery_from(work, status, row.base_id),
        version=status.version,
        posted_by=people.get(status.posted_by) if status.posted_by else None,
        posted_at=status.posted_at,
        acknowledged_by=people.get(status.acknowledged_by) if status.acknowledged_by else None,
        child_id=child_id,
        child=names_of(work, [child_id]).get(child_id) if child_id else None,
        case_id=None if status.is_changed else status.case_id,
        encounter_id=None if status.is_changed else status.encounter_id,
        observation=look_in(own, row, Observation).document,
        is_changed=status.is_changed,
        handling=handling,
        additions=tuple(read_addition(each, added[each.id], people) for each in additions),
        disclosures=_read(rows, looks, people),
        people=people,
        missing_disclosures=_missing(work, row, words),
        may_triage=has(work, Permission.CONCERN_TRIAGE),
        may_add=_may_add(work, row),
    )


def _named(
    status: ConcernStatus,
    additions: Sequence[ConcernAddition],
    words: Mapping[UUID, ChildsWords | None],
    handling: Handling | None,
) -> set[UUID | None]:
    """Return everybody the page names."""
    return {
        status.posted_by,
        status.acknowledged_by,
        *(each.posted_by for each in additions),
        *(each.heard_by for each in words.values() if each),
        *(change.by for change in (handling.urgency_changes if handling else ())),
    }


def _read(
    rows: Sequence[Disclosure],
    looks: Mapping[UUID, Look[ChildsWords]],
    people: Mapping[UUID, Colleague],
) -> tuple[ReadDisclosure, ...]:
    opened = {row_id: look.document for row_id, look in looks.items() if look.document}
    corrections = {each.corrects_id: row_id for row_id, each in opened.items() if each.corrects_id}
    return tuple(
        ReadDisclosure(
            id=row.id,
            heard_by=people.get(words.heard_by) if (words := opened.get(row.id)) else None,
            written_at=row.written_at if looks[row.id].fit is Fit.FITS else None,
            document=words,
            corrected_by=corrections.get(row.id),
            is_changed=looks[row.id].is_changed,
        )
        for row in rows
    )


def _missing(work: UnitOfWork, row: Concern, words: Mapping[UUID, ChildsWords | None]) -> int:
    """Count disclosures that later ones name and that are gone: rows taken away outside Wayhome."""
    missing = {earlier for each in words.values() if each for earlier in each.earlier} - set(words)
    if missing:
        work.record("disclosure.missing", subjects=[row.id, *sorted(missing)], base_id=row.base_id)
    return len(missing)


def _may_add(work: UnitOfWork, row: Concern) -> bool:
    is_own = row.posted_by == work.person.id
    return is_own or find_concern(work, row.id, Permission.CONCERN_WRITE) is not None
