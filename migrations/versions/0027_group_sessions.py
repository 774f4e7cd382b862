"""Group sessions, the children to whom they are offered, and who leads them."""

import sqlalchemy as sa
from alembic import op

from models.mapping import UtcDateTime

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

_OF_SESSIONS = (
    ["base_id", "begins_at"],
    ["base_id", "kind", "begins_at"],
    ["base_id", "state", "ends_at"],
    ["kind", "begins_at"],
    ["begins_at"],
    ["written_by"],
    ["written_at"],
)
_STAFF = ("written_by", "reported_by")


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "group_session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("base_id", sa.Uuid(), nullable=False),
        sa.Column("folder_id", sa.Uuid(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("begins_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("written_at", UtcDateTime(), nullable=False),
        sa.Column("reported_by", sa.Uuid(), nullable=True),
        sa.Column("reported_at", UtcDateTime(), nullable=True),
        sa.Column("plan", sa.LargeBinary(), nullable=False),
        sa.Column("report", sa.LargeBinary(), nullable=True),
        sa.Column("shown", sa.LargeBinary(), nullable=True),
        sa.Column("mistake_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("tag", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["base_id"], ["base.id"], name=op.f("fk_group_session_base_id")),
        sa.ForeignKeyConstraint(["folder_id"], ["folder.id"], name=op.f("fk_group_session_folder_id")),
        *(
            sa.ForeignKeyConstraint([name], ["staff_member.id"], name=op.f(f"fk_group_session_{name}"))
            for name in _STAFF
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_session")),
    )
    with op.batch_alter_table("group_session", schema=None) as batch_op:
        for columns in _OF_SESSIONS:
            name = batch_op.f("ix_group_session_" + "_".join(columns))
            batch_op.create_index(name, columns, unique=False)
    _make_children()
    _make_leaders()


def _make_children() -> None:
    op.create_table(
        "group_session_child",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("tag", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["session_id"], ["group_session.id"], name=op.f("fk_group_session_child_session_id")
        ),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_group_session_child_child_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_session_child")),
    )
    with op.batch_alter_table("group_session_child", schema=None) as batch_op:
        for column in ("session_id", "child_id"):
            batch_op.create_index(batch_op.f(f"ix_group_session_child_{column}"), [column], unique=False)


def _make_leaders() -> None:
    op.create_table(
        "group_session_leader",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["group_session.id"], name=op.f("fk_group_session_leader_session_id")
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff_member.id"], name=op.f("fk_group_session_leader_staff_id")
        ),
        sa.PrimaryKeyConstraint("session_id", "staff_id", name=op.f("pk_group_session_leader")),
    )
    with op.batch_alter_table("group_session_leader", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_group_session_leader_staff_id"), ["staff_id"], unique=False)


def downgrade() -> None:
    """Go down: the sessions go, with who led them and who came."""
    op.drop_table("group_session_leader")
    op.drop_table("group_session_child")
    op.drop_table("group_session")
