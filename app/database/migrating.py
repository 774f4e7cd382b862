"""Brings a database to the schema of this version, by numbered migrations."""

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

from app.foundation.settings import PROJECT


def upgrade(engine: Engine, *, to: str = "head") -> None:
    """Apply the migrations that are missing, each in a transaction of its own."""
    with engine.connect() as connection:
        command.upgrade(config_for(connection), to)
        connection.commit()


def downgrade(engine: Engine, *, to: str) -> None:
    """Go back to an earlier migration."""
    with engine.connect() as connection:
        command.downgrade(config_for(connection), to)
        connection.commit()


def config_for(connection: object) -> Config:
    """Return Alembic's configuration for a connection of ours; there is no ini file."""
    config = Config()
    config.set_main_option("script_location", str(PROJECT / "migrations"))
    config.attributes["connection"] = connection
    return config
