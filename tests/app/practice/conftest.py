"""The practice organisation as the front door makes it: built once a run, by whichever process comes first."""

import fcntl
import os
from collections.abc import Iterator

import pytest
from flask import Flask

from app.factory import Opening, make_app, server_of
from app.foundation.settings import Engine, Settings
from app.practice.building import PRACTICE, build
from app.practice.sign_ins import SIGN_INS_FILE, SignIn, read_sign_ins


@pytest.fixture(scope="session")
def practice_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Where the built practice organisation lies."""
    base = tmp_path_factory.getbasetemp()
    # Processes of one run have folders of their own in one that they share.
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "practice"
    folder.mkdir(exist_ok=True)
    settings = Settings(folder / "data", Engine.SQLCIPHER, None, folder / "data.key", None)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (settings.data_folder / SIGN_INS_FILE).exists():
            build(settings, lambda _done, _what: None)
    return settings


@pytest.fixture
def practice(practice_settings: Settings) -> Iterator[Flask]:
    """The application over the practice organisation, with the machine's own clock."""
    app = make_app(practice_settings, Opening(kind=PRACTICE))
    yield app
    server_of(app).store.engine.dispose()


@pytest.fixture
def sign_ins(practice_settings: Settings) -> dict[str, SignIn]:
    """Who may be tried out, by role."""
    return {each.role: each for each in read_sign_ins(practice_settings.data_folder)}
