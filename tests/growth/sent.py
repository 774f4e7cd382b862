"""Notes every statement the house sends while tests run, and where it was sent from."""

import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Dialect, Engine, event
from sqlalchemy.dialects.postgresql import psycopg
from sqlalchemy.dialects.sqlite import pysqlite
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.engine.interfaces import ExecutionContext
from sqlalchemy.sql.compiler import SQLCompiler

import models
from app.unit_of_work import Locks
from models.mapping import Model
from tests.support.organisation import RIVERSIDE

HOUSE = Path(__file__).parents[2]
ROOMS = tuple(f"{HOUSE / root}/" for root in ("app", "views"))
OURS = (*ROOMS, *(f"{HOUSE / root}/" for root in ("tests", "bench", "migrations")))

_postgresql = cast(Callable[[], Dialect], psycopg.dialect)
DIALECTS: dict[str, Dialect] = {"sqlite": pysqlite.dialect(), "postgresql": _postgresql()}
"""The engines that are asked; SQLCipher speaks as SQLite does."""

_LOOKS = re.compile(r"\s*(SELECT|UPDATE|DELETE|WITH)\b")
_LISTS = re.compile(r"\((?:'[^']*'(?:::\w+)?|NULL)(?:, (?:'[^']*'(?:::\w+)?|NULL))+\)")
_NAMES = re.compile(r"\w+")
_VALUES = re.compile(r"'(?:[^']|'')*'|\b\d+\b")
_PLACES_IN_A_LIST = re.compile(r"(?:\?|%\(\w+\)s(?:::\w+)?)(?:, (?:\?|%\(\w+\)s(?:::\w+)?))+")
_OF_A_BASE = re.compile(r"(\.base_id (?:=|IN) \(?)'[0-9a-f]{32}'")
_PLACES = {"qmark": re.compile(r"\?"), "pyformat": re.compile(r"%\((\w+)\)s")}


@dataclass(frozen=True, order=True)
class Sent:
    """One statement with the values of the first time, as each engine is asked it, and the function that sent it."""

    place: str
    sqlite: str
    postgresql: str

    @property
    def shape(self) -> str:
        """The statement without its values, by which the same one is known again."""
        return _VALUES.sub("?", _LISTS.sub("(...)", self.sqlite))


class Recorder:
    """What was sent so far: each statement once for each function that sends it."""

    def __init__(self) -> None:
        assert models.__path__  # importing the package registered every table
        self.sent: dict[tuple[str, str], Sent] = {}
        self._seen: set[tuple[str, str]] = set()
        self._tables = set(Model.metadata.tables)

    def listen(self) -> None:
        """Note what every engine of this process is sent from now on."""
        event.listen(Engine, "before_cursor_execute", self._note)

    def stop(self) -> None:
        """Note nothing more."""
        event.remove(Engine, "before_cursor_execute", self._note)

    def add(self, sent: Sent) -> None:
        """Take in what this or another process sent."""
        self.sent.setdefault((sent.place, sent.shape), sent)

    def _note(
        self,
        _connection: Any,
        _cursor: Any,
        statement: str,
        _values: Any,
        context: ExecutionContext,
        _many: bool,
    ) -> None:
        if _LOOKS.match(statement) is None:
            return
        place = sent_from(sys._getframe())
        if place is None or (place, statement) in self._seen:
            return
        alike = (place, _PLACES_IN_A_LIST.sub("...", statement))
        is_known = alike in self._seen
        if not is_known and _goes_beyond_scopes(sys._getframe()):
            return
        self._seen |= {(place, statement), alike}
        if is_known or not self._tables & set(_NAMES.findall(statement)):
            return  # the same with a longer list, or of the migrations, or of the engine's own
        compiled = context.compiled
        if isinstance(compiled, SQLCompiler) and compiled.statement is not None:
            values = cast(DefaultExecutionContext, context).compiled_parameters[0]
            self.add(Sent(place, *(_written(compiled, values, dialect) for dialect in DIALECTS.values())))
        elif context.dialect.name in DIALECTS:
            self.add(Sent(place, statement, statement))


def _goes_beyond_scopes(frame: FrameType | None) -> bool:
    """Tell whether a test reads past every scope to show that keys hold by themselves: nobody else asks so."""
    while frame is not None:
        if getattr(frame.f_locals.get("work"), "locks", None) is Locks.KEYS_ONLY:
            return True
        frame = frame.f_back
    return False


def sent_from(frame: FrameType | None) -> str | None:
    """Return the file and function of the house that sends, or None when a test itself or a migration does."""
    while frame is not None:
        file = frame.f_code.co_filename
        if file.startswith(OURS) and file != __file__:
            if not file.startswith(ROOMS):
                return None
            return f"{file.removeprefix(f'{HOUSE}/')} {frame.f_code.co_name}"
        frame = frame.f_back
    return None


def _written(compiled: SQLCompiler, values: Mapping[str, Any], dialect: Dialect) -> str:
    """Write a statement for an engine, with its values in it, as `EXPLAIN` needs it."""
    assert compiled.statement is not None
    again = compiled.statement.compile(dialect=dialect, column_keys=compiled.column_keys)
    assert isinstance(again, SQLCompiler)
    # Engines number what has no name each in their own way: SQLite writes an OFFSET with every LIMIT.
    alike = {again.bind_names.get(bind, name): name for bind, name in compiled.bind_names.items()}
    known = {
        name: _value_of(alike.get(name, name), values, otherwise) for name, otherwise in again.params.items()
    }
    whole = again.construct_expanded_state(known)
    if dialect.paramstyle == "qmark":
        in_order = iter([_literal(value) for value in whole.positional_parameters])
        written = _PLACES["qmark"].sub(lambda _found: next(in_order), whole.statement)
    else:
        written = _PLACES["pyformat"].sub(lambda found: _literal(whole.parameters[found[1]]), whole.statement)
    # Always the base that has most of everything where the engines are asked, whichever base a test made.
    return _OF_A_BASE.sub(rf"\1'{RIVERSIDE.hex}'", written.replace("%%", "%"))


def _value_of(name: str, values: Mapping[str, Any], otherwise: Any) -> Any:
    """Return what was sent under a name, or as a list, each value of which has a name of its own by then."""
    if name in values:
        return values[name]
    listed = [value for each, value in values.items() if re.fullmatch(rf"{name}_\d+", each)]
    return listed or otherwise


def _literal(value: Any) -> str:
    match value:
        case None:
            written = "NULL"
        case bool() | int() | float():
            written = repr(value).upper()
        case bytes():
            written = "''"
        case UUID():
            written = f"'{value.hex}'"
        case datetime():
            written = f"'{value:%Y-%m-%d %H:%M:%S.%f}'"
        case _:
            written = "'" + str(value).replace("'", "''") + "'"
    return written
