"""Indexes in whose order lists stand, so that what is open or closed is not sorted for each page."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

OPEN = "closed_at IS NULL"


@dataclass(frozen=True)
class Index:
    """An index by its table and columns, with the condition of one that holds only some rows."""

    table: str
    columns: tuple[str, ...]
    where: str = ""
    called: str = ""

    @property
    def name(self) -> str:
        """Its name by our convention, or its own."""
        return self.called or f"ix_{self.table}_{'_'.join(self.columns)}"

    def create(self) -> None:
        """Make it."""
        only: dict[str, Any] = {}
        if self.where:
            only = {"sqlite_where": sa.text(self.where), "postgresql_where": sa.text(self.where)}
        op.create_index(self.name, self.table, list(self.columns), unique=False, **only)

    def drop(self) -> None:
        """Take it away."""
        op.drop_index(self.name, table_name=self.table)


LISTED = ("risk", "next_contact_on", "code")
NEW = (
    Index("assignment", ("case_id", "duty"), where="until_at IS NULL", called="ix_assignment_in_force"),
    Index("case_file", ("base_id", *LISTED), where=OPEN, called="ix_case_file_open_of_base"),
    Index("case_file", LISTED, where=OPEN, called="ix_case_file_open"),
    Index("case_file", ("base_id", "stage", *LISTED)),
    Index("case_file", ("stage", *LISTED)),
    Index("case_file", ("base_id", "next_contact_on"), where=OPEN, called="ix_case_file_to_meet_of_base"),
    Index("case_file", ("next_contact_on",), where=OPEN, called="ix_case_file_to_meet"),
    Index("concern", ("base_id", "state", "closed_at")),
    Index("concern", ("state", "closed_at")),
    Index("encounter", ("base_id", "written_at")),
    Index("placement", ("review_on",), where="until_on IS NULL", called="ix_placement_going_on"),
    Index("placement", ("until_on",)),
    Index("stage_move", ("base_id", "decided_at")),
    Index("stage_move", ("decided_at",)),
)
CONTAINED = (Index("concern", ("base_id", "state")),)
"""Indexes with which a new one begins."""


def upgrade() -> None:
    """Go up."""
    for index in NEW:
        index.create()
    for index in CONTAINED:
        index.drop()


def downgrade() -> None:
    """Go down."""
    for index in CONTAINED:
        index.create()
    for index in NEW:
        index.drop()
