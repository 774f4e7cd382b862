"""What runs here, and what it promises: version, database, practice or real."""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from app.foundation.settings import PROJECT, Engine
from app.server import Server


class DatabaseKind(StrEnum):
    """Which database keeps the rows, as it is shown. Plain SQLite is said plainly."""

    ENCRYPTED = "encrypted"
    PLAIN = "plain"
    POSTGRESQL = "postgresql"


_KINDS = {
    Engine.SQLCIPHER: DatabaseKind.ENCRYPTED,
    Engine.SQLITE: DatabaseKind.PLAIN,
    Engine.POSTGRESQL: DatabaseKind.POSTGRESQL,
}


@dataclass(frozen=True)
class About:
    """What the about page says."""

    version: str
    database: DatabaseKind
    is_practice: bool
    installation: str
    serves_https: bool


def about(server: Server) -> About:
    """Return what runs here; nothing of it is secret."""
    return About(
        version=version(),
        database=_KINDS[server.settings.engine],
        is_practice=server.is_practice,
        installation=str(server.installation_id),
        serves_https=server.settings.serves_https,
    )


@cache
def version() -> str:
    """Return the version of this copy of Wayhome, as its project file names it."""
    with (PROJECT / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


@cache
def licence_texts() -> str:
    """Return the notices of what is shipped to browsers: scripts, styles and fonts."""
    return (PROJECT / "app" / "static" / "LICENSES.txt").read_text(encoding="utf-8")
