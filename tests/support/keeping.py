"""Keeps a small practice organisation as a starting point: `.venv/bin/python -m tests.support.keeping COMMIT`.

Done when a version is released whose records later versions carry over. It is the practice organisation with fewer
children and nights, passwords that cost little to check, and a sign-in for every person of it.
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import UUID

import sqlalchemy as sa
from flask import Flask

from app.database.data_folder import read_mark
from app.factory import StartOptions, make_app
from app.foundation.settings import Engine, Settings
from app.practice import building, happenings, nights
from app.practice.organisation import Practice
from app.practice.people import COLLEAGUES, DIRECTOR
from app.practice.sign_ins import SignIn, read_sign_ins
from models.mapping import Model, UtcDateTime
from tests.support.kept import ENDING, KEPT, Kept, KeptTable, engine_of
from tests.support.organisation import CHEAP_ARGON2

CHILDREN = {"PP": 14, "SR": 6}
WEEKS_BETWEEN_NIGHTS = 6
KIND_OF = {bytes: "bytes", date: "day", UUID: "id", int: "number", str: "text", bool: "flag"}


def keep(commit: str) -> Path:
    """Build the organisation, keep it under its revision and return the file."""
    with tempfile.TemporaryDirectory(prefix="wayhome-") as place:
        settings = Settings(Path(place) / "data", Engine.SQLITE, None, Path(place) / "data.key", None)
        with _small():
            building.build(settings, lambda _done, _what: None)
        kept = _read(settings, commit)
    file = KEPT / f"{kept.revision}{ENDING}"
    kept.write(file)
    return file


@contextmanager
def _small() -> Iterator[None]:
    teams = tuple(
        replace(team, every_weeks=team.every_weeks * WEEKS_BETWEEN_NIGHTS) for team in nights.teams()
    )
    with (
        patch.dict(happenings.CHILDREN, CHILDREN),
        patch.object(nights, "teams", lambda: teams),
        patch.object(building, "make_app", _make_cheap_app),
        patch.object(building, "sign_ins", _all_sign_ins),
    ):
        yield


def _make_cheap_app(settings: Settings, options: StartOptions) -> Flask:
    return make_app(settings, replace(options, argon2_cost=CHEAP_ARGON2))


def _all_sign_ins(practice: Practice) -> list[SignIn]:
    people = (DIRECTOR, *COLLEAGUES)
    return [SignIn(each.role.value, each.username, practice.passwords[each.username]) for each in people]


def _read(settings: Settings, commit: str) -> Kept:
    mark = read_mark(settings)
    assert mark is not None
    with engine_of(settings, mark) as engine, engine.connect() as connection:
        tables = [_table(connection, table) for table in Model.metadata.sorted_tables]
        last = sa.select(sa.func.max(Model.metadata.tables["audit_event"].c.at))
        return Kept(
            revision=connection.scalar(sa.text("SELECT version_num FROM alembic_version")),
            commit=commit,
            moment=connection.scalars(last).one(),
            mark=mark,
            key=settings.key_file.read_text(),
            recovery_kit=(settings.data_folder / "recovery-kit.sealed").read_bytes(),
            sign_ins=read_sign_ins(settings.data_folder),
            tables=tables,
        )


def _table(connection: sa.Connection, table: sa.Table) -> KeptTable:
    columns = {column.name: _kind(column.type) for column in table.columns}
    # As they were written, because a row may name an earlier one of its own table.
    in_order = sa.select(table).order_by(sa.text("rowid"))
    return KeptTable(table.name, columns, [tuple(row) for row in connection.execute(in_order)])


def _kind(of: sa.types.TypeEngine[Any]) -> str:
    return "moment" if isinstance(of, UtcDateTime) else KIND_OF[of.python_type]


if __name__ == "__main__":
    sys.stdout.write(f"{keep(sys.argv[1])}\n")
