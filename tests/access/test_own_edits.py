"""Somebody who saves their own change twice is told so, and not that somebody else was quicker."""

from collections.abc import Iterator

import pytest

from tests.access.test_form_flow import ALL, EDITED, OTHER_WORDS, WORDS, House, copied, told
from tests.support.lived_in import LivedIn
from tests.support.pages import filled, read


@pytest.fixture(scope="module")
def house(lived_template: LivedIn, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """An organisation of these tests' own."""
    house = copied(lived_template, tmp_path_factory)
    yield house
    house.lived.organisation.server.store.engine.dispose()


@pytest.mark.parametrize("endpoint", EDITED)
def test_a_second_press_was_saved_already_and_other_words_are_compared_with_ones_own(
    house: House, endpoint: str
) -> None:
    client, asked, address = house.client(ALL[endpoint].by), ALL[endpoint], house.address(endpoint)
    form = house.opened(endpoint, client, WORDS)
    assert client.post(address, data=form).status_code == 303

    assert "already-saved" in client.post(address, data=form).location
    shown = read(client.post(address, data=form | {asked.words: OTHER_WORDS}), status=409)

    assert "You saved this form once already" in told(shown)
    assert "Somebody saved this" not in told(shown)
    assert filled(shown)[asked.words] == OTHER_WORDS
