"""On PostgreSQL a half-made practice organisation is cleared from its database, and nothing else ever is."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, inspect
from sqlalchemy.orm import Session

from app.database.migrating import upgrade
from app.foundation.errors import NotReady
from app.foundation.settings import Engine, Settings
from app.practice.place import taken_place
from models.installation import Installation
from tests.support.postgres import PostgresCluster, running_cluster


@pytest.fixture(scope="module")
def cluster() -> Iterator[PostgresCluster]:
    """A PostgreSQL for this module."""
    with running_cluster() as running:
        yield running


@pytest.fixture
def settings(cluster: PostgresCluster, tmp_path: Path) -> Iterator[Settings]:
    """Settings over a database of its own."""
    with cluster.fresh_database() as url:
        yield Settings(tmp_path / "data", Engine.POSTGRESQL, url, tmp_path / "data.key", None)


def hold(settings: Settings, kind: str) -> None:
    """Let the database hold an organisation of a kind."""
    engine = create_engine(settings.postgresql_url or "")
    upgrade(engine)
    with Session(engine) as session:
        now = datetime(2026, 1, 1, tzinfo=UTC)
        session.add(Installation(id=uuid4(), name="", kind=kind, created_at=now, hpke_suite=2))
        session.commit()
    engine.dispose()


def tables(settings: Settings) -> list[str]:
    """Return the tables of the database."""
    engine = create_engine(settings.postgresql_url or "")
    found = inspect(engine).get_table_names()
    engine.dispose()
    return found


def test_a_half_made_practice_organisation_is_cleared_away(settings: Settings) -> None:
    hold(settings, "practice")

    with taken_place(settings):
        assert tables(settings) == []


def test_a_real_organisation_is_never_cleared_away(settings: Settings) -> None:
    hold(settings, "real")

    with pytest.raises(NotReady, match="real organisation"), taken_place(settings):
        pytest.fail("the place was taken")
    assert "installation" in tables(settings)


def test_an_empty_database_is_taken_as_it_is(settings: Settings) -> None:
    with taken_place(settings) as place:
        assert not place.is_whole
