"""Who writes to safeguarding stands in no table any more; they come back with a secret receipt."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up. Rows that are there keep who posted them: the trail says it too, and nobody can seal it now."""
    with op.batch_alter_table("allegation", schema=None) as batch_op:
        batch_op.alter_column("posted_by", existing_type=sa.Uuid(), nullable=True)
        batch_op.add_column(sa.Column("receipt_key", sa.String(), nullable=True))
        batch_op.create_unique_constraint("uq_allegation_receipt_key", ["receipt_key"])


def downgrade() -> None:
    """Go down. An earlier version knows no row without its poster, and would say it was changed: such rows go.

    So do their receipts; their folders and keys stay, and open nothing that is left.
    """
    op.execute(
        sa.text(
            "DELETE FROM allegation_receipt"
            " WHERE about_id IN (SELECT id FROM allegation WHERE posted_by IS NULL)"
        )
    )
    op.execute(sa.text("DELETE FROM allegation WHERE posted_by IS NULL"))
    with op.batch_alter_table("allegation", schema=None) as batch_op:
        batch_op.drop_constraint("uq_allegation_receipt_key", type_="unique")
        batch_op.drop_column("receipt_key")
        batch_op.alter_column("posted_by", existing_type=sa.Uuid(), nullable=False)
