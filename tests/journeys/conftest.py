"""A lived-in organisation behind a real address, and a real browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from app.children.children import change_safe_contact, editable_child
from app.children.documents import SafeContact
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


@pytest.fixture(scope="module")
def long_rule(lived: LivedIn) -> SafeContact:
    """A contact rule of two sentences, as workers write them, for the child of the lived-in organisation."""
    rule = SafeContact(
        how="through the teacher, on school days before noon",
        never="by telephone: her uncle answers it, and asks who called",
    )
    with lived.organisation.writing("supervisor") as work:
        known = editable_child(work, lived["child_id"])
        change_safe_contact(work, lived["child_id"], rule, version=known.row.version)
    return rule
