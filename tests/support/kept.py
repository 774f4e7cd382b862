"""Databases of earlier versions, kept as rows that any engine takes: the starting points of the upgrade tests."""

import json
import lzma
from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import Flask

from app.database.data_folder import MARK_FILE, Mark, open_data_folder
from app.database.engines import connect
from app.foundation.settings import PROJECT, Settings
from app.practice.sign_ins import SignIn
from models.mapping import UtcDateTime

KEPT = PROJECT / "tests" / "app" / "database" / "kept"
ENDING = ".json.xz"

Row = tuple[Any, ...]


@dataclass(frozen=True)
class _Kind:
    """One kind of value: its type in a statement, and the way into JSON and back."""

    type: sa.types.TypeEngine[Any]
    write: Callable[[Any], Any]
    read: Callable[[Any], Any]


def _same(value: Any) -> Any:
    return value


KINDS = {
    "bytes": _Kind(sa.LargeBinary(), lambda value: b64encode(value).decode(), b64decode),
    "day": _Kind(sa.Date(), date.isoformat, date.fromisoformat),
    "flag": _Kind(sa.Boolean(), _same, _same),
    "id": _Kind(sa.Uuid(), str, UUID),
    "moment": _Kind(UtcDateTime(), datetime.isoformat, datetime.fromisoformat),
    "number": _Kind(sa.Integer(), _same, _same),
    "text": _Kind(sa.Text(), _same, _same),
}
"""How a value is kept. Written down here once more, because what the models say today is not what they said then."""


@dataclass(frozen=True)
class KeptTable:
    """The rows of a table in the order they were written, and its columns: each name with its kind."""

    name: str
    columns: dict[str, str]
    rows: list[Row]

    def clause(self, *columns: str) -> sa.TableClause:
        """Return what a statement calls the table, with all of its columns or some."""
        chosen = columns or tuple(self.columns)
        return sa.table(self.name, *(sa.column(name, KINDS[self.columns[name]].type) for name in chosen))


@dataclass(frozen=True)
class Kept:
    """A database at a revision, with what lay in its data folder. `moment` is when its last day ended."""

    revision: str
    commit: str
    moment: datetime
    mark: Mark
    key: str
    recovery_kit: bytes
    sign_ins: list[SignIn]
    tables: list[KeptTable]

    def write(self, file: Path) -> None:
        """Write all of it into one compressed file."""
        plain = asdict(self) | {
            "moment": self.moment.isoformat(),
            "recovery_kit": b64encode(self.recovery_kit).decode(),
            "tables": [asdict(table) | {"rows": _changed(table, "write")} for table in self.tables],
        }
        text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
        file.write_bytes(lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME))


def read_kept(file: Path) -> Kept:
    """Return what was written."""
    plain = json.loads(lzma.decompress(file.read_bytes()))
    tables = [KeptTable(**table) for table in plain["tables"]]
    return Kept(
        **plain
        | {
            "moment": datetime.fromisoformat(plain["moment"]),
            "mark": Mark(**plain["mark"]),
            "recovery_kit": b64decode(plain["recovery_kit"]),
            "sign_ins": [SignIn(**each) for each in plain["sign_ins"]],
            "tables": [KeptTable(each.name, each.columns, _changed(each, "read")) for each in tables],
        }
    )


def _changed(table: KeptTable, way: str) -> list[Row]:
    changes = [getattr(KINDS[kind], way) for kind in table.columns.values()]
    return [
        tuple(None if value is None else change(value) for change, value in zip(changes, row, strict=True))
        for row in table.rows
    ]


def place_folder(kept: Kept, settings: Settings) -> Mark:
    """Put the data folder and its key where the settings say; return its mark, which names their engine."""
    mark = replace(kept.mark, engine=settings.engine.value)
    settings.data_folder.mkdir(parents=True)
    (settings.data_folder / MARK_FILE).write_text(json.dumps(asdict(mark)))
    (settings.data_folder / "recovery-kit.sealed").write_bytes(kept.recovery_kit)
    settings.key_file.write_text(kept.key)
    return mark


@contextmanager
def engine_of(settings: Settings, mark: Mark) -> Iterator[sa.Engine]:
    """Open a database as the application does, with nothing brought up to date."""
    engine = connect(Flask("kept"), settings, open_data_folder(settings, mark).database_key())
    try:
        yield engine
    finally:
        engine.dispose()


def fill(kept: Kept, connection: sa.Connection) -> None:
    """Write every row into a database at the kept revision."""
    for table in kept.tables:
        if table.rows:
            rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
            connection.execute(sa.insert(table.clause()), rows)


def rows_now(table: KeptTable, connection: sa.Connection, columns: list[str]) -> Counter[Row]:
    """Return what some columns of a kept table hold now; their order in the database means nothing."""
    return Counter(tuple(row) for row in connection.execute(sa.select(table.clause(*columns))))


def rows_then(table: KeptTable, columns: list[str]) -> Counter[Row]:
    """Return what some columns of a table held when it was kept."""
    places = [list(table.columns).index(column) for column in columns]
    return Counter(tuple(row[place] for place in places) for row in table.rows)
