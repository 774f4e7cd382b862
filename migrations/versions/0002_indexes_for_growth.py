"""Indexes that keep every statement from going through a table that grows, in place of those they contain."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
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

    def create(self) -> None:
        """Create it."""
        only: dict[str, Any] = {}
        if self.where:
            only = {"sqlite_where": sa.text(self.where), "postgresql_where": sa.text(self.where)}
        op.create_index(self.name, self.table, list(self.columns), unique=False, **only)

    def drop(self) -> None:
        """Drop it."""
        op.drop_index(self.name, table_name=self.table)


NEW = (
    Index("allegation", ("state",)),
    Index("assessment", ("base_id", "written_at")),
    Index("assessment", ("written_at",)),
    Index("assignment", ("staff_id", "until_at")),
    Index("audit_event", ("action", "at")),
    Index("case_file", ("closed_at", "base_id")),
    Index("case_note", ("base_id", "written_at")),
    Index("concern", ("base_id", "state", "closed_at")),
    Index("concern", ("encounter_id",)),
    Index("concern", ("state", "closed_at")),
    Index("consent", ("base_id", "written_at")),
    Index("consent", ("written_at",)),
    Index("directory_statement", ("stated_at",)),
    Index("encounter", ("base_id", "written_at")),
    Index("folder", ("bound_by", "kind")),
    Index(
        "folder",
        ("base_id", "kind"),
        where="child_id IS NULL AND case_id IS NULL AND shift_id IS NULL",
        called="ix_folder_of_base",
    ),
    Index("name_card", ("base_id", "change")),
    Index("placement", ("base_id", "written_at")),
    Index("placement", ("written_at",)),
    Index("restoration_review", ("base_id", "reviewed_at")),
    Index("restoration_review", ("reviewed_at",)),
    Index("safety_plan", ("base_id", "made_at")),
    Index("safety_plan", ("ended_at", "review_on")),
    Index("safety_plan", ("made_at",)),
    Index("shift", ("base_id", "started_at")),
    Index("shift", ("ended_at", "base_id")),
    Index(
        "sign_in_session",
        ("ends_at",),
        where="keys_by_token IS NOT NULL",
        called="ix_sign_in_session_with_keys",
    ),
    Index("stage_move", ("base_id", "decided_at")),
    Index("stage_move", ("decided_at",)),
    Index("task", ("assignee_id", "done_at")),
    Index("task", ("done_at", "base_id", "due_on")),
)
OLD = (
    Index("assessment", ("base_id",)),
    Index("assignment", ("staff_id",)),
    Index("audit_event", ("action",)),
    Index("case_file", ("base_id",)),
    Index("case_note", ("base_id",)),
    Index("concern", ("base_id",)),
    Index("concern", ("state",)),
    Index("consent", ("base_id",)),
    Index("encounter", ("base_id",)),
    Index("name_card", ("base_id",)),
    Index("name_card", ("change",)),
    Index("placement", ("base_id",)),
    Index("restoration_review", ("base_id",)),
    Index("safety_plan", ("base_id",)),
    Index("safety_plan", ("review_on",)),
    Index("shift", ("base_id",)),
    Index("stage_move", ("base_id",)),
    Index("task", ("assignee_id",)),
    Index("task", ("base_id",)),
    Index("task", ("due_on",)),
)


def upgrade() -> None:
    """Go up."""
    for index in OLD:
        index.drop()
    for index in NEW:
        index.create()


def downgrade() -> None:
    """Go down."""
    for index in NEW:
        index.drop()
    for index in OLD:
        index.create()
