"""What happens to a packet's copy is signed, up to its recall; prints have numbers, templates a review."""

import sqlalchemy as sa
from alembic import op

from models.mapping import UtcDateTime

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up. A handover of before has no signature: it is shown, and counts once somebody records it again."""
    _widen_handovers()
    op.create_index(
        op.f("ix_referral_packet_base_id_drafted_at"),
        "referral_packet",
        ["base_id", "drafted_at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_referral_packet_drafted_at_id"), "referral_packet", ["drafted_at", "id"], unique=False
    )
    with op.batch_alter_table("packet_file", schema=None) as batch_op:
        batch_op.add_column(sa.Column("print_number", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("translation", sa.String(), nullable=True))
    _make_template_reviews()


def _widen_handovers() -> None:
    with op.batch_alter_table("handover", schema=None) as batch_op:
        batch_op.alter_column("file_id", existing_type=sa.Uuid(), nullable=True)
        batch_op.add_column(sa.Column("step", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("recipient_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("corrects_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("signature", sa.LargeBinary(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_handover_recipient_id"), "packet_recipient", ["recipient_id"], ["id"]
        )
        batch_op.create_index(batch_op.f("ix_handover_recipient_id"), ["recipient_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_handover_corrects_id"), ["corrects_id"], unique=False)


def _make_template_reviews() -> None:
    op.create_table(
        "template_review",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("folder_id", sa.Uuid(), nullable=False),
        sa.Column("template_version", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=True),
        sa.Column("reviewer", sa.LargeBinary(), nullable=False),
        sa.Column("tag", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["folder_id"], ["folder.id"], name=op.f("fk_template_review_folder_id")),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["staff_member.id"], name=op.f("fk_template_review_recorded_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_template_review")),
    )
    op.create_index(
        op.f("ix_template_review_template_version"), "template_review", ["template_version"], unique=False
    )


def downgrade() -> None:
    """Go down. An earlier version knows handovers only: receipts, outcomes and recalls go.

    What was written since carries the newer form of tag, so an earlier version says of it that it was changed.
    """
    op.drop_table("template_review")
    op.drop_index(op.f("ix_referral_packet_drafted_at_id"), table_name="referral_packet")
    op.drop_index(op.f("ix_referral_packet_base_id_drafted_at"), table_name="referral_packet")
    op.execute(sa.text("DELETE FROM handover WHERE step IS NOT NULL AND step <> 'handed_over'"))
    with op.batch_alter_table("packet_file", schema=None) as batch_op:
        batch_op.drop_column("translation")
        batch_op.drop_column("print_number")
    with op.batch_alter_table("handover", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_handover_corrects_id"))
        batch_op.drop_index(batch_op.f("ix_handover_recipient_id"))
        batch_op.drop_constraint(batch_op.f("fk_handover_recipient_id"), type_="foreignkey")
        batch_op.drop_column("signature")
        batch_op.drop_column("corrects_id")
        batch_op.drop_column("recipient_id")
        batch_op.drop_column("step")
        batch_op.alter_column("file_id", existing_type=sa.Uuid(), nullable=False)
