"""The long tests begin before the short ones."""

from pathlib import Path

import pytest

from tests.support.order import LONGEST, place_of

TESTS = Path(__file__).parents[1]


@pytest.mark.parametrize("name", LONGEST)
def test_a_long_file_is_there_and_stands_before_others(name: str) -> None:
    long = TESTS / name
    assert long.exists()
    assert place_of(Found(long)) < place_of(Found(TESTS / "access" / "test_third_lock.py"))


def test_this_run_is_in_that_order(request: pytest.FixtureRequest) -> None:
    places = [place_of(item) for item in request.session.items]
    assert places == sorted(places)


class Found:
    """A test that was found in a file."""

    def __init__(self, path: Path) -> None:
        self.path = path
