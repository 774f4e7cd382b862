"""Asks an engine how it would carry a statement out in an organisation of twenty thousand children."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from typing import Any, Protocol, cast

import psycopg
from psycopg import sql
from sqlalchemy import Table, create_engine
from sqlalchemy.pool import StaticPool

from app.database.store import COUNT
from models.mapping import Model

SMALL = {
    "sign_in_attempt": "kept for an hour",
    "unsent_draft": "kept for a day",
    "sent_form": "kept for a day, and each row is deleted once, along the index of its moment",
    "base": "one a site",
    "circle": "six a base, four of the organisation",
    "circle_version": "one when somebody leaves a circle",
    "circle_membership": "one a colleague and version of a circle: with the staff, not with the children",
    "audit_head": "one row",
    "installation": "one row",
    "outreach_route": "streets of a town",
    "pack_version": "one a release of a pack",
    "row_sweep": "one a look through all rows of a base: some in a year",
    "staff_flag": "a few colleagues",
    "staff_member": "with the staff: hundreds where there are a hundred thousand children",
}
"""Tables that do not grow with the work, and why; looking through one whole costs little and stays as it is."""

MANY = 200
"""A search that finds more rows than this for one value of its index goes through a great part of the table."""

_ASKS_NOTHING = re.compile(r"WHERE 0 = 1(?! OR\b)")
"""What somebody without the permission sends: no row is looked at, though SQLite names the table."""

Tables = Sequence[tuple[Table, list[tuple[Any, ...]]]]


class Planner(Protocol):
    """An engine with an organisation in it."""

    def scanned(self, statement: str) -> set[str]:
        """Return the tables a statement goes through from one end to the other, or in great part."""


def growing() -> set[str]:
    """Return the names of the tables that grow."""
    return set(Model.metadata.tables) - SMALL.keys()


class SqlitePlanner:
    """SQLite, or SQLCipher without a key: the planner is the same, and of another version."""

    _STEP = re.compile(
        r"(?P<how>SCAN|SEARCH) (?P<name>\w+)(?: EXISTS)?"
        r"(?: USING (?P<automatic>AUTOMATIC )?(?:PARTIAL )?(?:COVERING )?INDEX (?P<index>\w+))?"
        r"(?: USING INTEGER PRIMARY KEY)?(?: \((?P<by>.*)\))?"
    )

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._alike = {
            index: [int(number) for number in numbers.split() if number.isdigit()]
            for index, numbers in connection.execute(
                "SELECT idx, stat FROM sqlite_stat1 WHERE idx IS NOT NULL"
            )
        }
        """How many rows an index has, and how many of them are alike in its first column, its first two, and so on."""

    def scanned(self, statement: str) -> set[str]:
        """Return those tables. One read along an index in its order, until enough is found, is none of them."""
        asked = [part for part in statement.split(" UNION ALL ") if not _ASKS_NOTHING.search(part)]
        if not asked:
            return set()
        steps = [row[3] for row in self._connection.execute(f"EXPLAIN QUERY PLAN {statement}")]
        sorts = any(re.match("USE TEMP B-TREE FOR (?!LAST|RIGHT)", step) for step in steps)
        stops = "ORDER BY" in statement and " LIMIT " in statement.replace("\n", " ") and not sorts
        names = _names_in(statement)
        found = [step for step in map(self._STEP.match, steps) if step is not None]
        tables = {names.get(step["name"], step["name"]): step for step in found}
        long = {table for table, step in tables.items() if self._is_long(table, step, statement, stops=stops)}
        return long & set(re.findall(r"\w+", " ".join(asked)))

    def _is_long(self, table: str, step: re.Match[str], statement: str, *, stops: bool) -> bool:
        if step["automatic"]:
            return True  # made for this statement alone, from every row
        alike = self._alike.get(step["index"] or "", [])
        if stops or (alike and alike[0] <= MANY):
            return False  # found soon, or along an index that has only a few of the rows
        wanted = re.findall(r"(\w+)(=|<|>)\?", step["by"] or "")
        if step["how"] == "SCAN" or not wanted:
            return step["how"] == "SCAN" or not step["index"]  # the first or last of an index is one step
        equal = sum(how == "=" for _, how in wanted)
        if equal and (equal >= len(alike) or alike[equal] <= MANY):
            return False
        values = [_wanted_in(statement, step["name"], column, how) for column, how in wanted]
        return None in values or self._count(table, values) > MANY

    def _count(self, table: str, wanted: Iterable[str | None]) -> int:
        """Count the rows that a search finds: of a few values some are seldom."""
        where = " AND ".join(map(str, wanted))
        query = f"SELECT count(*) FROM {table} WHERE {where}"  # noqa: S608 - made of our own statements
        return int(self._connection.execute(query).fetchone()[0])


class PostgresPlanner:
    """PostgreSQL."""

    def __init__(self, connection: "psycopg.Connection[Any]") -> None:
        self._connection = connection

    def scanned(self, statement: str) -> set[str]:
        """Return those tables. One read along an index in its order, until enough is found, is none of them."""
        # The values were written by us and not by anybody who could mean harm.
        explain = sql.SQL(f"EXPLAIN (FORMAT JSON) {cast(Any, statement)}")
        [[[explained]]] = self._connection.execute(explain).fetchall()
        return set(_scans(explained["Plan"], stops=False))


_SOUGHT_BY = {"Index Scan": "Index Cond", "Index Only Scan": "Index Cond", "Bitmap Heap Scan": "Recheck Cond"}
"""What a step says when it seeks in an index rather than reading the whole of it."""


def _scans(node: dict[str, Any], *, stops: bool) -> Iterator[str]:
    kind = node["Node Type"]
    along_an_index = _SOUGHT_BY.get(kind, "Node Type") not in node
    if kind == "Seq Scan" or (along_an_index and not stops and node["Plan Rows"] > MANY):
        yield node["Relation Name"]
    for below in node.get("Plans", ()):
        yield from _scans(below, stops=(stops or kind == "Limit") and kind not in {"Sort", "Aggregate"})


_WANTED = {"=": r"IS NULL|= '[^']*'|IN \((?!SELECT)[^)]*\)", "<": r"<=? '[^']*'", ">": r">=? '[^']*'"}


def _wanted_in(statement: str, table: str, column: str, how: str) -> str | None:
    """Return what a statement wants of a column, or None when that is another column's value."""
    found = re.search(rf"\b{table}\.{column} ({_WANTED[how]})", statement)
    return f"{column} {found[1]}" if found else None


def _names_in(statement: str) -> dict[str, str]:
    """Return the table behind each short name."""
    return {short: table for table, short in re.findall(r"(?:FROM|JOIN|,) (\w+) AS (\w+)", statement)}


@contextmanager
def sqlite_planner(module: Any, tables: Tables) -> Iterator[SqlitePlanner]:
    """Open an organisation in memory, counted as the product counts it. `module` is `sqlite3` or SQLCipher's."""
    connect = partial(module.connect, ":memory:", isolation_level=None)
    engine = create_engine("sqlite://", creator=connect, poolclass=StaticPool)
    Model.metadata.create_all(engine)
    with closing(engine.raw_connection()) as pooled:
        connection = pooled.driver_connection
        assert connection is not None
        connection.execute("BEGIN")
        for table, rows in tables:
            places = ", ".join("?" * len(table.columns))
            connection.executemany(f"INSERT INTO {table.name} VALUES ({places})", rows)  # noqa: S608 - our own tables
        connection.execute("COMMIT")
        for statement in COUNT:
            connection.execute(statement)
        yield SqlitePlanner(connection)
    engine.dispose()


@contextmanager
def postgres_planner(url: str, tables: Tables) -> Iterator[PostgresPlanner]:
    """Fill an empty database and count it."""
    engine = create_engine(url)
    with engine.begin() as connection:
        Model.metadata.create_all(connection)
    engine.dispose()
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(
            "SET session_replication_role = replica"
        )  # links are not looked after: the ids are made up
        with connection.transaction(), connection.cursor() as cursor:
            for table, rows in tables:
                with cursor.copy(sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(table.name))) as copy:
                    copy.write("".join(map(_copied, rows)))
        connection.execute("ANALYZE")
        # Some thousand rows are soon read from end to end; what still does so has no other way.
        connection.execute("SET enable_seqscan = off")
        yield PostgresPlanner(connection)


def _copied(row: tuple[Any, ...]) -> str:
    return "\t".join(map(_cell, row)) + "\n"


def _cell(value: Any) -> str:
    if value is None:
        return "\\N"
    return "\\\\x" + value.hex() if isinstance(value, bytes) else str(value)
