"""The outside member for safeguarding: a card of their own and short sessions; they sign receipts of allegations."""

import sqlalchemy as sa
from alembic import op

from models.mapping import UtcDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_SIGNER = "fk_allegation_receipt_signed_by"


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "outside_card",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("card_salt", sa.LargeBinary(), nullable=False),
        sa.Column("keys_by_card", sa.LargeBinary(), nullable=False),
        sa.Column("replaced_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_card")),
    )
    op.create_table(
        "outside_session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("keys_by_token", sa.LargeBinary(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_outside_session_token_hash")),
    )
    with op.batch_alter_table("outside_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outside_session_ends_at"), ["ends_at"], unique=False)
    # Whoever signs one need not have an account.
    with op.batch_alter_table("allegation_receipt", schema=None) as batch_op:
        batch_op.drop_constraint(_SIGNER, type_="foreignkey")


def downgrade() -> None:
    """Go down. Receipts of somebody without an account are not believed by earlier versions, and go."""
    op.execute(sa.text("DELETE FROM allegation_receipt WHERE signed_by NOT IN (SELECT id FROM staff_member)"))
    with op.batch_alter_table("allegation_receipt", schema=None) as batch_op:
        batch_op.create_foreign_key(_SIGNER, "staff_member", ["signed_by"], ["id"])
    op.drop_table("outside_session")
    op.drop_table("outside_card")
