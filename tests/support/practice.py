"""The practice organisation as the front door makes it: made once a run, by whichever test comes first."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.foundation.settings import Engine, Settings
from app.practice.building import build
from app.practice.sign_ins import SIGN_INS_FILE


def built_practice(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Return where the built organisation lies. Tests read it; whoever changes something takes a copy."""
    with _kept(tmp_path_factory) as settings:
        if not _is_made(settings):
            build(settings, lambda _done, _what: None)
    return settings


def offer_practice(tmp_path_factory: pytest.TempPathFactory, data: Path) -> None:
    """Let the other tests have a copy of what the front door made in `data`, unless there is one already."""
    with _kept(tmp_path_factory) as settings:
        if not _is_made(settings):
            shutil.copy(data.with_name("data.key"), settings.key_file)
            shutil.copytree(data, settings.data_folder)


@contextmanager
def _kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Give where it lies, or will, to one process at a time."""
    base = tmp_path_factory.getbasetemp()
    # The processes of one run have folders of their own, in one that they share.
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "practice"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield Settings(folder / "data", Engine.SQLCIPHER, None, folder / "data.key", None)


def _is_made(settings: Settings) -> bool:
    return (settings.data_folder / SIGN_INS_FILE).exists()
