"""A risk can be marked as written by mistake, and what lay in a folder before is found by the folder."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_index(op.f("ix_earlier_version_folder_id"), "earlier_version", ["folder_id"], unique=False)
    with op.batch_alter_table("risk_change", schema=None) as batch_op:
        batch_op.add_column(sa.Column("mistake_id", sa.Uuid(), nullable=True))


def downgrade() -> None:
    """Go down: a risk that was marked counts again."""
    with op.batch_alter_table("risk_change", schema=None) as batch_op:
        batch_op.drop_column("mistake_id")
    op.drop_index(op.f("ix_earlier_version_folder_id"), table_name="earlier_version")
