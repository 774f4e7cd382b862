"""A child that was written down by mistake, or twice, is marked and stands on no list."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

LISTED = (["base_id", "updated_at", "id"], ["base_id", "code", "id"])


def upgrade() -> None:
    """Go up. Rows that are there keep their tags, which do not name the new columns."""
    with op.batch_alter_table("child", schema=None) as batch_op:
        batch_op.add_column(sa.Column("mistake_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("same_as_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_child_same_as_id"), "child", ["same_as_id"], ["id"])
        batch_op.create_index(batch_op.f("ix_child_same_as_id"), ["same_as_id"], unique=False)
    for columns in LISTED:
        op.drop_index(_name(columns), table_name="child")
        op.create_index(_name([*columns, "mistake_id"]), "child", [*columns, "mistake_id"])


def _name(columns: list[str]) -> str:
    return str(op.f("ix_child_" + "_".join(columns)))


def downgrade() -> None:
    """Go down: whoever was written down by mistake stands on the lists again."""
    for columns in LISTED:
        op.drop_index(_name([*columns, "mistake_id"]), table_name="child")
        op.create_index(_name(columns), "child", columns)
    with op.batch_alter_table("child", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_child_same_as_id"))
        batch_op.drop_constraint(batch_op.f("fk_child_same_as_id"), type_="foreignkey")
        batch_op.drop_column("same_as_id")
        batch_op.drop_column("mistake_id")
