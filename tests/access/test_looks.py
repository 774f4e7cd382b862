"""The test that pages believe no lie must not itself be wrong by chance."""

import pytest

from tests.access.looks import Look, foreign_words

SIGNATURE = "85af336488cc0c49be15e2272f20c89119998e8dc21e71401b1b5bb2f92e48ce30b6aec16274374b46573fd77b9c741d"


@pytest.mark.parametrize(
    ("word", "found"),
    [
        pytest.param(SIGNATURE, [], id="the digits of a far year within a signature are no lie"),
        pytest.param("1999-03-04", ["1999-03-04"], id="a far day is"),
        pytest.param("everybody&#39;s", [], id="an own word is one however its mark is written"),
        pytest.param("Sokha", ["Sokha"], id="a name that was not there is"),
    ],
)
def test_only_words_that_are_not_our_own_are_found(word: str, found: list[str]) -> None:
    before, now = Look(200, "<p>head</p>"), Look(200, f"<p>head {word}</p>")

    assert foreign_words(before, now, known=()) == found
