"""Attendance over time: drawn, and in figures; who comes is counted, and nobody is named."""

import pytest

from tests.support.absences import club_with_absent
from tests.support.clubs import made_club
from tests.support.organisation import Organisation
from tests.support.pages import read


def test_each_chart_has_its_table_and_nobody_is_named(organisation: Organisation) -> None:
    club_id, _ = club_with_absent(organisation)

    page = read(organisation.client("field").get(f"/clubs/{club_id}/over-time"))

    assert "Sok Sophea" not in page.text
    assert "Chan Dara" not in page.text
    tables = page.select("main figure.wh-trend table")
    assert len(page.select("main figure.wh-trend svg[viewBox]")) >= len(tables) >= 3
    new = next(row for row in tables[0].select("tbody tr") if row.select_one("th").text == "New")  # type: ignore[union-attr]
    assert sum(int(cell.text) for cell in new.select("td")) == 6


@pytest.mark.parametrize(("name", "status"), [("field2", 404), ("othersupervisor", 404), ("auditor", 404)])
def test_who_does_not_reach_the_club_sees_nothing(organisation: Organisation, name: str, status: int) -> None:
    club_id, _ = club_with_absent(organisation)
    assert organisation.client(name).get(f"/clubs/{club_id}/over-time").status_code == status


def test_a_club_without_registers_says_so(organisation: Organisation) -> None:
    club_id = made_club(organisation)
    assert (
        "No register is written yet"
        in read(organisation.client("field").get(f"/clubs/{club_id}/over-time")).text
    )
