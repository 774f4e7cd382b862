"""What is stated and what only repeats it: tags of children and cases, signed requests, and columns nobody read."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BEGINS_ANEW = True
"""Nobody but who holds the keys can tag the rows that are there, or state what bases say."""

TAGGED = ("child", "name_card", "emergency_sheet", "case_file", "risk_change", "stage_move")
ON_BOARDS = ("child", "case_file", "stage_move")
MOMENT = sa.DateTime(timezone=True)
LONG_AGO = sa.text("'1970-01-01 00:00:00'")
NOBODY = sa.text("'00000000000000000000000000000000'")


def upgrade() -> None:
    """Go up. Who made a folder stands in its first key; which version a circle has come to, in the key directory."""
    for table in TAGGED:
        op.add_column(table, sa.Column("tag", sa.LargeBinary(), nullable=True))
    for table in ON_BOARDS:
        op.add_column(table, sa.Column("board_tag", sa.LargeBinary(), nullable=True))
    op.add_column("stage_move", sa.Column("request", sa.LargeBinary(), nullable=True))
    op.create_index("ix_folder_key_made_by", "folder_key", ["made_by"])
    for table, column in (
        ("folder", "created_at"),
        ("folder", "created_by"),
        ("folder_key", "made_at"),
        ("circle", "current_version"),
    ):
        op.drop_column(table, column)


def downgrade() -> None:
    """Go down: what was taken away is made up again as far as it is known."""
    op.add_column("circle", sa.Column("current_version", sa.Integer(), nullable=False, server_default="0"))
    op.execute(
        "UPDATE circle SET current_version = (SELECT coalesce(max(version), 0) FROM circle_version"
        " WHERE circle_version.circle_id = circle.id)"
    )
    op.add_column("folder_key", sa.Column("made_at", MOMENT, nullable=False, server_default=LONG_AGO))
    op.add_column("folder", sa.Column("created_by", sa.Uuid(), nullable=False, server_default=NOBODY))
    op.execute(
        "UPDATE folder SET created_by = (SELECT made_by FROM folder_key"
        " WHERE folder_key.folder_id = folder.id AND folder_key.version = 1)"
        " WHERE EXISTS (SELECT 1 FROM folder_key WHERE folder_key.folder_id = folder.id AND version = 1)"
    )
    op.add_column("folder", sa.Column("created_at", MOMENT, nullable=False, server_default=LONG_AGO))
    op.drop_index("ix_folder_key_made_by", table_name="folder_key")
    op.drop_column("stage_move", "request")
    for table in ON_BOARDS:
        op.drop_column(table, "board_tag")
    for table in TAGGED:
        op.drop_column(table, "tag")
