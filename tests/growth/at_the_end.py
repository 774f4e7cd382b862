"""After the last test: every statement that was sent is asked of each engine, and what scans fails the run."""

import sqlite3
from collections.abc import Collection, Iterable
from contextlib import ExitStack
from dataclasses import dataclass

import sqlcipher3.dbapi2 as sqlcipher

from tests.growth.allowed import ALLOWED
from tests.growth.made_up import rows_of_every_table
from tests.growth.plans import Planner, growing, postgres_planner, sqlite_planner
from tests.growth.sent import Sent
from tests.support.postgres import running_cluster


@dataclass(frozen=True, order=True)
class Scan:
    """A function whose statement goes through a table that grows, and the engines that do so."""

    use: str
    """The function and the table: what a scan is allowed under."""
    engines: tuple[str, ...]
    statement: str


def scans_in(sent: Iterable[Sent], planners: dict[str, Planner]) -> list[Scan]:
    """Ask every engine about every statement."""
    found: dict[tuple[str, str], list[str]] = {}
    tables = growing()
    for each in sent:
        for engine, planner in planners.items():
            statement = each.postgresql if engine == "PostgreSQL" else each.sqlite
            for table in planner.scanned(statement) & tables:
                found.setdefault((f"{each.place}: {table}", each.sqlite), []).append(engine)
    return sorted(Scan(use, tuple(engines), statement) for (use, statement), engines in found.items())


def scans_of(sent: Iterable[Sent]) -> list[Scan]:
    """Make an organisation in SQLite, SQLCipher and PostgreSQL, and ask them about every statement."""
    tables = list(rows_of_every_table())
    with ExitStack() as opened:
        url = opened.enter_context(running_cluster()).create_database("organisation")
        planners: dict[str, Planner] = {
            "SQLite": opened.enter_context(sqlite_planner(sqlite3, tables)),
            "SQLCipher": opened.enter_context(sqlite_planner(sqlcipher, tables)),
            "PostgreSQL": opened.enter_context(postgres_planner(url, tables)),
        }
        return scans_in(sent, planners)


def told(scans: Iterable[Scan], places: Collection[str]) -> list[str]:
    """Return a line for each scan that is not allowed, and for each exception of a function that sends nothing.

    `places` are the functions that sent something in a run of all tests; empty after a run of some.
    """
    lines = [
        f"{scan.use} ({', '.join(scan.engines)})\n    {' '.join(scan.statement.split())}"
        for scan in scans
        if scan.use not in ALLOWED
    ]
    needless = [use for use in ALLOWED if places and use.partition(":")[0] not in places]
    return lines + [f"{use}: allowed, and nothing is sent from there" for use in sorted(needless)]
