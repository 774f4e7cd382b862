"""Opens what was added to concerns, each part by itself, so that a damaged one leaves the others standing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.concerns.documents import Addition, ChildsWords
from app.foundation.errors import WillNotOpen
from app.keyring.folders import OpenFolder, opened_in, record_refusal
from app.staff.colleagues import Colleague
from app.unit_of_work import UnitOfWork
from models.concern import ConcernAddition
from models.disclosure import Disclosure

Folders = Mapping[UUID, OpenFolder]


@dataclass(frozen=True)
class ReadAddition:
    """Something that was added; `document` is None when it does not open."""

    id: UUID
    posted_by: Colleague | None
    posted_at: datetime
    document: Addition | None


@dataclass(frozen=True)
class ReadDisclosure:
    """A child's own words; `document` is None when they do not open."""

    id: UUID
    heard_by: Colleague | None
    written_at: datetime
    document: ChildsWords | None
    corrected_by: UUID | None = None


def read_addition(row: ConcernAddition, folders: Folders, people: Mapping[UUID, Colleague]) -> ReadAddition:
    """Open one addition."""
    document = opened_in(folders.get(row.folder_id), Addition, row.id, row.words)
    return ReadAddition(row.id, people.get(row.posted_by), row.posted_at, document)


def open_words(work: UnitOfWork, row: Disclosure, folders: Folders) -> ChildsWords | None:
    """Open a child's own words. What the row says beside them is compared; a difference is recorded as a refusal."""
    words = opened_in(folders.get(row.folder_id), ChildsWords, row.id, row.words)
    if words is None:
        return None
    sealed = (words.heard_by, words.heard_at, words.written_at, words.corrects_id)
    if sealed != (row.heard_by, row.heard_at, row.written_at, row.corrects_id):
        error = WillNotOpen("a disclosure's row is not what was written")
        record_refusal(work, row.folder_id, error, row_id=row.id, table="disclosure")
    return words
