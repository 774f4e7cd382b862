"""Families: households, who belongs to them, their addresses, what helps them, and what a parent asked for."""

import sqlalchemy as sa
from alembic import op

from models.mapping import UtcDateTime

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

TABLES = ("parent_wish", "family_support", "household_member", "household_address", "household")
"""Every table, those that name others first."""


def upgrade() -> None:
    """Go up."""
    with op.batch_alter_table("base", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("last_family_number", sa.Integer(), nullable=False, server_default=sa.text("0"))
        )
    with op.batch_alter_table("base", schema=None) as batch_op:
        batch_op.alter_column("last_family_number", existing_type=sa.Integer(), server_default=None)
    _make_households()
    _make_addresses()
    _make_members()
    _make_supports()
    _make_wishes()


def _make_households() -> None:
    op.create_table(
        "household",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("base_id", sa.Uuid(), nullable=False),
        sa.Column("folder_id", sa.Uuid(), nullable=False),
        sa.Column("opened_by", sa.Uuid(), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("profile", sa.LargeBinary(), nullable=False),
        sa.Column("mistake_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("board_tag", sa.LargeBinary(), nullable=True),
        sa.Column("tag", sa.LargeBinary(), nullable=True),
        *_keys("household", base_id="base.id", folder_id="folder.id", opened_by="staff_member.id"),
        sa.UniqueConstraint("code", name=op.f("uq_household_code")),
    )
    _index("household", ["base_id", "opened_at", "id"], ["base_id", "code", "id"], ["opened_at"])


def _make_addresses() -> None:
    op.create_table(
        "household_address",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("base_id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("folder_id", sa.Uuid(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("written_at", UtcDateTime(), nullable=False),
        sa.Column("replaced_at", UtcDateTime(), nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("tag", sa.LargeBinary(), nullable=True),
        *_keys("household_address", household_id="household.id", **_OF_EACH),
    )
    _index("household_address", ["household_id"])


def _make_members() -> None:
    op.create_table(
        "household_member",
        *_record_columns(),
        sa.Column("child_id", sa.Uuid(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("came_from", sa.Uuid(), nullable=True),
        sa.Column("paper_until", sa.Date(), nullable=True),
        *_keys("household_member", household_id="household.id", child_id="child.id", **_OF_EACH),
    )
    of_others = (["household_id"], ["child_id"], ["came_from"])
    _index("household_member", *of_others, ["base_id", "paper_until"], ["paper_until"], ["written_at"])


def _make_supports() -> None:
    op.create_table(
        "family_support",
        *_record_columns(),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("look_on", sa.Date(), nullable=True),
        *_keys("family_support", household_id="household.id", member_id="household_member.id", **_OF_EACH),
    )
    _index("family_support", ["household_id"], ["base_id", "look_on"], ["look_on"], ["written_at"])


def _make_wishes() -> None:
    op.create_table(
        "parent_wish",
        *_record_columns(),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("child_member_id", sa.Uuid(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("taken_back_on", sa.Date(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        *_keys(
            "parent_wish",
            household_id="household.id",
            member_id="household_member.id",
            child_member_id="household_member.id",
            **_OF_EACH,
        ),
    )
    _index("parent_wish", ["household_id"], ["written_at"], ["child_member_id"])


_OF_EACH = {"base_id": "base.id", "folder_id": "folder.id", "written_by": "staff_member.id"}


def _record_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("base_id", sa.Uuid(), nullable=False),
        sa.Column("folder_id", sa.Uuid(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("written_at", UtcDateTime(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("mistake_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("board_tag", sa.LargeBinary(), nullable=True),
        sa.Column("tag", sa.LargeBinary(), nullable=True),
    ]


def _keys(table: str, **refers_to: str) -> list[sa.Constraint]:
    return [
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        *(
            sa.ForeignKeyConstraint([column], [to], name=op.f(f"fk_{table}_{column}"))
            for column, to in refers_to.items()
        ),
    ]


def _index(table: str, *each: list[str]) -> None:
    with op.batch_alter_table(table, schema=None) as batch_op:
        for columns in each:
            batch_op.create_index(batch_op.f(f"ix_{table}_{'_'.join(columns)}"), columns, unique=False)


def downgrade() -> None:
    """Go down: what is known of families goes, and with it their codes."""
    for table in TABLES:
        op.drop_table(table)
    with op.batch_alter_table("base", schema=None) as batch_op:
        batch_op.drop_column("last_family_number")
