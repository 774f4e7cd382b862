"""Numbered sheets of paper, and what became of each."""

import sqlalchemy as sa
from alembic import op

from models.mapping import UtcDateTime

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    _make_sheets()
    _make_steps()
    with op.batch_alter_table("base", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("last_sheet_number", sa.Integer(), nullable=False, server_default=sa.text("0"))
        )
    with op.batch_alter_table("base", schema=None) as batch_op:
        batch_op.alter_column("last_sheet_number", existing_type=sa.Integer(), server_default=None)


def _make_sheets() -> None:
    op.create_table(
        "printed_sheet",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("base_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("shift_id", sa.Uuid(), nullable=True),
        sa.Column("folder_id", sa.Uuid(), nullable=False),
        sa.Column("shows", sa.String(), nullable=False),
        sa.Column("printed_by", sa.Uuid(), nullable=False),
        sa.Column("printed_at", UtcDateTime(), nullable=False),
        sa.Column("carried_by", sa.Uuid(), nullable=False),
        sa.Column("due_back_at", UtcDateTime(), nullable=False),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.Column("signature", sa.LargeBinary(), nullable=True),
        sa.Column("purpose", sa.LargeBinary(), nullable=False),
        sa.Column("board_tag", sa.LargeBinary(), nullable=True),
        sa.Column("tag", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["base_id"], ["base.id"], name=op.f("fk_printed_sheet_base_id")),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_printed_sheet_child_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_printed_sheet_case_id")),
        sa.ForeignKeyConstraint(["shift_id"], ["shift.id"], name=op.f("fk_printed_sheet_shift_id")),
        sa.ForeignKeyConstraint(["folder_id"], ["folder.id"], name=op.f("fk_printed_sheet_folder_id")),
        sa.ForeignKeyConstraint(
            ["printed_by"], ["staff_member.id"], name=op.f("fk_printed_sheet_printed_by")
        ),
        sa.ForeignKeyConstraint(
            ["carried_by"], ["staff_member.id"], name=op.f("fk_printed_sheet_carried_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_printed_sheet")),
        sa.UniqueConstraint("code", name=op.f("uq_printed_sheet_code")),
    )
    with op.batch_alter_table("printed_sheet", schema=None) as batch_op:
        for columns in (["base_id", "printed_at"], ["settled_at", "base_id"], ["printed_by"], ["carried_by"]):
            name = batch_op.f("ix_printed_sheet_" + "_".join(columns))
            batch_op.create_index(name, columns, unique=False)


def _make_steps() -> None:
    op.create_table(
        "sheet_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sheet_id", sa.Uuid(), nullable=False),
        sa.Column("folder_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("corrects_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("tag", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["sheet_id"], ["printed_sheet.id"], name=op.f("fk_sheet_step_sheet_id")),
        sa.ForeignKeyConstraint(["folder_id"], ["folder.id"], name=op.f("fk_sheet_step_folder_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["staff_member.id"], name=op.f("fk_sheet_step_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_step")),
    )
    with op.batch_alter_table("sheet_step", schema=None) as batch_op:
        name = batch_op.f("ix_sheet_step_sheet_id_number")
        batch_op.create_index(name, ["sheet_id", "number"], unique=True)


def downgrade() -> None:
    """Go down: the list of sheets that are out goes, and with it their numbers."""
    op.drop_table("sheet_step")
    op.drop_table("printed_sheet")
    with op.batch_alter_table("base", schema=None) as batch_op:
        batch_op.drop_column("last_sheet_number")
