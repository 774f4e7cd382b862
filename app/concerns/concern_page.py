"""One concern as its readers see it: what was posted, what was added, and how it was handled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.access.scope import has
from app.children.names import ChildName, names_of
from app.concerns.documents import ChildsWords, Handling, Observation
from app.concerns.opening import (
    ReadAddition,
    ReadDisclosure,
    open_words,
    read_addition,
)
from app.concerns.receipts import Delivery, delivery_of
from app.concerns.scopes import additions_to, disclosures_to, find_concern
from app.foundation.errors import NotVisible
from app.foundation.permissions import Permission
from app.foundation.vocabulary.concern_states import ConcernState
from app.keyring.folders import open_folders, opened_in
from app.staff.colleagues import Colleague, colleagues
from app.unit_of_work import UnitOfWork
from models.concern import Concern, ConcernAddition
from models.disclosure import Disclosure


@dataclass(frozen=True)
class ConcernPage:
    """A concern as its readers see it. `observation` and `handling` are None when they do not open.

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
    own = folders.get(row.folder_id)
    handling = opened_in(own, Handling, row.id, row.handling) if row.handling else Handling()
    words = {each.id: open_words(work, each, folders) for each in rows}
    people = colleagues(work, _named(row, additions, words, handling))
    return ConcernPage(
        delivery=delivery_of(work, row),
        version=row.version,
        posted_by=people.get(row.posted_by),
        posted_at=row.posted_at,
        acknowledged_by=people.get(row.acknowledged_by) if row.acknowledged_by else None,
        child_id=row.child_id,
        child=names_of(work, [row.child_id]).get(row.child_id) if row.child_id else None,
        case_id=row.case_id,
        encounter_id=row.encounter_id,
        observation=opened_in(own, Observation, row.id, row.observation),
        handling=handling,
        additions=tuple(read_addition(each, folders, people) for each in additions),
        disclosures=_read(rows, words, people),
        people=people,
        missing_disclosures=_missing(work, row, words),
        may_triage=has(work, Permission.CONCERN_TRIAGE),
        may_add=_may_add(work, row),
    )


def _named(
    row: Concern,
    additions: Sequence[ConcernAddition],
    words: Mapping[UUID, ChildsWords | None],
    handling: Handling | None,
) -> set[UUID | None]:
    """Return everybody the page names."""
    return {
        row.posted_by,
        row.acknowledged_by,
        *(each.posted_by for each in additions),
        *(each.heard_by for each in words.values() if each),
        *(change.by for change in (handling.urgency_changes if handling else ())),
    }


def _read(
    rows: Sequence[Disclosure],
    words: Mapping[UUID, ChildsWords | None],
    people: Mapping[UUID, Colleague],
) -> tuple[ReadDisclosure, ...]:
    corrections = {each.corrects_id: row_id for row_id, each in words.items() if each and each.corrects_id}
    return tuple(
        ReadDisclosure(
            id=row.id,
            heard_by=people.get(document.heard_by) if (document := words[row.id]) else None,
            written_at=document.written_at if document else row.written_at,
            document=document,
            corrected_by=corrections.get(row.id),
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
