"""Lines typed from a club's paper: any spelling of a code, what else stands there, and what is wrong."""

from uuid import UUID, uuid4

import pytest

from forms.paper_lines import MOST_A_LINE, Known, PaperLine, Wrong, read_lines

CHILD, OTHER = uuid4(), uuid4()
CODES = {"41273": CHILD, "90210": OTHER}
KNOWN = Known(CODES.get, lambda digits: digits == "55555", frozenset({1}))


def one(typed: str) -> PaperLine:
    """Read one line."""
    (line,) = read_lines(typed, KNOWN)
    return line


@pytest.mark.parametrize(
    "typed",
    [
        "41273", "4127-3", "4127 3", " 4127–3 ", "4 1 2 7 3", "៤១២៧៣", "៤១២៧-៣", "４１２７３",
        "4l27-3", "4127.3", "41273,",
    ],
)  # fmt: skip
def test_a_code_is_read_in_any_spelling(typed: str) -> None:
    line = one(typed)
    assert (line.child_id, line.wrong, line.came_with) == (CHILD, None, "")


def test_letters_that_look_like_digits_are_read_as_these() -> None:
    assert one("9o21O").child_id == OTHER


@pytest.mark.parametrize(
    ("typed", "came_with", "left_at", "fetched_by"),
    [
        ("4127-3 aunt", "aunt", "", ""),
        ("4127-3 / aunt / 15:30 / mother", "aunt", "15:30", "mother"),
        ("41273, aunt, 15:30, mother", "aunt", "15:30", "mother"),
        ("41273,,15.30,mother", "", "15:30", "mother"),
        ("41273 15:30", "", "15:30", ""),
        ("41273; ; ; mother", "", "", "mother"),
        ("41273, 2 sisters", "2 sisters", "", ""),
        ("41273, aunt, mother", "aunt", "", "mother"),
        ("41273\taunt\t1530\tmother", "aunt", "15:30", "mother"),
        ("៤១២៧៣ មីង, ១៥:៣០, ម្តាយ", "មីង", "15:30", "ម្តាយ"),
    ],
)
def test_what_else_stands_on_the_paper_is_read(
    typed: str, came_with: str, left_at: str, fetched_by: str
) -> None:
    line = one(typed)
    assert (line.child_id, line.wrong) == (CHILD, None)
    assert (line.came_with, line.left_at, line.fetched_by) == (came_with, left_at, fetched_by)


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ("41237", Wrong.MISTYPED),
        ("4127", Wrong.MISTYPED),
        ("55555", Wrong.NOT_HERE),
        ("Sophea", Wrong.NO_CODE),
        ("PP-K-0412", Wrong.NO_CODE),
        ("-", Wrong.NO_CODE),
        ("41273, aunt, 25:70", Wrong.HOUR),
        ("41273, " + 300 * "a", Wrong.LONG),
        ("new 2", Wrong.NOT_DESCRIBED),
    ],
)
def test_what_is_wrong_with_a_line_is_said(typed: str, wrong: Wrong) -> None:
    line = one(typed)
    assert (line.wrong, line.typed) == (wrong, typed)


@pytest.mark.parametrize("typed", ["new 1, aunt", "N1 aunt", "ថ្មី ១, aunt", "New 1; aunt"])
def test_a_new_child_is_named_by_the_number_on_the_paper(typed: str) -> None:
    line = one(typed)
    assert (line.new, line.wrong, line.came_with) == (1, None, "aunt")


def test_a_child_on_two_lines_is_named_with_both_and_empty_lines_are_skipped() -> None:
    lines = read_lines("41273\n\n90210\n4127-3, aunt\n", KNOWN)
    assert [(line.number, line.wrong, line.first) for line in lines] == [
        (1, None, None),
        (3, None, None),
        (4, Wrong.TWICE, 1),
    ]


@pytest.mark.parametrize("typed", ["", " \n \u200b\n", "\x0b"])
def test_nothing_typed_is_no_line(typed: str) -> None:
    assert read_lines(typed, KNOWN) == []


def test_ids_are_not_codes() -> None:
    assert one(str(UUID(int=41273))).child_id is None


@pytest.mark.parametrize(
    "line", ["1" + " " * 40_000 + "1x", "1" * 40_000, "4127-3 / 1" + " " * 40_000 + "x"], ids=len
)
def test_a_line_longer_than_paper_is_not_looked_at(line: str) -> None:
    def nobody(_digits: str) -> bool:
        raise AssertionError("it was looked at")

    (read,) = read_lines(line, Known(nobody, nobody, frozenset()))  # type: ignore[arg-type]  # neither is asked
    assert (read.wrong, len(read.typed)) == (Wrong.LONG, MOST_A_LINE)
