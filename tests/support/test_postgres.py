"""The throwaway PostgreSQL gives every test a database of its own."""

from collections.abc import Iterator

import pytest
import sqlalchemy
from sqlalchemy.pool import NullPool

from tests.support.postgres import PostgresCluster, running_cluster


@pytest.fixture(scope="module")
def cluster() -> Iterator[PostgresCluster]:
    with running_cluster() as running:
        yield running


def run(address: str, *statements: str) -> list[object]:
    """Run statements and return the first column of what the last one answers."""
    with sqlalchemy.create_engine(address, poolclass=NullPool).begin() as connection:
        answers = [connection.execute(sqlalchemy.text(statement)) for statement in statements]
        return list(answers[-1].scalars()) if answers[-1].returns_rows else []


def test_a_fresh_database_is_a_copy_of_its_template(cluster: PostgresCluster) -> None:
    template = cluster.create_database("template_for_copies")
    run(template, "CREATE TABLE base (name text)", "INSERT INTO base VALUES ('Riverside')")

    with cluster.fresh_database(template="template_for_copies") as fresh:
        assert run(fresh, "SELECT name FROM base") == ["Riverside"]


def test_what_one_test_writes_the_next_does_not_see(cluster: PostgresCluster) -> None:
    with cluster.fresh_database() as first:
        run(first, "CREATE TABLE base (name text)")

    with cluster.fresh_database() as second:
        assert run(second, "SELECT to_regclass('base')") == [None]


def test_a_database_goes_away_even_while_somebody_is_connected(cluster: PostgresCluster) -> None:
    with cluster.fresh_database() as fresh:
        engine = sqlalchemy.create_engine(fresh)
        left_open = engine.connect()
        name = left_open.execute(sqlalchemy.text("SELECT current_database()")).scalar_one()

    assert name not in run(cluster.url(), "SELECT datname FROM pg_database")
    left_open.invalidate()


def test_the_cluster_speaks_unicode_and_listens_to_no_network(cluster: PostgresCluster) -> None:
    assert run(cluster.url(), "SELECT 'ផ្ទះ'") == ["ផ្ទះ"]
    assert run(cluster.url(), "SHOW listen_addresses") == [""]


def test_nothing_is_left_behind() -> None:
    with running_cluster() as running:
        folder = running.socket_folder

    assert not folder.exists()
