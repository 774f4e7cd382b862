"""The three engines, each with an empty organisation of its own."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from flask.testing import FlaskClient

import app.system_health.probing
from app.foundation.settings import Engine, Settings
from tests.support.organisation import Organisation, build_organisation, copy_of, settings_in
from tests.support.postgres import PostgresCluster

TEMPLATE = "whole_cast"
BUILT = {
    Engine.SQLITE: "built_organisation",
    Engine.SQLCIPHER: "built_with_sqlcipher",
    Engine.POSTGRESQL: "built_with_postgresql",
}


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


@pytest.fixture(scope="session")
def built_with_sqlcipher(tmp_path_factory: pytest.TempPathFactory) -> Organisation:
    """The whole cast in an encrypted database; never used directly."""
    return build_organisation(settings_in(tmp_path_factory.mktemp("sqlcipher"), Engine.SQLCIPHER))


@pytest.fixture(scope="session")
def built_with_postgresql(
    postgres: PostgresCluster, tmp_path_factory: pytest.TempPathFactory
) -> Organisation:
    """The whole cast in PostgreSQL; never used directly."""
    folder, url = tmp_path_factory.mktemp("postgresql"), postgres.create_database(TEMPLATE)
    return build_organisation(Settings(folder / "data", Engine.POSTGRESQL, url, folder / "data.key", None))


@pytest.fixture(params=list(Engine), ids=lambda engine: engine.value)
def each_organisation(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Organisation]:
    """A copy of the whole cast on each of the three engines."""
    template: Organisation = request.getfixturevalue(BUILT[request.param])
    with ExitStack() as until_done:
        url = None
        if request.param is Engine.POSTGRESQL:
            cluster: PostgresCluster = request.getfixturevalue("postgres")
            template.server.store.engine.dispose()
            url = until_done.enter_context(cluster.fresh_database(template=TEMPLATE))
        organisation = copy_of(template, tmp_path, postgresql_url=url)
        until_done.callback(organisation.server.store.engine.dispose)
        yield organisation


@pytest.fixture(scope="module", params=[Engine.SQLITE, Engine.SQLCIPHER], ids=lambda engine: engine.value)
def in_a_file(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Organisation:
    """An organisation whose database is one file, which a test may break and mend."""
    return build_organisation(settings_in(tmp_path_factory.mktemp("in_a_file"), request.param))


@pytest.fixture
def in_browser(in_a_file: Organisation) -> FlaskClient:
    """A caseworker of that organisation, signed in."""
    return in_a_file.client("caseworker")


@pytest.fixture
def looks_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the health page remember nothing between two looks."""
    monkeypatch.setattr(app.system_health.probing, "REMEMBERED_SECONDS", 0)
