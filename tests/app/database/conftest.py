"""The three engines, each with an empty organisation of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.foundation.settings import Engine, Settings
from tests.support.organisation import Organisation, build_organisation
from tests.support.postgres import PostgresCluster


@pytest.fixture(params=list(Engine), ids=lambda engine: engine.value)
def each_settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """Settings of a fresh data folder on each of the three engines."""
    engine: Engine = request.param
    key_file = tmp_path / "data.key"
    if engine is not Engine.POSTGRESQL:
        yield Settings(tmp_path / "data", engine, None, key_file, None)
        return
    cluster: PostgresCluster = request.getfixturevalue("postgres")
    with cluster.fresh_database() as url:
        yield Settings(tmp_path / "data", engine, url, key_file, None)


@pytest.fixture
def each_organisation(each_settings: Settings) -> Iterator[Organisation]:
    """The whole cast on each of the three engines."""
    organisation = build_organisation(each_settings)
    yield organisation
    organisation.server.store.engine.dispose()
