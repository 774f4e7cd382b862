"""What all rooms say, as one: no room takes another's code."""

import pytest

from app.offers.words import together


def test_what_rooms_say_is_put_together() -> None:
    assert together([{"a": "A"}, {}, {"b": "B"}]) == {"a": "A", "b": "B"}


def test_two_rooms_may_give_one_code_the_same_words() -> None:
    assert together([{"low": "Low"}, {"low": "Low"}]) == {"low": "Low"}


def test_two_rooms_with_other_words_for_one_code_are_told_as_the_house_starts() -> None:
    with pytest.raises(ValueError, match="'low'"):
        together([{"low": "Low"}, {"low": "Not urgent"}])
