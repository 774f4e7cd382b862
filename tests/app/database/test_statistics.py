"""SQLite knows how much lies in its tables, so that it reads by the right index."""

from pathlib import Path

import pytest
from sqlalchemy import text

from app.database import store
from app.foundation.settings import Engine
from models.staff_member import StaffMember
from tests.support.organisation import Organisation, build_organisation, settings_in


def counted_tables(organisation: Organisation) -> set[str]:
    """Return the tables that were counted."""
    with organisation.server.store.engine.connect() as connection:
        return set(connection.execute(text("SELECT DISTINCT tbl FROM sqlite_stat1")).scalars())


@pytest.mark.parametrize("engine", [Engine.SQLITE, Engine.SQLCIPHER])
def test_tables_are_counted_at_the_start_of_a_server(tmp_path: Path, engine: Engine) -> None:
    organisation = build_organisation(settings_in(tmp_path, engine))
    organisation.server.store.refresh_statistics()
    assert {"folder", "folder_grant", "audit_event"} <= counted_tables(organisation)
    organisation.server.store.engine.dispose()


def test_they_are_counted_again_after_many_writes(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "WRITES_BETWEEN_STATISTICS", 3)
    kept = organisation.server.store
    with kept.writing() as session:
        session.execute(text("DELETE FROM sqlite_stat1"))
    kept = store.Store(kept.engine)
    for _ in range(2):
        with kept.writing() as session:
            session.get(StaffMember, organisation.ids["field"])
    assert counted_tables(organisation) == set()
    with kept.writing() as session:
        session.get(StaffMember, organisation.ids["field"])
    assert "folder_grant" in counted_tables(organisation)


def test_a_write_stands_though_counting_fails(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "WRITES_BETWEEN_STATISTICS", 1)
    monkeypatch.setattr(store, "COUNT", ("NOT A STATEMENT",))
    with organisation.writing("director") as work:
        work.record("test.written")
    with organisation.server.store.reading() as session:
        assert (
            session.execute(text("SELECT count(*) FROM audit_event WHERE action='test.written'")).scalar()
            == 1
        )
