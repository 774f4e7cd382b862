"""New keys of somebody whose old ones go on until the new are admitted."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.add_column("staff_member", sa.Column("waiting_keys", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    """Go down."""
    with op.batch_alter_table("staff_member") as batch_op:
        batch_op.drop_column("waiting_keys")
