"""What is taken from somebody's words says nothing that they did not."""

import pytest

from app.concerns.excerpts import is_excerpt

WHOLE = "Three girls sat by the ferry.\nSokha wore a red shirt. Dara had no shoes."


@pytest.mark.parametrize(
    "text",
    [
        WHOLE,
        "Three girls sat by the ferry. […]",
        "[…] Sokha wore a red shirt. [...]",
        "[…] Dara had no shoes.",
        "Three girls […] Dara had no shoes.",
        "",
        "[…]",
    ],
)
def test_parts_that_are_marked_may_be_left_out(text: str) -> None:
    assert is_excerpt(text, WHOLE)


@pytest.mark.parametrize(
    "text",
    [
        "Sokha wore a red shirt.",
        "Three girls sat by the ferry.",
        "Three girls sat by the ferry. Dara had no shoes.",
        "[…] Dara had no shoes. […] Sokha wore a red shirt. […]",
        "[…] Sokha had no shoes.",
        "[…] She was hurt. […]",
        f"{WHOLE} She was hurt.",
    ],
)
def test_nothing_is_added_changed_or_put_in_another_order(text: str) -> None:
    assert not is_excerpt(text, WHOLE)


def test_two_identical_parts_need_both_to_be_there() -> None:
    assert is_excerpt("a […] a", "a b a")
    assert is_excerpt("[…] a", "x a b a")
    assert not is_excerpt("a […] a", "a b")
    assert not is_excerpt("a b […] b a", "a b a")


def test_no_word_is_cut_where_spaces_show_where_words_end() -> None:
    assert not is_excerpt("She was […]hurt.", "She was unhurt.")
    assert not is_excerpt("[…] fine […]", "They defined it.")
    assert is_excerpt("[…] ស្រី […]", "ក្មេងស្រីបីនាក់")
