"""What still opens after an assignment ended or an account was closed."""

from datetime import timedelta

from app.cases.assigning import assign_page, end_assignment
from app.foundation.vocabulary.sheets import SheetKind, SheetStepKind
from app.leaving.handing_over import hand_over_and_close
from tests.support.lived_in import CANARIES, LivedIn
from tests.support.sheets import printed, recorded, sheet_as


def _unassigned(lived: LivedIn) -> None:
    with lived.organisation.writing("supervisor") as work:
        for one in assign_page(work, lived["case_id"]).assigned:
            if one.staff_id == lived.organisation.ids["caseworker"]:
                end_assignment(work, lived["case_id"], one.assignment_id)


def test_a_case_sheet_is_not_drawn_within_the_hour_after_the_assignment_ended(lived: LivedIn) -> None:
    sheet_id = printed(lived.organisation, SheetKind.CASE, lived["case_id"])
    _unassigned(lived)
    client = lived.organisation.client("caseworker")
    got = client.get(f"/sheets/{sheet_id}/pages")
    assert got.status_code in (302, 303, 403, 404), got.status_code
    text = got.get_data(as_text=True)
    assert not any(word in text for word in CANARIES.values())
    page = client.get(f"/sheets/{sheet_id}")
    assert page.status_code == 200
    assert "to fetch her" not in page.get_data(as_text=True)
    for step in ("returned", "lost"):
        assert client.get(f"/sheets/{sheet_id}/{step}").status_code in (200, 403, 404)


def test_a_carrier_without_the_key_reads_neither_the_reason_nor_the_words(lived: LivedIn) -> None:
    house = lived.organisation
    sheet_id = printed(house, SheetKind.CASE, lived["case_id"], carrier="field")
    recorded(house, sheet_id, SheetStepKind.LOST, words="secret-place")
    client = house.client("field")
    text = client.get(f"/sheets/{sheet_id}").get_data(as_text=True)
    assert "to fetch her" not in text
    assert "secret-place" not in text
    assert f"/cases/{lived['case_id']}" not in text


def test_a_sheet_of_somebody_whose_account_was_closed_is_still_told(lived: LivedIn) -> None:
    house = lived.organisation
    sheet_id = printed(house, SheetKind.CHILD, lived["child_id"], by="field")
    house.clock.move(timedelta(minutes=5))
    with house.writing("supervisor") as work:
        hand_over_and_close(work, house.ids["field"], {})
    house.clock.move(timedelta(days=2))
    line = sheet_as(house, sheet_id, "supervisor").line
    assert (line.is_changed, line.is_late) == (False, True)
    recorded(house, sheet_id, SheetStepKind.LOST, by="supervisor")
    recorded(house, sheet_id, SheetStepKind.ANSWERED, by="supervisor2")
    assert not sheet_as(house, sheet_id, "supervisor").line.is_changed
