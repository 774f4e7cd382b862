"""Tags of rows: what binds the readable columns of a row to the key of its folder.

The records of a case are the first. They share their columns from here on: who wrote one and when has one name.
"""

from collections.abc import Mapping

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0001"
branch_labels = None
depends_on = None

BEGINS_ANEW = True
"""Rows of before have no tag, and nobody can say what was changed in them before there was one."""

TAGGED = ()
ON_BOARDS = (
    "placement",
    "safety_plan",
    "task",
    "case_note",
    "goal",
    "assessment",
    "restoration_review",
    "consent",
)

RENAMED: Mapping[str, Mapping[str, str]] = {
    "safety_plan": {"made_by": "written_by", "made_at": "written_at"},
    "task": {"created_by": "written_by", "created_at": "written_at"},
    "goal": {"set_by": "written_by", "set_at": "written_at"},
    "assessment": {"scored_by": "written_by"},
    "restoration_review": {"reviewed_by": "written_by", "reviewed_at": "written_at"},
}
"""Table → column → the name that all records of a case have for it."""

NEW_LINKS: Mapping[str, Mapping[str, str]] = {
    "placement": {"written_by": "staff_member"},
    "safety_plan": {"written_by": "staff_member"},
    "task": {"written_by": "staff_member"},
    "goal": {"written_by": "staff_member"},
    "assessment": {"written_by": "staff_member"},
    "restoration_review": {"written_by": "staff_member"},
    "consent": {"case_id": "case_file"},
}
"""Table → column → the table it now points into."""

OLD_LINKS = {"assessment": "scored_by", "restoration_review": "reviewed_by"}
"""Columns that pointed at who wrote a record under their old name."""

NEWLY_SOUGHT = (
    "placement",
    "safety_plan",
    "task",
    "goal",
    "assessment",
    "restoration_review",
    "consent",
)
"""Tables whose rows are found by when they were written; notes were before."""


def upgrade() -> None:
    """Go up. Rows that are there have no tag yet: only who holds their keys can make one."""
    for table in RENAMED:
        _rename(table)
    for table, links in NEW_LINKS.items():
        with op.batch_alter_table(table) as batch_op:
            for column, into in links.items():
                batch_op.create_foreign_key(f"fk_{table}_{column}", into, [column], ["id"])
    for table in NEWLY_SOUGHT:
        op.create_index(f"ix_{table}_written_at", table, ["written_at"])
    for table in (*TAGGED, *ON_BOARDS):
        op.add_column(table, sa.Column("tag", sa.LargeBinary(), nullable=True))
    for table in ON_BOARDS:
        op.add_column(table, sa.Column("board_tag", sa.LargeBinary(), nullable=True))


def _rename(table: str) -> None:
    with op.batch_alter_table(table) as batch_op:
        if table in OLD_LINKS:
            batch_op.drop_constraint(f"fk_{table}_{OLD_LINKS[table]}", type_="foreignkey")
        for old, new in RENAMED[table].items():
            batch_op.alter_column(old, new_column_name=new)


def downgrade() -> None:
    """Go down."""
    for table in NEWLY_SOUGHT:
        op.drop_index(f"ix_{table}_written_at", table)
    for table in (*TAGGED, *ON_BOARDS):
        _untag(table)
    for table, names in RENAMED.items():
        with op.batch_alter_table(table) as batch_op:
            for old, new in names.items():
                batch_op.alter_column(new, new_column_name=old)
    for table, column in OLD_LINKS.items():
        with op.batch_alter_table(table) as batch_op:
            batch_op.create_foreign_key(f"fk_{table}_{column}", "staff_member", [column], ["id"])


def _untag(table: str) -> None:
    with op.batch_alter_table(table) as batch_op:
        batch_op.drop_column("tag")
        if table in ON_BOARDS:
            batch_op.drop_column("board_tag")
        for column in NEW_LINKS.get(table, ()):
            batch_op.drop_constraint(f"fk_{table}_{column}", type_="foreignkey")
