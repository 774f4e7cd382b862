"""Kids' clubs, the children they know, and their sessions."""

import sqlalchemy as sa
from alembic import op

from models.mapping import UtcDateTime

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    _make_clubs()
    _make_children()
    _make_sessions()
    with op.batch_alter_table("base", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("last_club_number", sa.Integer(), nullable=False, server_default=sa.text("0"))
        )
    with op.batch_alter_table("base", schema=None) as batch_op:
        batch_op.alter_column("last_club_number", existing_type=sa.Integer(), server_default=None)


def _make_clubs() -> None:
    op.create_table(
        "kids_club",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("base_id", sa.Uuid(), nullable=False),
        sa.Column("folder_id", sa.Uuid(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("plan", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("mistake_id", sa.Uuid(), nullable=True),
        sa.Column("tag", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["base_id"], ["base.id"], name=op.f("fk_kids_club_base_id")),
        sa.ForeignKeyConstraint(["folder_id"], ["folder.id"], name=op.f("fk_kids_club_folder_id")),
        sa.ForeignKeyConstraint(["made_by"], ["staff_member.id"], name=op.f("fk_kids_club_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kids_club")),
        sa.UniqueConstraint("code", name=op.f("uq_kids_club_code")),
        sa.UniqueConstraint("folder_id", name=op.f("uq_kids_club_folder_id")),
    )
    with op.batch_alter_table("kids_club", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kids_club_base_id_code"), ["base_id", "code"], unique=False)


def _make_children() -> None:
    op.create_table(
        "club_child",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("club_id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("base_id", sa.Uuid(), nullable=False),
        sa.Column("folder_id", sa.Uuid(), nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.Column("tag", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["club_id"], ["kids_club.id"], name=op.f("fk_club_child_club_id")),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_club_child_child_id")),
        sa.ForeignKeyConstraint(["base_id"], ["base.id"], name=op.f("fk_club_child_base_id")),
        sa.ForeignKeyConstraint(["folder_id"], ["folder.id"], name=op.f("fk_club_child_folder_id")),
        sa.ForeignKeyConstraint(["added_by"], ["staff_member.id"], name=op.f("fk_club_child_added_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_club_child")),
        sa.UniqueConstraint("club_id", "child_id", name=op.f("uq_club_child_club_id_child_id")),
    )
    with op.batch_alter_table("club_child", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_club_child_child_id_club_id"), ["child_id", "club_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_club_child_base_id"), ["base_id"], unique=False)


def _make_sessions() -> None:
    op.create_table(
        "club_session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("club_id", sa.Uuid(), nullable=False),
        sa.Column("base_id", sa.Uuid(), nullable=False),
        sa.Column("folder_id", sa.Uuid(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("begins_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("written_at", UtcDateTime(), nullable=False),
        sa.Column("register", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("mistake_id", sa.Uuid(), nullable=True),
        sa.Column("tag", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["club_id"], ["kids_club.id"], name=op.f("fk_club_session_club_id")),
        sa.ForeignKeyConstraint(["base_id"], ["base.id"], name=op.f("fk_club_session_base_id")),
        sa.ForeignKeyConstraint(["folder_id"], ["folder.id"], name=op.f("fk_club_session_folder_id")),
        sa.ForeignKeyConstraint(["written_by"], ["staff_member.id"], name=op.f("fk_club_session_written_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_club_session")),
    )
    with op.batch_alter_table("club_session", schema=None) as batch_op:
        for columns in (["club_id", "begins_at"], ["base_id", "begins_at"], ["written_at"]):
            name = batch_op.f("ix_club_session_" + "_".join(columns))
            batch_op.create_index(name, columns, unique=False)


def downgrade() -> None:
    """Go down: the clubs go with their registers, marks and earlier versions; their folders stay, of nothing.

    An earlier version does not know the statements that say who leads a club, and refuses the key directory where
    there are any: go down only before somebody was made a leader.
    """
    for table in ("mistake_mark", "earlier_version"):
        about = f"DELETE FROM {table} WHERE about_table IN ('kids_club', 'club_child', 'club_session')"  # noqa: S608 - our own names
        op.execute(sa.text(about))
    op.drop_table("club_session")
    op.drop_table("club_child")
    op.drop_table("kids_club")
    with op.batch_alter_table("base", schema=None) as batch_op:
        batch_op.drop_column("last_club_number")
