"""Frozen settings, read once at start; every mistake is reported in one line."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import urlsplit

from app.foundation.errors import BadSetting

PROJECT = Path(__file__).resolve().parents[2]
DEFAULT_DATA_FOLDER = PROJECT / "instance" / "data"


Network = IPv4Network | IPv6Network
LOOPBACK: tuple[Network, ...] = (ip_network("127.0.0.0/8"), ip_network("::1/128"))


class Engine(StrEnum):
    """Which database stores the rows."""

    SQLCIPHER = "sqlcipher"
    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"


@dataclass(frozen=True)
class Settings:
    """Where things are on this machine. `postgresql_url` is set exactly when the engine is PostgreSQL."""

    data_folder: Path
    engine: Engine
    postgresql_url: str | None
    key_file: Path
    public_url: str | None
    proxies: tuple[Network, ...] = LOOPBACK
    """From where the HTTPS server in front connects; only it is believed about a visitor's address."""

    @property
    def database_file(self) -> Path:
        """The SQLite or SQLCipher file."""
        return self.data_folder / "wayhome.db"

    @property
    def serves_https(self) -> bool:
        """Whether people reach this server over HTTPS; plain HTTP is for loopback only."""
        return self.public_url is not None and self.public_url.startswith("https://")

    def __repr__(self) -> str:
        """Leave out the database address: it may hold a password."""
        return f"Settings(engine={self.engine.value}, data_folder={self.data_folder})"


def read_settings(
    environment: Mapping[str, str] | None = None, *, data_folder: Path | None = None
) -> Settings:
    """Read the settings from the environment. Raises BadSetting with the one line to print."""
    env = os.environ if environment is None else environment
    folder = (data_folder or Path(env.get("WAYHOME_DATA") or DEFAULT_DATA_FOLDER)).absolute()
    engine, url = _database(env.get("WAYHOME_DATABASE") or Engine.SQLCIPHER.value)
    key_file = Path(env.get("WAYHOME_KEY_FILE") or folder.parent / f"{folder.name}.key").absolute()
    if folder == key_file or folder in key_file.parents:
        raise BadSetting(f"WAYHOME_KEY_FILE must not lie inside the data folder: {key_file}")
    if folder.exists() and not folder.is_dir():
        raise BadSetting(f"The data folder is not a folder: {folder}")
    public_url, proxies = _public_url(env.get("WAYHOME_PUBLIC_URL")), _proxies(env.get("WAYHOME_PROXY"))
    return Settings(folder, engine, url, key_file, public_url, proxies)


def _database(choice: str) -> tuple[Engine, str | None]:
    if choice in (Engine.SQLCIPHER, Engine.SQLITE):
        return Engine(choice), None
    if choice.startswith(("postgresql://", "postgresql+psycopg://")):
        return Engine.POSTGRESQL, "postgresql+psycopg://" + choice.split("://", 1)[1]
    raise BadSetting("WAYHOME_DATABASE must be sqlcipher, sqlite or postgresql://...")


def _proxies(text: str | None) -> tuple[Network, ...]:
    if not text:
        return LOOPBACK
    try:
        return tuple(ip_network(each.strip()) for each in text.split(","))
    except ValueError:
        raise BadSetting(
            "WAYHOME_PROXY must be the addresses from which the HTTPS server in front connects, such as 10.0.0.5"
        ) from None


def _public_url(text: str | None) -> str | None:
    if not text:
        return None
    parts = urlsplit(text)
    loopback = parts.hostname in ("localhost", "127.0.0.1", "::1")
    if parts.scheme == "https" or (parts.scheme == "http" and loopback):
        return text.rstrip("/")
    raise BadSetting("WAYHOME_PUBLIC_URL must start with https:// (plain http:// only for localhost)")
