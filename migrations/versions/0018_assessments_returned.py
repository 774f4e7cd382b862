"""An assessment can be returned to whoever scored it."""

import sqlalchemy as sa
from alembic import op

from models.mapping import UtcDateTime

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

TABLE = "assessment_return"
NAMED = {
    "case_id": "case_file",
    "base_id": "base",
    "folder_id": "folder",
    "written_by": "staff_member",
}
INDEXES = (["case_id"], ["base_id"], ["written_at"], ["answered_by", "due_on"])


def upgrade() -> None:
    """Go up."""
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.Uuid(), nullable=False) for name in NAMED),
        sa.Column("written_at", UtcDateTime(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("why", sa.LargeBinary(), nullable=False),
        sa.Column("mistake_id", sa.Uuid(), nullable=True),
        sa.Column("board_tag", sa.LargeBinary(), nullable=True),
        sa.Column("tag", sa.LargeBinary(), nullable=True),
        *(
            sa.ForeignKeyConstraint([name], [f"{table}.id"], name=op.f(f"fk_{TABLE}_{name}"))
            for name, table in NAMED.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
    )
    for columns in INDEXES:
        op.create_index(op.f(f"ix_{TABLE}_{'_'.join(columns)}"), TABLE, columns, unique=False)


def downgrade() -> None:
    """Go down: returns and their reasons go; the assessments that were scored again stay."""
    op.drop_table(TABLE)
