"""Marks of what was written by mistake, and what records said before they were changed."""

import sqlalchemy as sa
from alembic import op

from models.mapping import UtcDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

MARKABLE = (
    "assessment",
    "case_note",
    "concern",
    "consent",
    "encounter",
    "goal",
    "placement",
    "restoration_review",
    "safety_plan",
    "shift",
    "task",
)
"""Tables whose rows can be marked. Rows that are there keep their tags, which do not name the new column."""


def upgrade() -> None:
    """Go up."""
    _make_marks()
    _make_earlier_versions()
    for table in MARKABLE:
        op.add_column(table, sa.Column("mistake_id", sa.Uuid(), nullable=True))
    op.add_column("placement", sa.Column("ended_by", sa.Uuid(), nullable=True))


def _make_marks() -> None:
    op.create_table(
        "mistake_mark",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("about_table", sa.String(), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=False),
        sa.Column("takes_back", sa.Uuid(), nullable=True),
        sa.Column("base_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("folder_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("needs_second", sa.String(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("decision", sa.LargeBinary(), nullable=True),
        sa.Column("board_tag", sa.LargeBinary(), nullable=True),
        sa.Column("tag", sa.LargeBinary(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["asked_by"], ["staff_member.id"], name="fk_mistake_mark_asked_by"),
        sa.ForeignKeyConstraint(["base_id"], ["base.id"], name="fk_mistake_mark_base_id"),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name="fk_mistake_mark_case_id"),
        sa.ForeignKeyConstraint(["decided_by"], ["staff_member.id"], name="fk_mistake_mark_decided_by"),
        sa.ForeignKeyConstraint(["folder_id"], ["folder.id"], name="fk_mistake_mark_folder_id"),
        sa.PrimaryKeyConstraint("id", name="pk_mistake_mark"),
    )
    for columns in (["about_id"], ["asked_at"], ["base_id"], ["outcome", "base_id"]):
        op.create_index(f"ix_mistake_mark_{'_'.join(columns)}", "mistake_mark", columns)


def _make_earlier_versions() -> None:
    op.create_table(
        "earlier_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("about_table", sa.String(), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("base_id", sa.Uuid(), nullable=False),
        sa.Column("folder_id", sa.Uuid(), nullable=False),
        sa.Column("replaced_by", sa.Uuid(), nullable=False),
        sa.Column("replaced_at", UtcDateTime(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("tag", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["base_id"], ["base.id"], name="fk_earlier_version_base_id"),
        sa.ForeignKeyConstraint(["folder_id"], ["folder.id"], name="fk_earlier_version_folder_id"),
        sa.ForeignKeyConstraint(["replaced_by"], ["staff_member.id"], name="fk_earlier_version_replaced_by"),
        sa.PrimaryKeyConstraint("id", name="pk_earlier_version"),
    )
    for column in ("about_id", "base_id", "replaced_at"):
        op.create_index(f"ix_earlier_version_{column}", "earlier_version", [column])


def downgrade() -> None:
    """Go down. Marks and earlier versions go: an earlier version of Wayhome knows neither, nor tags of the new form."""
    with op.batch_alter_table("placement") as batch_op:
        batch_op.drop_column("ended_by")
    for table in MARKABLE:
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_column("mistake_id")
    op.drop_table("earlier_version")
    op.drop_table("mistake_mark")
