"""A place that is chosen and the words typed beside it make one place, and nothing said of another meeting."""

import pytest

from app.outreach.documents import Place
from app.outreach.places import joined


@pytest.mark.parametrize(
    ("chosen", "typed", "made"),
    [
        ("night market", "", "night market"),
        ("night market", "by the steps", "night market, by the steps"),
        ("night market", "Night  market", "night market"),
        ("night market, by the steps", "by the steps", "night market, by the steps"),
        ("night market, by the steps", "left of the kiosk", "night market, left of the kiosk"),
        ("", "by the steps", "by the steps"),
        ("", "", ""),
    ],
)
def test_words_beside_a_place_make_it_more_precise_once(chosen: str, typed: str, made: str) -> None:
    assert joined(Place("PP1", chosen), typed) == Place("PP1", made)


def test_the_place_typed_again_and_again_on_one_night_stays_as_it_is() -> None:
    place = Place()
    for _ in range(300):
        place = joined(place, "by the steps")
    assert place == Place("", "by the steps")
