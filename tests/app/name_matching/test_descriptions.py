"""Words of descriptions find people in either language, however they are typed; sex and age never contradict."""

from uuid import UUID, uuid4

import pytest

from app.foundation.vocabulary.sexes import Sex
from app.name_matching.descriptions import (
    Asked,
    Described,
    DescriptionIndex,
    age_said,
    ages_fit,
    asked_of,
    words_of,
    written_as,
)

BOY, KHMER_BOY, GIRL = uuid4(), uuid4(), uuid4()


@pytest.fixture
def index() -> DescriptionIndex:
    """A boy described in English, one in Khmer, and a girl."""
    found = DescriptionIndex()
    found.replace(BOY, Described("Red T-shirt, scar on the forehead", "Ferry steps", Sex.MALE, (6, 12)))
    found.replace(KHMER_BOY, Described("អាវខៀវ មានស្នាមលើថ្ងាស", "", Sex.MALE, (6, 12)))
    found.replace(GIRL, Described("Long hair, blue skirt, number 7", "", Sex.FEMALE, (13, 17)))
    return found


def found(index: DescriptionIndex, question: str) -> set[UUID]:
    return {one.subject for one in index.search(asked_of(question))}


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("boy red shirt scar", {BOY, KHMER_BOY}),
        ("boy red shirt ferry", {BOY}),
        ("scars", {BOY, KHMER_BOY}),
        ("forhead", {BOY, KHMER_BOY}),
        ("ferry", {BOY}),
        ("ស្នាម", {BOY, KHMER_BOY}),
        ("ក្មេងប្រុស អាវក្រហម", {BOY, KHMER_BOY}),
        ("អាវខៀវ", {KHMER_BOY, BOY, GIRL}),
        ("boy blue shirt", {BOY, KHMER_BOY}),
        ("boy about 9", {BOY, KHMER_BOY}),
        ("ប្រុស ប្រហែល ៩ ឆ្នាំ", {BOY, KHMER_BOY}),
        ("girl about 14", {GIRL}),
        ("girl about 9", set()),
        ("girl red shirt", set()),
        ("shirt number 7", {BOY, KHMER_BOY, GIRL}),
        ("sophea", set()),
        ("a child with", set()),
        ("", set()),
        ("<script>", set()),
        ("red%", {BOY}),
    ],
)
def test_whoever_has_half_of_it_and_contradicts_none_is_found(
    index: DescriptionIndex, question: str, meant: set[UUID]
) -> None:
    assert found(index, question) == meant


def test_more_of_what_was_asked_comes_first(index: DescriptionIndex) -> None:
    assert next(one.subject for one in index.search(asked_of("blue shirt scar"))) == KHMER_BOY
    best, *_ = index.search(asked_of("red shirt scar"))
    assert (best.subject, best.score, set(best.words)) == (BOY, 100, {"red", "shirt", "scar"})


BROWN_HAT = (
    "មួក ត្នោត",
    "មួកត្នោត",
    "\u1798\u17bd\u1780\u200b\u178f\u17d2\u1793\u17c4\u178f",  # a zero width space between the words
    "\u1798\u17bd\u1780\u178f\u17d2\u1793\u17c1\u17b6\u178f",  # the vowel in two parts
    "\u1798\u17bd\u1780\u178f\u17c4\u17d2\u1793\u178f",  # the vowel before the subscript
)


@pytest.mark.parametrize("written", BROWN_HAT, ids=range(len(BROWN_HAT)))
def test_khmer_is_the_same_in_every_encoding(written: str) -> None:
    assert words_of(written) == ("hat", "brown")


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("about 9", 9),
        ("~9, red shirt", 9),
        ("9 years old", 9),
        ("aged 12", 12),
        ("អាយុ ៩ ឆ្នាំ", 9),
        ("ប្រហែល ៩", 9),
        ("shirt with the number 7", None),
        ("about 90", None),
        ("", None),
    ],
)
def test_an_age_is_read_from_words_and_no_other_number(text: str, age: int | None) -> None:
    assert age_said(text) == age


def test_a_question_is_read_in_parts() -> None:
    assert asked_of("boy, about 9, red shirts") == Asked(("red", "shirt"), Sex.MALE, 9)
    assert asked_of("boy girl") == Asked(())
    assert asked_of("the child who has").is_empty


def test_two_guesses_fit_within_a_year() -> None:
    assert ages_fit((6, 12), (13, 13))
    assert not ages_fit((6, 12), (14, 17))


def test_a_word_is_told_as_it_was_written() -> None:
    assert written_as("Long plaits, អាវក្រហម") == {
        "long": "long",
        "plait": "plaits",
        "shirt": "អាវ",
        "red": "ក្រហម",
    }


def test_what_everybody_has_tells_nobody_from_anybody(index: DescriptionIndex) -> None:
    for _ in range(20):
        index.replace(uuid4(), Described("long hair"))
    rare = index.rare_words({"hair", "scar", "nowhere"}, most_share=0.25, at_least=3)
    assert rare == {"scar", "nowhere"}
    assert index.sharing({"scar"}) == {BOY: {"scar"}, KHMER_BOY: {"scar"}}


def test_whoever_is_removed_is_found_no_more(index: DescriptionIndex) -> None:
    index.remove(BOY)
    index.remove(BOY)
    assert found(index, "red") == set()
    index.replace(KHMER_BOY, Described("", "", Sex.NOT_KNOWN, None))
    assert found(index, "scar") == set()
