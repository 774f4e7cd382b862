"""How a run of the tests collects what its processes sent, and asks about it when the last test is done."""

import time

import pytest

from tests.growth.at_the_end import scans_of, told
from tests.growth.sent import Recorder, Sent

RECORDER = pytest.StashKey[Recorder]()
TOLD = pytest.StashKey[list[str]]()


def configure(config: pytest.Config) -> None:
    """Begin to note what this process sends, if it will be asked about."""
    if config.getoption("--plans") or is_whole(config):
        config.stash[RECORDER] = Recorder()
        config.stash[RECORDER].listen()


def take_from(node: object, config: pytest.Config) -> None:
    """Take in what another process of this run sent."""
    if RECORDER not in config.stash:
        return
    for place, sqlite, postgresql in getattr(node, "workeroutput", {}).get("sent", ()):
        config.stash[RECORDER].add(Sent(place, sqlite, postgresql))


def finish(session: pytest.Session) -> None:
    """Hand over what this process sent; in the process that leads the run, ask about everything."""
    config = session.config
    recorder = config.stash.get(RECORDER, None)
    if recorder is None:
        return
    recorder.stop()
    if hasattr(config, "workerinput"):
        # What pytest-xdist hands from a process to the one that leads; pytest itself knows nothing of it.
        vars(config)["workeroutput"]["sent"] = [
            (each.place, each.sqlite, each.postgresql) for each in recorder.sent.values()
        ]
        return
    if not recorder.sent:
        return
    places = {each.place for each in recorder.sent.values()} if is_whole(config) else set()
    began = time.monotonic()
    lines = told(scans_of(sorted(recorder.sent.values())), places)
    took = time.monotonic() - began
    config.stash[TOLD] = [*lines, f"{len(recorder.sent)} statements asked in {took:.0f} s"]
    if lines:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def is_whole(config: pytest.Config) -> bool:
    """Tell whether every test is asked for, so that every statement was sent."""
    narrowed = any(
        config.getoption(name, None) for name in ("keyword", "markexpr", "lf", "collectonly", "deselect")
    )
    return config.args == config.getini("testpaths") and not narrowed


def tell(reporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say which statements go through a table that grows."""
    lines = config.stash.get(TOLD, [])
    if lines:
        reporter.section("statements that go through a table that grows")
        for line in lines:
            reporter.line(line)
