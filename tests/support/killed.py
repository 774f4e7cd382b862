"""Does something in a process of its own that dies on the spot, as kill -9 and a power cut end one."""

import os
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from tests.support.organisation import Organisation

DIED = 9


def die_before(monkeypatch: pytest.MonkeyPatch, module: ModuleType | type, name: str) -> None:
    """Let the process end when this is called."""

    def die(*_arguments: Any, **_options: Any) -> None:
        os._exit(DIED)

    monkeypatch.setattr(module, name, die)


def die_after(monkeypatch: pytest.MonkeyPatch, module: ModuleType | type, name: str) -> None:
    """Let the process end once this has returned."""
    call = vars(module)[name]

    def die(*arguments: Any, **options: Any) -> None:
        call(*arguments, **options)
        os._exit(DIED)

    monkeypatch.setattr(module, name, die)


def killed_during(organisation: Organisation, step: Callable[[], object]) -> bool:
    """Do the step in a copy of this process, which shares nothing but the database; tell whether it died."""
    engine = organisation.server.store.engine
    engine.dispose()
    child = os.fork()
    if child == 0:
        try:
            step()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == DIED
