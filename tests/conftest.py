"""Fixtures that every test may ask for: an organisation with the named cast, cheap and fresh."""

import gc
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.foundation.clock import MovableClock
from tests.growth import hooks
from tests.support.lived_in import LivedIn, live_in
from tests.support.order import place_of
from tests.support.organisation import Organisation, build_organisation, copy_of, settings_in
from tests.support.postgres import PostgresCluster, running_cluster
from tests.support.remembered import REMEMBERED, RememberedRule
from tests.support.staff import empty_app

SELDOM = (20_000, 20, 20)
"""How many objects are new before garbage is sought: a test leaves little, and each search costs."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a part of the tests be followed by the question that follows all of them."""
    parser.addoption(
        "--plans", action="store_true", help="ask every engine how it carries out what these tests sent"
    )
    parser.addoption(
        "--every-page", action="store_true", help="look at every page for every cell that is changed outside"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Work out once a process what is the same in every organisation of these tests."""
    Flask.url_rule_class = RememberedRule
    REMEMBERED.install()
    hooks.configure(config)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take in what another process of this run sent."""
    hooks.take_from(node, node.config)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Ask about every statement that was sent."""
    hooks.finish(session)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say which statements go through a table that grows, and how many cells were changed outside."""
    hooks.tell(terminalreporter, config)
    _tell_of_changed_cells(terminalreporter)


def _tell_of_changed_cells(reporter: pytest.TerminalReporter) -> None:
    counted: Counter[str] = Counter()
    for report in reporter.getreports("passed") + reporter.getreports("failed"):
        if report.when == "call":
            counted.update({name: n for name, n in report.user_properties if isinstance(n, int)})
    if counted["changed cells"]:
        reporter.section("cells changed outside")
        reporter.line(f"{counted['changed cells']} cells of {counted['of columns']} readable columns")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest tests."""
    items.sort(key=place_of)


def pytest_collection_finish() -> None:
    """Leave what lives until the end out of every search for garbage: the modules and thousands of collected tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SELDOM)


@pytest.fixture(scope="session")
def built_organisation(tmp_path_factory: pytest.TempPathFactory) -> Organisation:
    """The organisation as built once a test run; never used directly."""
    return build_organisation(settings_in(tmp_path_factory.mktemp("organisation")))


@pytest.fixture
def organisation(built_organisation: Organisation, tmp_path: Path) -> Iterator[Organisation]:
    """A copy of the built organisation, for this test alone."""
    fresh = copy_of(built_organisation, tmp_path)
    yield fresh
    fresh.server.store.engine.dispose()


@pytest.fixture(scope="session")
def lived_template(built_organisation: Organisation, tmp_path_factory: pytest.TempPathFactory) -> LivedIn:
    """An organisation with one record of every kind, built once a test run; copied before anything is asked."""
    return live_in(copy_of(built_organisation, tmp_path_factory.mktemp("lived")))


@pytest.fixture
def lived(lived_template: LivedIn, tmp_path: Path) -> Iterator[LivedIn]:
    """A copy of it, for this test alone."""
    fresh = copy_of(lived_template.organisation, tmp_path)
    yield LivedIn(fresh, lived_template.ids)
    fresh.server.store.engine.dispose()


@pytest.fixture(scope="session")
def built_empty(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """A house nobody has set up yet, as its first start leaves it; never used directly."""
    return empty_app(settings_in(tmp_path_factory.mktemp("empty")), MovableClock())


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresCluster]:
    """A PostgreSQL of the tests' own."""
    with running_cluster() as cluster:
        yield cluster
