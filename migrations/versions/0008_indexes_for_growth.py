"""Indexes that keep statements from going through a table that grows."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


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


NEW = (
    Index("audit_event", ("action", "at")),
    Index("case_file", ("closed_at", "base_id")),
    Index("concern", ("base_id", "state")),
    Index("concern", ("encounter_id",)),
    Index("folder", ("bound_by", "kind")),
    Index(
        "folder",
        ("base_id", "kind"),
        where="child_id IS NULL AND case_id IS NULL AND shift_id IS NULL",
        called="ix_folder_of_base",
    ),
    Index("name_card", ("base_id", "change")),
    Index("safety_plan", ("ended_at", "review_on")),
    Index("shift", ("base_id", "started_at")),
    Index("shift", ("ended_at", "base_id")),
    Index(
        "sign_in_session",
        ("ends_at",),
        where="keys_by_token IS NOT NULL",
        called="ix_sign_in_session_with_keys",
    ),
    Index("task", ("assignee_id", "done_at")),
    Index("task", ("done_at", "base_id", "due_on")),
)


def upgrade() -> None:
    """Go up."""
    for index in NEW:
        only: dict[str, Any] = {}
        if index.where:
            only = {"sqlite_where": sa.text(index.where), "postgresql_where": sa.text(index.where)}
        op.create_index(index.name, index.table, list(index.columns), unique=False, **only)


def downgrade() -> None:
    """Go down."""
    for index in NEW:
        op.drop_index(index.name, table_name=index.table)
