"""The practice organisation as the front door makes it: built once a run, by whichever process comes first."""

import fcntl
import os

import pytest

from app.foundation.settings import Engine, Settings
from app.practice.building import build
from app.practice.sign_ins import SIGN_INS_FILE


def built_practice(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Return where the built organisation lies. Tests read it; whoever changes something takes a copy."""
    base = tmp_path_factory.getbasetemp()
    # The processes of one run have folders of their own, in one that they share.
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "practice"
    folder.mkdir(exist_ok=True)
    settings = Settings(folder / "data", Engine.SQLCIPHER, None, folder / "data.key", None)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (settings.data_folder / SIGN_INS_FILE).exists():
            build(settings, lambda _done, _what: None)
    return settings
