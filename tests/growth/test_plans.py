"""The question that follows every whole run finds what scans, in each engine; so it can fail."""

import re
import sqlite3
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import bindparam, literal, select

from app.keyring.folders import folder_of_base
from app.keyring.policy import FolderKind
from models.mapping import Model
from tests.growth import at_the_end
from tests.growth.allowed import ALLOWED
from tests.growth.at_the_end import Scan, told
from tests.growth.made_up import rows_of_every_table
from tests.growth.plans import Planner, postgres_planner, sqlite_planner
from tests.growth.sent import DIALECTS, Recorder, _written, sent_from
from tests.support.organisation import RIVERSIDE, Organisation
from tests.support.postgres import PostgresCluster

FEW = 40
"""A part of the rows is enough to tell a scan from a search."""

SCANS = {
    "folder": "SELECT id FROM folder WHERE binding = ''",
    "consent": "SELECT count(*) FROM consent",
    "case_file": "SELECT case_file.id FROM case_file ORDER BY case_file.opened_at LIMIT 5",
    "assignment": "SELECT id FROM case_file WHERE id NOT IN (SELECT case_id FROM assignment WHERE duty = 'none')",
}
SEARCHES = (
    "SELECT id FROM folder WHERE child_id = 'NOBODY'",
    "SELECT code FROM child AS c WHERE c.id = 'NOBODY'",
    "SELECT child.id FROM child ORDER BY child.updated_at DESC LIMIT 5",
    (
        "SELECT id FROM folder WHERE base_id = 'BASE' AND kind = 'a' AND child_id IS NULL AND case_id IS NULL"
        " AND shift_id IS NULL"
    ),
    "SELECT name FROM base",
)


def with_ids(statement: str) -> str:
    """Return the statement with ids of the form both engines take."""
    return statement.replace("NOBODY", "0" * 32).replace("BASE", RIVERSIDE.hex)


@pytest.fixture(scope="module", params=["SQLite", "SQLCipher", "PostgreSQL"])
def planner(request: pytest.FixtureRequest) -> Iterator[Planner]:
    """Each engine with some thousand rows."""
    tables = [(table, rows[: max(len(rows) // 10, FEW)]) for table, rows in rows_of_every_table()]
    if request.param != "PostgreSQL":
        with sqlite_planner(sqlite3 if request.param == "SQLite" else sqlcipher, tables) as opened:
            yield opened
        return
    cluster: PostgresCluster = request.getfixturevalue("postgres")
    with cluster.fresh_database() as url, postgres_planner(url, tables) as opened_there:
        yield opened_there


@pytest.mark.parametrize("table", SCANS)
def test_a_scan_is_found(planner: Planner, table: str) -> None:
    assert table in planner.scanned(with_ids(SCANS[table]))


@pytest.mark.parametrize("statement", SEARCHES)
def test_a_search_is_none(planner: Planner, statement: str) -> None:
    assert planner.scanned(with_ids(statement)) - {"base"} == set()


def test_what_the_house_sends_is_noted_with_where_it_was_sent_from(organisation: Organisation) -> None:
    recorder = Recorder()
    recorder.listen()
    with organisation.reading("field") as work:
        folder_of_base(work, FolderKind.NAME_CARDS, RIVERSIDE)
        work.session.scalars(select(Model.metadata.tables["task"].c.id)).all()
    recorder.stop()
    places = {sent.place for sent in recorder.sent.values()}
    assert "app/keyring/folders.py folder_of_base" in places
    assert not [place for place in places if place.startswith("tests/")]
    [sent] = [each for each in recorder.sent.values() if each.place.endswith("folder_of_base")]
    assert f"folder.base_id IN ('{RIVERSIDE.hex}')" in sent.sqlite
    assert f"folder.base_id IN ('{RIVERSIDE.hex}'::UUID)" in sent.postgresql


@pytest.mark.parametrize("engine", DIALECTS)
def test_each_value_stands_where_it_was_sent(engine: str) -> None:
    folder = Model.metadata.tables["folder"]
    first = select(folder.c.id).where(folder.c.kind == "case").limit(1).scalar_subquery()
    given = folder.c.kind.in_(bindparam("kinds", expanding=True))
    query = select(literal("found"), folder.c.id).where(folder.c.id == first, given).limit(7)
    compiled = query.compile(dialect=DIALECTS["sqlite"])
    values = compiled.construct_expanded_state(compiled.params | {"kinds": ["shift", "profile"]}).parameters

    written = re.sub(r"::\w+", "", _written(compiled, values, DIALECTS[engine]))
    assert written.startswith("SELECT 'found' AS")
    assert "folder.kind = 'case'" in written
    assert "folder.kind IN ('shift', 'profile')" in written
    assert re.findall(r"LIMIT (\d+)", written) == ["1", "7"]


def test_a_test_that_asks_by_itself_is_not_the_house() -> None:
    assert sent_from(SimpleNamespace(f_code=SimpleNamespace(co_filename=__file__))) is None  # type: ignore[arg-type]  # as much of a frame as is looked at


def test_a_scan_fails_the_run_unless_it_is_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    scan = Scan("app/cases/due.py due_items: case_file", ("SQLite",), "SELECT 1")
    monkeypatch.setattr(at_the_end, "ALLOWED", {})
    assert told([scan], ()) == [f"{scan.use} (SQLite)\n    SELECT 1"]
    monkeypatch.setattr(at_the_end, "ALLOWED", {scan.use: "a reason"})
    assert told([scan], ()) == []


def test_an_exception_for_what_is_gone_fails_a_whole_run(monkeypatch: pytest.MonkeyPatch) -> None:
    allowed: dict[str, Any] = {"app/cases/due.py due_items: case_file": "a reason"}
    monkeypatch.setattr(at_the_end, "ALLOWED", allowed)
    assert told([], ()) == []
    assert told([], {"app/cases/due.py due_items", "views/today/pages.py show"}) == []
    gone = "app/cases/due.py due_items: case_file: allowed, and nothing is sent from there"
    assert told([], {"views/today/pages.py show"}) == [gone]


def test_every_exception_has_its_reason() -> None:
    assert [use for use, reason in ALLOWED.items() if len(reason) < len("as few as")] == []
