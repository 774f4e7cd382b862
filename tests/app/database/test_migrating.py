"""At start a database is brought to this version whole, or refused in one sentence and left as it was."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from textwrap import dedent
from uuid import UUID

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import Engine, func, insert, inspect, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from app.database.data_folder import make_data_folder
from app.database.engines import connect
from app.database.migrating import MIGRATIONS, bring_up_to_date, carries_over
from app.factory import make_app, server_of
from app.foundation.errors import NotReady
from app.foundation.settings import Settings
from models.circle import Circle, CircleVersion

CIRCLE = UUID("00000000-0000-4000-8000-0000000000c1")
NOW = datetime(2026, 11, 2, tzinfo=UTC)


@pytest.fixture
def engine(each_settings: Settings) -> Iterator[Engine]:
    """An empty database on each of the three engines."""
    _, secret = make_data_folder(each_settings, "real")
    engine = connect(Flask("empty"), each_settings, secret.database_key())
    yield engine
    engine.dispose()


@pytest.fixture
def migrations(tmp_path: Path) -> Path:
    """A copy of the migrations, to which steps may be added."""
    return shutil.copytree(MIGRATIONS, tmp_path / "migrations", ignore=shutil.ignore_patterns("__pycache__"))


def head() -> str:
    """Return the newest revision there is."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    newest = ScriptDirectory.from_config(config).get_current_head()
    assert newest is not None
    return newest


def add_step(migrations: Path, up: str, *, said: str = "") -> None:
    """Add a step after the newest."""
    step = f"""
        import sqlalchemy as sa
        from alembic import op

        revision = "step"
        down_revision = {head()!r}
        {said}

        def upgrade():
            {up}
        """
    (migrations / "versions" / "step.py").write_text(dedent(step))


def change(engine: Engine, *statements: str) -> None:
    """Change a database outside Wayhome."""
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def stands_at(engine: Engine) -> str | None:
    """Return the revision a database says it has."""
    with engine.connect() as connection:
        revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return revision


def tables(engine: Engine) -> set[str]:
    """Return the tables of a database."""
    return set(inspect(engine).get_table_names())


def refusal(settings: Settings) -> str:
    """Start the application and return the sentence in which the database is refused."""
    with pytest.raises(NotReady) as refused:
        make_app(settings)
    sentence = str(refused.value)
    assert "\n" not in sentence
    assert ". " not in sentence
    return sentence


def write_linked_rows(engine: Engine) -> None:
    """Write a row, and another that names it."""
    with engine.begin() as connection:
        connection.execute(insert(Circle).values(id=CIRCLE, kind="directors"))
        connection.execute(
            insert(CircleVersion).values(circle_id=CIRCLE, version=1, private_sealed=b"", made_at=NOW)
        )


def linked_rows(engine: Engine) -> int | None:
    """Return how many rows name one that is there."""
    with engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(Circle).join(CircleVersion))


# --- At start --------------------------------------------------------------------------------------------------------


def test_a_start_without_anything_to_do_changes_nothing(each_settings: Settings, engine: Engine) -> None:
    for _ in range(2):
        server_of(make_app(each_settings)).store.engine.dispose()

    assert stands_at(engine) == head()


def test_at_head_by_number_with_another_schema_is_refused_by_what_differs(
    each_settings: Settings, engine: Engine
) -> None:
    bring_up_to_date(engine)
    change(engine, "ALTER TABLE child ADD COLUMN mood VARCHAR", "DROP INDEX ix_child_updated_at")

    assert refusal(each_settings) == (
        "The database's schema is not that of this version (missing: index ix_child_updated_at on child(updated_at), "
        "not expected: column child.mood VARCHAR); start it with the version that made it, or begin anew, with "
        "another data folder and an empty database"
    )


def test_a_revision_that_is_not_known_here_is_refused(each_settings: Settings, engine: Engine) -> None:
    bring_up_to_date(engine)
    change(engine, "UPDATE alembic_version SET version_num = '9999'")

    assert refusal(each_settings) == (
        "The database was made by another version of Wayhome (its schema is 9999, which this version does not know); "
        "start it with the version that made it, or with a newer one"
    )


def test_two_revisions_at_once_are_refused(each_settings: Settings, engine: Engine) -> None:
    bring_up_to_date(engine)
    change(engine, "INSERT INTO alembic_version VALUES ('8888')")

    assert "another version of Wayhome" in refusal(each_settings)


def test_a_database_of_something_else_is_refused_and_left_alone(
    each_settings: Settings, engine: Engine
) -> None:
    change(engine, "CREATE TABLE letters (id INTEGER)")

    assert refusal(each_settings) == (
        "The database holds tables that are not Wayhome's; give Wayhome a database of its own"
    )
    assert tables(engine) == {"letters"}


# --- By one step more ------------------------------------------------------------------------------------------------


def test_a_step_that_fails_half_way_leaves_the_database_as_it_was(engine: Engine, migrations: Path) -> None:
    bring_up_to_date(engine)
    before = tables(engine)
    add_step(
        migrations,
        'op.create_table("half", sa.Column("id", sa.Integer)); op.execute("SELECT x FROM nowhere")',
    )

    with pytest.raises(DBAPIError):
        bring_up_to_date(engine, migrations=migrations)

    assert tables(engine) == before
    assert stands_at(engine) == head()


def test_a_step_that_leads_elsewhere_than_the_models_say_is_taken_back(
    engine: Engine, migrations: Path
) -> None:
    bring_up_to_date(engine)
    add_step(migrations, 'op.create_table("diary", sa.Column("id", sa.Integer, primary_key=True))')

    with pytest.raises(NotReady, match="not expected: table diary"):
        bring_up_to_date(engine, migrations=migrations)

    assert "diary" not in tables(engine)
    assert stands_at(engine) == head()


def test_a_table_that_is_made_anew_keeps_what_belongs_to_it(engine: Engine, migrations: Path) -> None:
    bring_up_to_date(engine)
    write_linked_rows(engine)
    add_step(
        migrations,
        'with op.batch_alter_table("circle") as table: table.alter_column("kind", type_=sa.String(), nullable=False)',
    )

    bring_up_to_date(engine, migrations=migrations)

    assert linked_rows(engine) == 1
    assert stands_at(engine) == "step"


def test_a_step_that_takes_away_what_others_name_is_taken_back(engine: Engine, migrations: Path) -> None:
    bring_up_to_date(engine)
    write_linked_rows(engine)
    add_step(migrations, 'op.execute("DELETE FROM circle")')

    with pytest.raises((NotReady, IntegrityError), match="circle_version"):
        bring_up_to_date(engine, migrations=migrations)

    assert linked_rows(engine) == 1
    assert stands_at(engine) == head()


def test_links_are_held_again_after_the_steps(engine: Engine) -> None:
    bring_up_to_date(engine)
    write_linked_rows(engine)

    with pytest.raises(IntegrityError):
        change(engine, "DELETE FROM circle")


def test_records_that_a_step_cannot_carry_over_are_refused_and_left_alone(
    engine: Engine, migrations: Path
) -> None:
    bring_up_to_date(engine)
    add_step(migrations, "pass", said="BEGINS_ANEW = True")

    with pytest.raises(NotReady) as refused:
        bring_up_to_date(engine, migrations=migrations)

    assert str(refused.value) == (
        f"The database was made by an earlier version of Wayhome (its schema is {head()}), whose records cannot be "
        "carried over; start it with that version, or begin anew, with another data folder and an empty database"
    )
    assert stands_at(engine) == head()


def test_an_empty_database_begins_anew(engine: Engine, migrations: Path) -> None:
    add_step(migrations, "pass", said="BEGINS_ANEW = True")

    bring_up_to_date(engine, migrations=migrations)

    assert stands_at(engine) == "step"
    assert carries_over("step", migrations=migrations)
    assert not carries_over(head(), migrations=migrations)
