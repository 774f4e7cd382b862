"""What is sealed in a sweep: where it stands, and what it found."""

from dataclasses import dataclass
from uuid import UUID

from app.keyring.documents import sealed_in

MOST_KEPT = 500
"""How many findings a sweep keeps by name; the others are counted. So many are an attack, and one would do to know."""


@dataclass(frozen=True)
class Finding:
    """One row that is not what was written. `row` is None where a row goes by two ids."""

    table: str
    row: UUID | None
    folder: UUID | None = None


@dataclass(frozen=True)
class Course:
    """`table` is the place in the list of tables that is looked at next, `after` the row it goes on behind."""

    table: int = 0
    after: tuple[str, ...] = ()
    looked_at: int = 0
    found: tuple[Finding, ...] = ()
    found_more: int = 0


sealed_in("row_sweep", "course")(Course)
