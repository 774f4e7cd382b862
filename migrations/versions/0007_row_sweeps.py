"""Sweeps: one look through all rows of a base."""

import sqlalchemy as sa
from alembic import op

from models.mapping import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "row_sweep",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("base_id", sa.Uuid(), nullable=False),
        sa.Column("folder_id", sa.Uuid(), nullable=False),
        sa.Column("started_by", sa.Uuid(), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.Column("course", sa.LargeBinary(), nullable=False),
        sa.Column("tag", sa.LargeBinary(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["base_id"], ["base.id"], name=op.f("fk_row_sweep_base_id")),
        sa.ForeignKeyConstraint(["folder_id"], ["folder.id"], name=op.f("fk_row_sweep_folder_id")),
        sa.ForeignKeyConstraint(["started_by"], ["staff_member.id"], name=op.f("fk_row_sweep_started_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_row_sweep")),
    )
    with op.batch_alter_table("row_sweep", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_row_sweep_base_id"), ["base_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_row_sweep_started_at"), ["started_at"], unique=False)


def downgrade() -> None:
    """Go down."""
    op.drop_table("row_sweep")
