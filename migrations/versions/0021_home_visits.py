"""Home visits, the children they are to, and who goes."""

import sqlalchemy as sa
from alembic import op

from models.mapping import UtcDateTime

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_OF_VISITS = (
    ["household_id", "planned_on"],
    ["household_id", "made_at"],
    ["base_id", "state", "planned_on"],
    ["base_id", "due_again_on"],
    ["base_id", "asks_since"],
    ["ended_at", "started_at", "base_id"],
    ["case_id"],
    ["written_by"],
    ["written_at"],
    ["due_again_on"],
    ["started_at"],
    ["made_at"],
    ["reported_at"],
)


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "home_visit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("base_id", sa.Uuid(), nullable=False),
        sa.Column("folder_id", sa.Uuid(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("written_at", UtcDateTime(), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=True),
        sa.Column("due_back_at", UtcDateTime(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("made_at", UtcDateTime(), nullable=True),
        sa.Column("reported_by", sa.Uuid(), nullable=True),
        sa.Column("reported_at", UtcDateTime(), nullable=True),
        sa.Column("next_visit_on", sa.Date(), nullable=True),
        sa.Column("due_again_on", sa.Date(), nullable=True),
        sa.Column("asks_since", UtcDateTime(), nullable=True),
        sa.Column("concern_id", sa.Uuid(), nullable=True),
        sa.Column("plan", sa.LargeBinary(), nullable=False),
        sa.Column("report", sa.LargeBinary(), nullable=True),
        sa.Column("mistake_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("board_tag", sa.LargeBinary(), nullable=True),
        sa.Column("tag", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_home_visit_household_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_home_visit_case_id")),
        sa.ForeignKeyConstraint(["base_id"], ["base.id"], name=op.f("fk_home_visit_base_id")),
        sa.ForeignKeyConstraint(["folder_id"], ["folder.id"], name=op.f("fk_home_visit_folder_id")),
        sa.ForeignKeyConstraint(["written_by"], ["staff_member.id"], name=op.f("fk_home_visit_written_by")),
        sa.ForeignKeyConstraint(["reported_by"], ["staff_member.id"], name=op.f("fk_home_visit_reported_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_home_visit")),
    )
    with op.batch_alter_table("home_visit", schema=None) as batch_op:
        for columns in _OF_VISITS:
            name = batch_op.f("ix_home_visit_" + "_".join(columns))
            batch_op.create_index(name, columns, unique=False)
    _make_children()
    _make_visitors()


def _make_children() -> None:
    op.create_table(
        "home_visit_child",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("tag", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["visit_id"], ["home_visit.id"], name=op.f("fk_home_visit_child_visit_id")),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_home_visit_child_child_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_home_visit_child")),
    )
    with op.batch_alter_table("home_visit_child", schema=None) as batch_op:
        for column in ("visit_id", "child_id"):
            batch_op.create_index(batch_op.f(f"ix_home_visit_child_{column}"), [column], unique=False)


def _make_visitors() -> None:
    op.create_table(
        "home_visitor",
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["visit_id"], ["home_visit.id"], name=op.f("fk_home_visitor_visit_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff_member.id"], name=op.f("fk_home_visitor_staff_id")),
        sa.PrimaryKeyConstraint("visit_id", "staff_id", name=op.f("pk_home_visitor")),
    )
    with op.batch_alter_table("home_visitor", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_home_visitor_staff_id"), ["staff_id"], unique=False)


def downgrade() -> None:
    """Go down: the visits go, with who went and what was found."""
    op.drop_table("home_visitor")
    op.drop_table("home_visit_child")
    op.drop_table("home_visit")
