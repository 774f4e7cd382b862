"""Fills the tables of an empty database with as many rows as an organisation has: values that mean nothing."""

import os
from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

from sqlalchemy import Column, Date, LargeBinary, String, Table, Uuid

import models
from models.mapping import Model, UtcDateTime
from tests.support.organisation import HILLSIDE, RIVERSIDE

ROWS = {
    "base": 4,
    "installation": 1,
    "audit_head": 1,
    "pack_version": 6,
    "staff_member": 200,
    "staff_flag": 30,
    "circle": 12,
    "circle_version": 60,
    "circle_membership": 400,
    "outreach_route": 40,
    "sign_in_attempt": 2_000,
    "sign_in_session": 5_000,
    "unsent_draft": 300,
    "sent_form": 2_000,
    "directory_statement": 10_000,
    "checkpoint": 20_000,
    "audit_event": 30_000,
    "audit_subject": 40_000,
    "child": 20_000,
    "name_card": 20_000,
    "emergency_sheet": 6_000,
    "folder": 40_000,
    "folder_key": 40_000,
    "folder_grant": 60_000,
    "shift": 3_000,
    "shift_member": 6_000,
    "encounter": 20_000,
    "encounter_child": 24_000,
    "case_file": 4_000,
    "assignment": 8_000,
    "allegation": 300,
}
"""An organisation of 20,000 children in four bases."""
OTHERWISE = 5_000
"""The rows of a table that is not named."""

IN_TURN = {"circle.kind", "circle.base_id", "folder_grant.folder_id", "folder_grant.holder_id"}
"""Columns that go through their values in turn, as primary keys do, because no two rows may have the same together."""

OFTEN: dict[str, Sequence[str]] = {
    "folder.kind": ("profile",) * 8
    + ("encounter",) * 8
    + ("emergency", "shift", "concern", "case", "restoration"),
    "folder_grant.holder_kind": ("circle",) * 3 + ("person",),
    "folder_grant.way": ("wrap", "hpke"),
    "assignment.duty": ("caseworker", "caseworker", "counsellor"),
    "case_file.stage": ("closed",) * 76 + ("opened", "prevention", "rescue", "restoration"),
    "case_file.risk": ("low", "medium", "high", "none"),
    "concern.state": ("closed",) * 98 + ("waiting", "acknowledged"),
    "allegation.state": ("closed",) * 98 + ("waiting", "acknowledged"),
    "concern.urgency": ("low", "medium", "high", "now"),
    "encounter.urgency": ("low", "medium", "high", "now"),
    "group_session.kind": ("healing_arts", "english", "sports", "parent_education"),
    "group_session.state": ("held",) * 90 + ("cancelled",) * 8 + ("planned",) * 2,
    "home_visit.state": ("made",) * 90 + ("in_vain",) * 8 + ("planned",) * 2,
    "stage_move.state": ("approved",) * 98 + ("asked", "refused", "withdrawn"),
    "referral_packet.state": ("released",) * 96 + ("draft", "submitted", "approved", "withdrawn"),
    "staff_member.state": ("active",) * 8 + ("disabled",) * 3 + ("invited", "awaiting"),
    "staff_member.role": (
        "field",
        "caseworker",
        "counsellor",
        "supervisor",
        "director",
        "technician",
        "auditor",
    ),
    "audit_event.visibility": ("programme",) * 8 + ("system",) * 4 + ("safeguarding",),
    "audit_event.action": ("opened",) * 9
    + ("child.made", "note.added", "sign_in.done", "trail.read", "seal.refused"),
    "directory_statement.kind": ("team",) * 5 + ("assignment",) * 3 + ("assignment ended", "person"),
    "circle.kind": ("street", "office", "supervision", "clinical", "emergency", "direction"),
    "circle_membership.holder_kind": ("person",) * 9 + ("circle",),
}
"""What stands in columns of few different values, and how often; by it an engine chooses its way."""

MOSTLY_SET = {"ended_at", "until_at", "done_at", "closed_at", "reached_at", "withdrawn_at", "checked_out_at"}
"""Whatever goes on is one of twenty: what has ended is never taken away."""
SELDOM_SET = {
    "asks_since",
    "due_again_on",
    "replaced_by",
    "replaces_id",
    "corrects_id",
    "dropped_at",
    "voided_at",
    "overridden_by",
    "keys_by_token",
}

IN_ORDER = {"name_card.change", "sheet_step.number"}
"""Numbers of which no two are alike."""

Values = Sequence[Any]


def rows_of_every_table() -> Iterator[tuple[Table, list[tuple[Any, ...]]]]:
    """Yield each table with its rows, parents before children, the same every time. Ids are 32 hexadecimal digits."""
    assert models.__path__  # importing the package registered them
    maker = _Maker()
    for table in Model.metadata.sorted_tables:
        yield table, maker.rows(table)


class _Maker:
    def __init__(self) -> None:
        self._chance = Random(20_000)
        self._ids: dict[str, Values] = {"base": [RIVERSIDE.hex, HILLSIDE.hex, "c" * 32, "d" * 32]}
        self._moments = [
            f"{2021 + i % 6}-{i % 10 + 1:02}-{i % 28 + 1:02} {i % 24:02}:{i % 60:02}:00.{i:06}"
            for i in range(5_000)
        ]

    def rows(self, table: Table) -> list[tuple[Any, ...]]:
        """Make the rows of one table."""
        count = ROWS.get(table.name, OTHERWISE)
        columns = [self._column(column, count) for column in table.columns]
        return list(zip(*columns, strict=True))

    def _column(self, column: Column[Any], count: int) -> Values:
        values = self._values(column, count)
        if not column.nullable or column.name in {"child_id", "case_id"}:
            return values
        is_set = 0.95 if column.name in MOSTLY_SET else 0.02 if column.name in SELDOM_SET else 0.7
        return [value if self._chance.random() < is_set else None for value in values]

    def _values(self, column: Column[Any], count: int) -> Values:
        name = f"{column.table.name}.{column.name}"
        if name in OFTEN:
            return self._some(column, OFTEN[name], count)
        values: Values = range(1, count + 1) if column.primary_key or name in IN_ORDER else [1] * count
        match column.type:
            case Uuid():
                values = self._uuids(column, count)
            case UtcDateTime():
                values = self._chance.choices(self._moments, k=count)
            case Date():
                values = [moment[:10] for moment in self._chance.choices(self._moments, k=count)]
            case LargeBinary():
                values = [os.urandom(32) for _ in range(count)] if column.unique else [b"sealed"] * count
            case String():
                values = [f"RV-{number}" for number in range(count)]
            case _:
                pass
        return values

    def _uuids(self, column: Column[Any], count: int) -> Values:
        parent = _parent_of(column)
        if parent is not None and parent in self._ids:
            return self._some(column, self._ids[parent], count)
        made = _fresh(count)
        if column.primary_key and column.name == "id":
            return self._ids.setdefault(column.table.name, made)
        return made

    def _some(self, column: Column[Any], values: Values, count: int) -> Values:
        in_turn = column.primary_key or column.unique or f"{column.table.name}.{column.name}" in IN_TURN
        if not in_turn:
            return self._chance.choices(values, k=count)
        # Another step for the second of two, which would otherwise meet the same ones again.
        step = 997 if column.name in {"staff_id", "holder_id"} else count
        return [values[(at + at // step) % len(values)] for at in range(count)]


def _parent_of(column: Column[Any]) -> str | None:
    """Return the table a column points into, whether the models say so or only its name does."""
    for key in column.foreign_keys:
        return key.column.table.name
    return {"case_id": "case_file", "child_id": "child", "shift_id": "shift", "holder_id": "circle"}.get(
        column.name, "staff_member" if column.name.endswith("_by") else None
    )


def _fresh(count: int) -> list[str]:
    digits = os.urandom(16 * count).hex()
    return [digits[at : at + 32] for at in range(0, len(digits), 32)]
