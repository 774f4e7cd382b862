"""One connection's pages stay at hand, and all of them together stay small."""

from sqlalchemy import Connection, text

from app.database.engines import CACHE_KIB, CACHES_TOGETHER_BYTES
from tests.support.organisation import Organisation


def driver_of(connection: Connection) -> object:
    """Return the driver's own connection."""
    return connection.connection.driver_connection


def test_the_connection_that_came_back_last_goes_out_next(organisation: Organisation) -> None:
    engine = organisation.server.store.engine
    with engine.connect() as first, engine.connect() as second:
        early, late = driver_of(first), driver_of(second)
        second.close()
        first.close()
    assert early is not late
    for _ in range(3):
        with engine.connect() as again:
            assert driver_of(again) is early


def test_the_pages_of_a_connection_and_of_all_have_a_bound(organisation: Organisation) -> None:
    with organisation.server.store.engine.connect() as connection:
        assert connection.execute(text("PRAGMA cache_size")).scalar() == -CACHE_KIB
        assert connection.execute(text("PRAGMA soft_heap_limit")).scalar() == CACHES_TOGETHER_BYTES
