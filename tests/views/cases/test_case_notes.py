"""Notes of a case through the browser without scripts: written, mended, kept, and damaged."""

from datetime import timedelta
from uuid import UUID

import pytest

from models.case_note import CaseNote
from tests.support.cases import new_case
from tests.support.organisation import Organisation
from tests.support.pages import filled, read, send
from tests.support.tampering import flip, recorded

LONG = "a" * 4001


@pytest.fixture
def case_id(organisation: Organisation) -> UUID:
    """A case to which `caseworker` is assigned."""
    return new_case(organisation)


def test_a_note_is_written_read_and_mended(organisation: Organisation, case_id: UUID) -> None:
    client = organisation.client("caseworker")
    typed = {
        "account": "She drew a house\nand a dog.",
        "basis": "seen",
        "happened_on": "2026-11-01",
        "happened_at": "១៦:៣០",
    }
    assert send(client, f"/cases/{case_id}/notes/new", typed).status_code == 303

    page = read(client.get(f"/cases/{case_id}"))
    address = next(str(link["href"]) for link in page.select("a[href^='/cases/notes/']"))
    note = read(client.get(address))
    assert "She drew a house\nand a dog." in note.get_text()
    assert "16:30" in note.get_text()
    mended = send(client, f"{address}/edit", {"account": "She drew a house and a cat."})
    assert mended.status_code == 303
    assert "and a cat." in read(client.get(address)).get_text()
    assert organisation.client("supervisor").get(f"{address}/edit").status_code == 403
    organisation.clock.move(timedelta(hours=25))
    assert "24 hours" in organisation.client("caseworker").get(f"{address}/edit").text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"account": ""}, "Write what happened."),
        ({"account": LONG}, "That is too long."),
        ({"happened_on": ""}, "Give the day."),
        ({"happened_on": "yesterday"}, "Write the date as year-month-day"),
        ({"happened_on": "2026-02-30"}, "Write the date as year-month-day"),
        ({"happened_on": "2099-01-01"}, "future"),
        ({"happened_at": "25:00"}, "Write the time as hours:minutes"),
        ({"basis": "guessed"}, "Choose one of the answers offered."),
        ({"record_id": "1"}, "This page is out of date."),
    ],
)
def test_what_is_wrong_with_a_note_is_said_and_nothing_is_saved(
    organisation: Organisation, case_id: UUID, changes: dict[str, str], words: str
) -> None:
    typed = {"account": "kept words"} | changes
    answer = send(organisation.client("caseworker"), f"/cases/{case_id}/notes/new", typed)

    page = read(answer, status=422).get_text()
    assert words in page
    assert not recorded(organisation, "note.added")
    if "account" not in changes:
        assert "kept words" in page


def test_a_note_mended_in_two_windows_shows_both(organisation: Organisation, case_id: UUID) -> None:
    client = organisation.client("caseworker")
    send(client, f"/cases/{case_id}/notes/new", {"account": "as written"})
    page = read(client.get(f"/cases/{case_id}"))
    address = next(str(link["href"]) for link in page.select("a[href^='/cases/notes/']")) + "/edit"
    second = filled(read(client.get(address)))
    send(client, address, {"account": "first window"})

    stale = read(client.post(address, data=second | {"account": "second window"}), status=409).get_text()
    assert "first window" in stale
    assert "second window" in stale


def test_one_note_that_does_not_open_leaves_the_page_standing(
    organisation: Organisation, case_id: UUID
) -> None:
    client = organisation.client("caseworker")
    for words in ("the first note", "the second note"):
        send(client, f"/cases/{case_id}/notes/new", {"account": words})
    with organisation.server.store.reading() as session:
        first = session.query(CaseNote.id).order_by(CaseNote.written_at, CaseNote.id).first()
    assert first is not None
    flip(organisation, CaseNote, "words", first[0])

    page = read(client.get(f"/cases/{case_id}")).get_text()
    assert "Changed outside Wayhome" in page
    assert ("the first note" in page) != ("the second note" in page)
    refusal = read(client.get(f"/cases/notes/{first[0]}"), status=409).get_text()
    assert "it was changed outside Wayhome" in refusal
    assert recorded(organisation, "seal.refused")


def test_a_note_kept_when_the_session_ended_is_offered_again(
    organisation: Organisation, case_id: UUID
) -> None:
    client = organisation.client("caseworker")
    address = f"/cases/{case_id}/notes/new"
    form = filled(read(client.get(address))) | {"account": "typed before the break"}
    organisation.clock.move(timedelta(minutes=20))
    assert client.post(address, data=form).status_code == 302

    again = organisation.client("caseworker")
    page = read(again.get("/today"))
    assert "You were signed out while a form was open." in page.get_text()
    offered = page.select_one("a[href*='restore=']")
    assert offered is not None
    assert "typed before the break" in read(again.get(str(offered["href"]))).get_text()
