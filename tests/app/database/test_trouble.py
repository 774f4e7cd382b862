"""What a driver says of a database in trouble is said in our own words, and nothing else is."""

from types import SimpleNamespace
from typing import Any

import pytest

from app.database.engines import _trouble_of
from app.foundation.errors import Busy, Damaged, NoSpace, Unreachable


class Said(Exception):
    """What a driver raised, with PostgreSQL's state."""

    def __init__(self, words: str = "", sqlstate: str | None = None) -> None:
        super().__init__(words)
        self.sqlstate = sqlstate


def trouble(dialect: str, error: Said, *, is_disconnect: bool = False) -> type | None:
    context: Any = SimpleNamespace(
        dialect=SimpleNamespace(name=dialect),
        original_exception=error,
        is_disconnect=is_disconnect,
        connection=object(),
    )
    found = _trouble_of(context)
    return type(found) if found else None


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        ("55P03", Busy),
        ("57014", Busy),
        ("53300", Busy),
        ("53100", NoSpace),
        ("57P01", Unreachable),
        ("57P03", Unreachable),
        ("08006", Unreachable),
        ("XX001", Damaged),
        ("23505", None),
        ("40001", None),
        ("40P01", None),
        ("42P01", None),
    ],
)
def test_what_postgresql_says(state: str, kind: type | None) -> None:
    assert trouble("postgresql", Said(sqlstate=state)) is kind


def test_a_broken_connection_says_nothing_any_more() -> None:
    assert trouble("postgresql", Said("server closed the connection"), is_disconnect=True) is Unreachable
    assert trouble("postgresql", Said("the statement is wrong")) is None


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("database is locked", Busy),
        ("database or disk is full", NoSpace),
        ("disk I/O error", Unreachable),
        ("unable to open database file", Unreachable),
        ("attempt to write a readonly database", Unreachable),
        ("database disk image is malformed", Damaged),
        ("file is not a database", None),
        ("UNIQUE constraint failed: staff_member.username", None),
    ],
)
def test_what_sqlite_says(words: str, kind: type | None) -> None:
    assert trouble("sqlite", Said(words)) is kind
