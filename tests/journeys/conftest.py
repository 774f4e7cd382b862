"""A lived-in organisation behind a real address, and a real browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.support.browser import running_browser
from tests.support.live_server import served
from tests.support.lived_in import LivedIn
from tests.support.organisation import copy_of


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    with running_browser() as started:
        yield started


@pytest.fixture(scope="module")
def lived(lived_template: LivedIn, tmp_path_factory: pytest.TempPathFactory) -> LivedIn:
    """One record of every kind."""
    fresh = copy_of(lived_template.organisation, tmp_path_factory.mktemp("journey"))
    return LivedIn(fresh, lived_template.ids)


@pytest.fixture(scope="module")
def address(lived: LivedIn) -> Iterator[str]:
    """Where the lived-in organisation is served."""
    with served(lived.organisation) as found:
        yield found
