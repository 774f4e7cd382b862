"""Lets people do things at the same moment: each in a thread, and all held where it matters until everyone is there."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from types import ModuleType
from typing import Any, TypeVar

import pytest
from sqlalchemy import func, select

from models.task import Task
from tests.support.organisation import Organisation

Result = TypeVar("Result")

LONGEST_WAIT_SECONDS = 0.4
"""Where only one writer is let in, the others never come; whoever waits for them goes on after this."""


def at_once(*steps: Callable[[], Result]) -> list[Result]:
    """Run the steps, each in a thread of its own, and return what they return, in order; errors are raised."""
    with ThreadPoolExecutor(len(steps)) as pool:
        return [begun.result() for begun in [pool.submit(step) for step in steps]]


def meet_before(
    monkeypatch: pytest.MonkeyPatch, *calls: tuple[ModuleType | type, str], people: int = 2
) -> None:
    """Hold everyone who calls one of these functions until so many do, so that none has seen what another did.

    Each is a module and the name by which it calls the function.
    """
    barrier = Barrier(people)
    for module, name in calls:
        monkeypatch.setattr(module, name, _held(barrier, vars(module)[name]))


def _held(barrier: Barrier, call: Callable[..., Result]) -> Callable[..., Result]:
    def wait(*arguments: Any, **options: Any) -> Result:
        with suppress(BrokenBarrierError):
            barrier.wait(LONGEST_WAIT_SECONDS)
        return call(*arguments, **options)

    return wait


WHAT = "Walk with her to the school by the river"
"""The task that somebody adds while something goes wrong."""


def tasks(organisation: Organisation) -> int:
    """Return how many tasks there are."""
    with organisation.server.store.reading() as session:
        return session.scalar(select(func.count()).select_from(Task)) or 0
