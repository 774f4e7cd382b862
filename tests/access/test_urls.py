"""Every page, method, role and scope against one checked-in table, and the table against the matrix."""

from pathlib import Path

import pytest

from tests.access.asking import ASKERS, TABLE, Page, may, pages, requires, rows
from tests.support.lived_in import LivedIn

PARTS = 8
"""The table is asked in parts, so that they can run side by side."""
REFUSED = {403, 404}
SAYS_NOTHING = REFUSED | {400}
OUTSIDE = "/outside-member/"
"""A form that is not in its form is refused before the record is looked up: the same answer for every id."""


def checked_in() -> dict[str, str]:
    """Return the checked-in lines by page."""
    lines = TABLE.read_text().splitlines() if TABLE.exists() else []
    return {line.split(": ")[0]: line for line in lines}


def answers(line: str) -> dict[str, int]:
    """Return what each asker got."""
    pairs = (part.split("=") for part in line.split(": ")[1].split())
    return {name: int(status) for name, status in pairs}


def all_pages(lived: LivedIn) -> list[Page]:
    """Return every page there is."""
    return list(pages(lived.organisation))


def test_the_table_names_exactly_the_pages_there_are(lived: LivedIn) -> None:
    there = {page.name for page in all_pages(lived)}
    assert there - set(checked_in()) == set(), "run: python -m tests.access.asking"
    assert set(checked_in()) - there == set(), "run: python -m tests.access.asking"


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_answers_everybody_as_the_table_says(
    part: int, lived_template: LivedIn, tmp_path: Path
) -> None:
    expected = checked_in()
    asked = all_pages(lived_template)[part::PARTS]
    for page, line in zip(asked, rows(lived_template, asked, tmp_path), strict=True):
        assert line == expected[page.name]


def test_no_cell_gives_a_role_what_the_matrix_does_not(lived: LivedIn) -> None:
    wrong = []
    for page in all_pages(lived):
        permission = requires(lived.organisation, page)
        if permission is None:
            continue
        for name, status in answers(checked_in()[page.name]).items():
            if name == "visitor":
                fits = status in {302, 303, 403, 400}
            elif not may(lived.organisation, name, permission):
                fits = status in REFUSED
            else:
                fits = status < 500
            if not fits:
                wrong.append(f"{page.name} {name}={status}")
    assert wrong == []


def test_another_bases_supervisor_finds_no_record_of_this_base(lived: LivedIn) -> None:
    wrong = []
    for page in all_pages(lived):
        about_a_record = {name for name in page.rule.arguments if name in lived.ids}
        found = answers(checked_in()[page.name])
        if page.rule.rule.startswith(OUTSIDE):
            # Reached with a card and no account: everybody else is led to its door, whoever they are.
            assert set(found.values()) == {found["visitor"]}
        elif about_a_record and found["othersupervisor"] not in SAYS_NOTHING:
            wrong.append(page.name)
    assert wrong == []


def test_whoever_is_not_assigned_finds_no_case(lived: LivedIn) -> None:
    of_a_case = {
        "case_id",
        "goal_id",
        "assessment_id",
        "move_id",
        "task_id",
        "note_id",
        "plan_id",
        "packet_id",
    }
    wrong = []
    for page in all_pages(lived):
        if of_a_case & set(page.rule.arguments):
            found = answers(checked_in()[page.name])
            wrong += [
                page.name
                for name in ("othercaseworker", "field", "auditor")
                if found[name] not in SAYS_NOTHING
            ]
    assert wrong == []


def test_everybody_is_asked() -> None:
    for line in checked_in().values():
        assert tuple(answers(line)) == ASKERS
