"""Numbers that a base gives its records, such as RV-F-0012: a letter for the kind, but for children, and a count."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from app.access.scope import locked_row
from app.bases.known import vouched_base
from app.foundation.permissions import Permission
from app.unit_of_work import UnitOfWork
from models.base import Base


class Series(StrEnum):
    """What is counted, and the letter in its number."""

    CASE = "K"
    CHILD = ""
    CLUB = "L"
    FAMILY = "F"
    PACKET = "P"
    SHEET = "S"


def locked_base(work: UnitOfWork, base_id: UUID | None, permission: Permission) -> Base:
    """Lock a base in which this person has a permission, until the work commits. Raises NotVisible."""
    return locked_row(work, Base, base_id, permission)


def next_number(work: UnitOfWork, base: Base, series: Series, taken: InstrumentedAttribute[str]) -> str:
    """Return the next number of a locked base that no row has in the column where such numbers are `taken`.

    The base's count could have been set back outside Wayhome.
    """
    prefix, counter = vouched_base(work, base.id).prefix, f"last_{series.name.lower()}_number"
    while True:
        count = getattr(base, counter) + 1
        setattr(base, counter, count)
        number = "-".join(filter(None, (prefix, series.value, f"{count:04}")))
        if work.session.scalars(select(taken).where(taken == number).limit(1)).first() is None:
            return number
