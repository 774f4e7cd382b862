"""Who has a concern and by when they take the next step; the lines back to its poster; meetings marked *now*."""

import sqlalchemy as sa
from alembic import op

from models.mapping import UtcDateTime

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

NOW = sa.text("urgency = 'now'")


def upgrade() -> None:
    """Go up. Concerns received before have no next step: nothing is said in anybody's name."""
    with op.batch_alter_table("concern", schema=None) as batch_op:
        batch_op.add_column(sa.Column("held_by", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("step_due_at", UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column("news_at", UtcDateTime(), nullable=True))
        batch_op.create_index(batch_op.f("ix_concern_held_by"), ["held_by"], unique=False)
    op.create_table(
        "line_to_poster",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("concern_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_line_to_poster_concern_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line_to_poster")),
    )
    op.create_index(op.f("ix_line_to_poster_concern_id"), "line_to_poster", ["concern_id"], unique=False)
    op.create_index(
        "ix_encounter_now",
        "encounter",
        ["base_id", "written_at"],
        unique=False,
        sqlite_where=NOW,
        postgresql_where=NOW,
    )


def downgrade() -> None:
    """Go down. An earlier version refuses the receipts about next steps, and shows such concerns as waiting."""
    op.drop_index("ix_encounter_now", table_name="encounter", sqlite_where=NOW, postgresql_where=NOW)
    op.drop_index(op.f("ix_line_to_poster_concern_id"), table_name="line_to_poster")
    op.drop_table("line_to_poster")
    with op.batch_alter_table("concern", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_concern_held_by"))
        batch_op.drop_column("news_at")
        batch_op.drop_column("step_due_at")
        batch_op.drop_column("held_by")
