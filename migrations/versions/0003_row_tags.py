"""Tags of rows: what binds the readable columns of a row to the key of its folder."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0001"
branch_labels = None
depends_on = None

BEGINS_ANEW = True
"""Rows of before have no tag, and nobody can say what was changed in them before there was one."""

TAGGED = ("placement",)
ON_BOARDS = ("placement",)


def upgrade() -> None:
    """Go up. Rows that are there have no tag yet: only who holds their keys can make one."""
    for table in TAGGED:
        op.add_column(table, sa.Column("tag", sa.LargeBinary(), nullable=True))
    for table in ON_BOARDS:
        op.add_column(table, sa.Column("board_tag", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    """Go down."""
    for table in ON_BOARDS:
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_column("board_tag")
    for table in TAGGED:
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_column("tag")
