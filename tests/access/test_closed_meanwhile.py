"""A form of a case that somebody closed meanwhile says so, and nothing that was typed is lost."""

from collections.abc import Iterator

import pytest
from werkzeug.test import TestResponse

from tests.access.test_form_flow import ALL, WORDS, copied, told
from tests.support.lived_in import LivedIn
from tests.support.opened_cases import put_at
from tests.support.pages import filled, read


@pytest.fixture(scope="module")
def closed(
    lived_template: LivedIn, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, TestResponse]]:
    """What each form answers whose case was closed while it was open."""
    house = copied(lived_template, tmp_path_factory)
    clients = {endpoint: house.client(asked.by) for endpoint, asked in ALL.items() if asked.in_open_cases}
    forms = {endpoint: house.opened(endpoint, client) for endpoint, client in clients.items()}
    put_at(house.lived.organisation, house.lived.ids["case_id"], "closed")
    yield {
        endpoint: client.post(house.address(endpoint), data=forms[endpoint])
        for endpoint, client in clients.items()
    }
    house.lived.organisation.server.store.engine.dispose()


@pytest.mark.parametrize("endpoint", [name for name, asked in ALL.items() if asked.in_open_cases])
def test_a_case_that_was_closed_meanwhile_says_so_and_nothing_typed_is_lost(
    closed: dict[str, TestResponse], endpoint: str
) -> None:
    shown = read(closed[endpoint], status=422)
    assert "closed" in told(shown)
    assert filled(shown)[ALL[endpoint].words] == WORDS
