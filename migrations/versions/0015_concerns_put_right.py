"""Concerns that were taken out of a case or from a child, and those that were copied for several children."""

import sqlalchemy as sa
from alembic import op

from models.mapping import UtcDateTime

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "concern_taken_out",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("concern_id", sa.Uuid(), nullable=False),
        sa.Column("base_id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("folder_id", sa.Uuid(), nullable=False),
        sa.Column("taken_by", sa.Uuid(), nullable=False),
        sa.Column("taken_at", UtcDateTime(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("tag", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_concern_taken_out_concern_id")),
        sa.ForeignKeyConstraint(["base_id"], ["base.id"], name=op.f("fk_concern_taken_out_base_id")),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_concern_taken_out_child_id")),
        sa.ForeignKeyConstraint(["folder_id"], ["folder.id"], name=op.f("fk_concern_taken_out_folder_id")),
        sa.ForeignKeyConstraint(
            ["taken_by"], ["staff_member.id"], name=op.f("fk_concern_taken_out_taken_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern_taken_out")),
    )
    with op.batch_alter_table("concern_taken_out", schema=None) as batch_op:
        for column in ("concern_id", "base_id", "child_id", "case_id"):
            batch_op.create_index(batch_op.f(f"ix_concern_taken_out_{column}"), [column], unique=False)
    with op.batch_alter_table("concern", schema=None) as batch_op:
        batch_op.add_column(sa.Column("copy_of", sa.Uuid(), nullable=True))
        batch_op.create_index(batch_op.f("ix_concern_copy_of"), ["copy_of"], unique=False)


def downgrade() -> None:
    """Go down. What was taken out, and which concerns are copies, is then told by the trail alone."""
    with op.batch_alter_table("concern", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_concern_copy_of"))
        batch_op.drop_column("copy_of")
    op.drop_table("concern_taken_out")
