"""What was added to a concern, as it is read: each part by itself, so that a damaged one does not hide the others."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.concerns.documents import Addition, ChildsWords
from app.keyring.folders import Fit, Look
from app.mistakes.states import MarkState
from app.staff.colleagues import Colleague
from models.concern import ConcernAddition


@dataclass(frozen=True)
class ReadAddition:
    """An addition; `document` is None when it does not open, and everything else is empty if it was changed."""

    id: UUID
    posted_by: Colleague | None
    posted_at: datetime | None
    document: Addition | None
    marks: MarkState
    is_changed: bool


@dataclass(frozen=True)
class ReadDisclosure:
    """A child's own words; `document` is None when they do not open, and all else is empty if they were changed."""

    id: UUID
    heard_by: Colleague | None
    written_at: datetime | None
    document: ChildsWords | None
    corrected_by: UUID | None
    marks: MarkState
    is_changed: bool


def read_addition(
    row: ConcernAddition, look: Look[Addition], people: Mapping[UUID, Colleague], marks: MarkState
) -> ReadAddition:
    """Return one addition from the result of looking for it."""
    fits = look.fit is Fit.FITS
    return ReadAddition(
        id=row.id,
        posted_by=people.get(row.posted_by) if fits else None,
        posted_at=row.posted_at if fits else None,
        document=look.document,
        marks=marks,
        is_changed=look.is_changed,
    )
