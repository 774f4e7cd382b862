"""Answers about regulars who stay away from a club."""

import sqlalchemy as sa
from alembic import op

from models.mapping import UtcDateTime

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "club_absence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("club_id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("base_id", sa.Uuid(), nullable=False),
        sa.Column("folder_id", sa.Uuid(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("written_at", UtcDateTime(), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("decision", sa.LargeBinary(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("mistake_id", sa.Uuid(), nullable=True),
        sa.Column("tag", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["club_id"], ["kids_club.id"], name=op.f("fk_club_absence_club_id")),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_club_absence_child_id")),
        sa.ForeignKeyConstraint(["base_id"], ["base.id"], name=op.f("fk_club_absence_base_id")),
        sa.ForeignKeyConstraint(["folder_id"], ["folder.id"], name=op.f("fk_club_absence_folder_id")),
        sa.ForeignKeyConstraint(["written_by"], ["staff_member.id"], name=op.f("fk_club_absence_written_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["staff_member.id"], name=op.f("fk_club_absence_decided_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_club_absence")),
    )
    with op.batch_alter_table("club_absence", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_club_absence_club_id_child_id"), ["club_id", "child_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_club_absence_base_id_written_at"), ["base_id", "written_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_club_absence_child_id"), ["child_id"], unique=False)


def downgrade() -> None:
    """Go down: the answers go, with their marks and earlier versions."""
    for table in ("mistake_mark", "earlier_version"):
        op.execute(sa.text(f"DELETE FROM {table} WHERE about_table = 'club_absence'"))  # noqa: S608 - our own names
    op.drop_table("club_absence")
