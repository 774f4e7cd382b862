"""Screening occasions."""

import sqlalchemy as sa
from alembic import op

from models.mapping import UtcDateTime

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

_INDEXES = (["child_id", "held_at"], ["case_id"], ["base_id"], ["written_by"], ["written_at"])
_PARENTS = (
    ("child_id", "child"),
    ("case_id", "case_file"),
    ("base_id", "base"),
    ("folder_id", "folder"),
    ("written_by", "staff_member"),
)


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "screening",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("base_id", sa.Uuid(), nullable=False),
        sa.Column("folder_id", sa.Uuid(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("written_at", UtcDateTime(), nullable=False),
        sa.Column("held_at", UtcDateTime(), nullable=False),
        sa.Column("pack_id", sa.String(), nullable=False),
        sa.Column("pack_version", sa.Integer(), nullable=False),
        sa.Column("concern_id", sa.Uuid(), nullable=True),
        sa.Column("sheet", sa.LargeBinary(), nullable=False),
        sa.Column("mistake_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("board_tag", sa.LargeBinary(), nullable=True),
        sa.Column("tag", sa.LargeBinary(), nullable=True),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_screening_{column}"))
            for column, table in _PARENTS
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screening")),
    )
    with op.batch_alter_table("screening", schema=None) as batch_op:
        for columns in _INDEXES:
            batch_op.create_index(batch_op.f("ix_screening_" + "_".join(columns)), columns, unique=False)


def downgrade() -> None:
    """Go down: the screenings go."""
    op.drop_table("screening")
