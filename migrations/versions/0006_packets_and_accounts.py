"""Tags and signatures of packets; duties and an organisation's name go to the signed directory; sessions begin anew."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

BEGINS_ANEW = True
"""Packets that are there have neither tag nor signature, and only who holds their keys could make them."""

TAGGED = ("referral_packet", "packet_approval", "packet_recipient", "packet_file", "handover")
ON_BOARDS = ("referral_packet",)
SIGNATURES = {
    "referral_packet": ("withdrawal_signature", "release_signature"),
    "packet_file": ("signature",),
    "sign_in_session": ("owner_mark", "signature"),
}
SIGNERS = ("withdrawn_by", "released_by")


def upgrade() -> None:
    """Go up. Rows that are there have no tag and no signature yet: only who holds keys can make one.

    Sessions end, for what is sealed in them has another form now; everybody signs in once more.
    """
    for table in TAGGED:
        op.add_column(table, sa.Column("tag", sa.LargeBinary(), nullable=True))
    for table in ON_BOARDS:
        op.add_column(table, sa.Column("board_tag", sa.LargeBinary(), nullable=True))
    for name in SIGNERS:
        op.add_column("referral_packet", sa.Column(name, sa.Uuid(), nullable=True))
    for table, columns in SIGNATURES.items():
        for name in columns:
            op.add_column(table, sa.Column(name, sa.LargeBinary(), nullable=True))
    op.execute("UPDATE sign_in_session SET keys_by_token = NULL")
    op.drop_table("staff_flag")
    with op.batch_alter_table("installation") as batch_op:
        batch_op.drop_column("locale")


def downgrade() -> None:
    """Go down. Duties stand in the signed directory; rows that repeated them do not come back."""
    op.add_column("installation", sa.Column("locale", sa.String(), nullable=False, server_default="en"))
    op.create_table(
        "staff_flag",
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("flag", sa.String(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff_member.id"], name="fk_staff_flag_staff_id"),
        sa.PrimaryKeyConstraint("staff_id", "flag", name="pk_staff_flag"),
    )
    for table, columns in SIGNATURES.items():
        with op.batch_alter_table(table) as batch_op:
            for name in columns:
                batch_op.drop_column(name)
    for name in SIGNERS:
        with op.batch_alter_table("referral_packet") as batch_op:
            batch_op.drop_column(name)
    for table in ON_BOARDS:
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_column("board_tag")
    for table in TAGGED:
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_column("tag")
