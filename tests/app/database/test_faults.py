"""Killed in the middle of a save, a wrong key, a folder of another kind: nothing acknowledged is lost."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from app.audit.verification import verify_trail
from app.factory import StartOptions, make_app
from app.foundation.errors import NotReady
from app.foundation.settings import PROJECT, Engine
from app.vault.secrets import Passphrase
from app.vault.server_secret import ServerSecret
from models.folder import Folder
from tests.support.organisation import (
    CHEAP_ARGON2,
    Organisation,
    build_organisation,
    settings_in,
)

ROUNDS = 3
RECORDS_BEFORE_THE_KILL = 12


@pytest.fixture(params=[Engine.SQLCIPHER, Engine.SQLITE], ids=lambda engine: engine.value)
def file_organisation(request: pytest.FixtureRequest, tmp_path: Path) -> Organisation:
    """An organisation whose database is a file."""
    return build_organisation(settings_in(tmp_path, request.param))


def test_kill_nine_during_saves_loses_no_acknowledged_record(
    file_organisation: Organisation, tmp_path: Path
) -> None:
    server = file_organisation.server
    engine, field_id = server.settings.engine, file_organisation.ids["field"]
    server.store.engine.dispose()
    acknowledged: list[UUID] = []
    for _ in range(ROUNDS):
        acknowledged += _write_until_killed(tmp_path, engine, field_id, file_organisation)
    with server.store.reading() as session:
        present = set(session.scalars(select(Folder.id)))
        public = server.secret.checkpoint_key().public
        assert verify_trail(session, server.installation_id, public).is_whole
    assert len(acknowledged) >= ROUNDS * RECORDS_BEFORE_THE_KILL
    assert set(acknowledged) <= present


def _write_until_killed(
    folder: Path, engine: Engine, field_id: UUID, organisation: Organisation
) -> list[UUID]:
    moment = organisation.clock.moment.isoformat()
    module = "tests.app.database.writer_to_be_killed"
    command = [sys.executable, "-m", module, str(folder), engine.value, str(field_id), moment]
    environment = os.environ | {"PYTHONPATH": str(PROJECT)}
    with subprocess.Popen(  # noqa: S603 - our own module, with a folder of the test's own
        command, stdout=subprocess.PIPE, text=True, cwd=PROJECT, env=environment
    ) as writer:
        assert writer.stdout is not None
        lines = [writer.stdout.readline() for _ in range(RECORDS_BEFORE_THE_KILL)]
        writer.send_signal(signal.SIGKILL)
        lines += writer.stdout.readlines()
    return [UUID(line.strip()) for line in lines if line.endswith("\n") and line.strip()]


def test_another_key_file_is_one_clear_line(tmp_path: Path) -> None:
    organisation = build_organisation(settings_in(tmp_path, Engine.SQLCIPHER))
    settings = organisation.server.settings
    organisation.server.store.engine.dispose()
    settings.key_file.write_text(ServerSecret.generate().to_text())
    with pytest.raises(NotReady, match="key file") as caught:
        make_app(settings, StartOptions(argon2_cost=CHEAP_ARGON2))
    assert "\n" not in str(caught.value)


def test_a_damaged_or_missing_key_file_is_one_clear_line(tmp_path: Path) -> None:
    settings = build_organisation(settings_in(tmp_path)).server.settings
    settings.key_file.write_text("not a key")
    with pytest.raises(NotReady, match="key file"):
        make_app(settings)
    settings.key_file.unlink()
    with pytest.raises(NotReady, match="recover-key"):
        make_app(settings)


def test_another_passphrase_is_one_clear_line(tmp_path: Path) -> None:
    settings = settings_in(tmp_path, Engine.SQLCIPHER)
    make_app(settings, StartOptions(passphrase=Passphrase("seven lanterns over the quiet river")))
    assert not settings.key_file.exists()
    with pytest.raises(NotReady, match="passphrase"):
        make_app(settings, StartOptions(passphrase=Passphrase("seven lanterns over the loud river")))
    with pytest.raises(NotReady, match="--ask-passphrase"):
        make_app(settings)


def test_practice_and_real_refuse_each_other(tmp_path: Path) -> None:
    real = settings_in(tmp_path / "one")
    make_app(real)
    with pytest.raises(NotReady, match="real"):
        make_app(real, StartOptions(kind="practice"))
    practice = settings_in(tmp_path / "two")
    make_app(practice, StartOptions(kind="practice"))
    with pytest.raises(NotReady, match="practice"):
        make_app(practice)


def test_a_folder_with_other_things_in_it_is_left_alone(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    settings.data_folder.mkdir()
    (settings.data_folder / "letters.txt").write_text("somebody's letters")
    with pytest.raises(NotReady, match="not empty"):
        make_app(settings)
    assert [file.name for file in settings.data_folder.iterdir()] == ["letters.txt"]


def test_the_default_database_file_shows_nothing_without_its_key(tmp_path: Path) -> None:
    organisation = build_organisation(settings_in(tmp_path, Engine.SQLCIPHER))
    organisation.server.store.engine.dispose()
    everything = b"".join(
        file.read_bytes() for file in organisation.server.settings.data_folder.iterdir() if file.is_file()
    )
    for readable_elsewhere in (b"SQLite format 3", b"supervisor", b"Riverside", b"staff_member"):
        assert readable_elsewhere not in everything


def test_the_data_folder_and_its_key_are_closed_to_others(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    make_app(settings)
    assert settings.data_folder.stat().st_mode & 0o077 == 0
    assert settings.key_file.stat().st_mode & 0o077 == 0
    shutil.rmtree(settings.data_folder)
