"""Receipts, and the tags of concerns, allegations, nights and meetings."""

import sqlalchemy as sa
from alembic import op

from models.mapping import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

BEGINS_ANEW = True

TAGGED = (
    "concern",
    "concern_addition",
    "disclosure",
    "allegation",
    "shift",
    "encounter",
    "encounter_child",
    "outreach_route",
)
ON_BOARDS = ("concern", "shift", "encounter")
RECEIPTS = ("receipt", "allegation_receipt")


def upgrade() -> None:
    """Go up. Rows that are there get neither tags nor receipts: only who holds keys can make them."""
    for table in TAGGED:
        op.add_column(table, sa.Column("tag", sa.LargeBinary(), nullable=True))
    for table in ON_BOARDS:
        op.add_column(table, sa.Column("board_tag", sa.LargeBinary(), nullable=True))
    for table in RECEIPTS:
        _add_receipts(table)
    with op.batch_alter_table("shift") as batch_op:
        batch_op.create_index(batch_op.f("ix_shift_ended_at"), ["ended_at"], unique=False)
    with op.batch_alter_table("shift_member") as batch_op:
        batch_op.drop_column("checked_in_at")
        batch_op.drop_column("checked_out_at")


def _add_receipts(table: str) -> None:
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("about_table", sa.String(), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("signed_by", sa.Uuid(), nullable=False),
        sa.Column("signed_at", UtcDateTime(), nullable=False),
        sa.Column("base_id", sa.Uuid(), nullable=True),
        sa.Column("facts", sa.String(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["signed_by"], ["staff_member.id"], name=op.f(f"fk_{table}_signed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    with op.batch_alter_table(table) as batch_op:
        batch_op.create_index(batch_op.f(f"ix_{table}_about_id"), ["about_id"], unique=False)


def downgrade() -> None:
    """Go down. Nobody is checked in or out any more: receipts are not read by the version before."""
    with op.batch_alter_table("shift_member") as batch_op:
        batch_op.add_column(sa.Column("checked_in_at", UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column("checked_out_at", UtcDateTime(), nullable=True))
    with op.batch_alter_table("shift") as batch_op:
        batch_op.drop_index(batch_op.f("ix_shift_ended_at"))
    for table in RECEIPTS:
        op.drop_table(table)
    for table in ON_BOARDS:
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_column("board_tag")
    for table in TAGGED:
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_column("tag")
