"""The sealed documents of a sweep: how far it has come, and what it found."""

from dataclasses import dataclass
from uuid import UUID

from app.keyring.documents import sealed_in

MOST_KEPT = 500
"""How many findings a sweep names; the others are counted. This many are an attack, and one alone would be a
warning."""


@dataclass(frozen=True)
class Finding:
    """One row that is not what was written. `row` is None for a row with two ids."""

    table: str
    row: UUID | None
    folder: UUID | None = None


@dataclass(frozen=True)
class Course:
    """`table` is the position of the next table in the list of tables, `after` the row to continue behind."""

    table: int = 0
    after: tuple[str, ...] = ()
    looked_at: int = 0
    found: tuple[Finding, ...] = ()
    found_more: int = 0


sealed_in("row_sweep", "course")(Course)
