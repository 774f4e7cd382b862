"""What was added to concerns as it is read, each part by itself, so that a damaged one leaves the others standing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.concerns.documents import Addition, ChildsWords
from app.keyring.folders import Fit, Look
from app.staff.colleagues import Colleague
from models.concern import ConcernAddition


@dataclass(frozen=True)
class ReadAddition:
    """Something that was added; `document` is None when it does not open, and nothing else stands if it was changed."""

    id: UUID
    posted_by: Colleague | None
    posted_at: datetime | None
    document: Addition | None
    is_changed: bool


@dataclass(frozen=True)
class ReadDisclosure:
    """A child's own words; `document` is None when they do not open, and nothing else stands if they were changed."""

    id: UUID
    heard_by: Colleague | None
    written_at: datetime | None
    document: ChildsWords | None
    corrected_by: UUID | None
    is_changed: bool


def read_addition(
    row: ConcernAddition, look: Look[Addition], people: Mapping[UUID, Colleague]
) -> ReadAddition:
    """Return one addition as it was looked for."""
    fits = look.fit is Fit.FITS
    return ReadAddition(
        id=row.id,
        posted_by=people.get(row.posted_by) if fits else None,
        posted_at=row.posted_at if fits else None,
        document=look.document,
        is_changed=look.is_changed,
    )
