"""The page that a rescued form was written on lies sealed with its words; receipts are found by when they were said."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

RECEIPTS = ("receipt", "allegation_receipt")


def upgrade() -> None:
    """Go up. Only their writers could seal the page of what is kept already, so those forms go; they had a day left."""
    op.execute(sa.text("DELETE FROM unsent_draft"))
    with op.batch_alter_table("unsent_draft", schema=None) as batch_op:
        batch_op.drop_column("path")
    for table in RECEIPTS:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.create_index(batch_op.f(f"ix_{table}_signed_at"), ["signed_at"], unique=False)


def downgrade() -> None:
    """Go down. An earlier version could not open them either."""
    for table in RECEIPTS:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_index(batch_op.f(f"ix_{table}_signed_at"))
    op.execute(sa.text("DELETE FROM unsent_draft"))
    with op.batch_alter_table("unsent_draft", schema=None) as batch_op:
        batch_op.add_column(sa.Column("path", sa.String(), nullable=False))
