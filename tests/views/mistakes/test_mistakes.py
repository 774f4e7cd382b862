"""What was written by mistake, through a browser without scripts: marked, seen before, decided by a second person."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from app.cases.notes import NoteInput, add_note
from app.consent.documents import Withholding
from app.foundation.moments import as_typed
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.foundation.vocabulary.sharing_partners import SharedWith
from tests.support.cases import new_case, record_home
from tests.support.consents import consent_in, new_consent, take_back
from tests.support.organisation import Organisation
from tests.support.pages import read, send

WHY = "Written in the wrong case"


@pytest.fixture
def case_id(organisation: Organisation) -> UUID:
    """A case to which `caseworker` is assigned."""
    return new_case(organisation)


def note_in(organisation: Organisation, case_id: UUID, words: str = "He was at school") -> UUID:
    """Write a note as the caseworker."""
    note_id = uuid4()
    with organisation.writing("caseworker") as work:
        add_note(work, case_id, note_id, NoteInput(words, as_typed(work.now), EvidenceBasis.SEEN))
    return note_id


def record(case_id: UUID, record_id: UUID) -> str:
    return f"/cases/{case_id}/records/{record_id}"


def text_of(organisation: Organisation, address: str, *, by: str = "caseworker") -> str:
    return read(organisation.client(by).get(address)).get_text(" ", strip=True)


def test_a_note_is_marked_shown_struck_through_and_counts_again(
    organisation: Organisation, case_id: UUID
) -> None:
    note_id, client = note_in(organisation, case_id), organisation.client("caseworker")
    assert "Write the reason." in send(client, record(case_id, note_id) + "/mistake", {"reason": " "}).text
    sent = send(client, record(case_id, note_id) + "/mistake", {"reason": WHY})
    assert sent.status_code == 303
    assert "counts for nothing" in read(client.get(sent.location)).get_text()

    for address in (f"/cases/{case_id}", f"/cases/notes/{note_id}"):
        page = read(client.get(address))
        assert "He was at school" in [each.get_text(strip=True) for each in page.select("s")]
        assert "Written by mistake" in page.get_text()
    assert WHY in text_of(organisation, f"/cases/notes/{note_id}")
    assert "marked as written by mistake" in client.get(f"/cases/notes/{note_id}/edit").text

    send(client, record(case_id, note_id) + "/counts-again", {"reason": "It was here after all"})
    assert read(client.get(f"/cases/notes/{note_id}")).select("s") == []


def test_what_a_home_said_before_is_seen_field_by_field(organisation: Organisation, case_id: UUID) -> None:
    placement_id = record_home(organisation, case_id)
    client = organisation.client("caseworker")
    send(client, f"/cases/{case_id}/placements/{placement_id}", {"carer": "Uncle Dara"})

    page = read(client.get(record(case_id, placement_id)))
    rows = [[cell.get_text(strip=True) for cell in row.select("th, td")] for row in page.select("tbody tr")]
    assert [row[2] for row in rows if row[0] == "Caregiver"] == ["Uncle Dara"]
    assert "Caseworker Person" in page.get_text()
    for name in ("field", "othercaseworker", "othersupervisor", "technician"):
        assert organisation.client(name).get(record(case_id, placement_id)).status_code == 404


def test_a_withholding_goes_only_when_a_second_person_agrees(
    organisation: Organisation, case_id: UUID
) -> None:
    withheld = (Withholding(SharedWith.POLICE, "", "he is afraid"),)
    consent_id = consent_in(organisation, case_id, new_consent(shared_with=(), what="", withheld=withheld))
    consent_in(organisation, case_id)
    caseworker, supervisor = organisation.client("caseworker"), organisation.client("supervisor")
    sent = send(caseworker, record(case_id, consent_id) + "/mistake", {"reason": WHY})
    assert "Until a second person agrees" in read(caseworker.get(sent.location)).get_text()
    assert "Not to be told" in text_of(organisation, f"/cases/{case_id}/consents/")

    assert "Decide whether a record was written by mistake" in text_of(
        organisation, "/today", by="supervisor"
    )
    (address,) = [
        str(link["href"])
        for link in read(supervisor.get("/mistakes/")).select("main a")
        if "Consent" in link.get_text()
    ]
    assert WHY in text_of(organisation, address, by="supervisor")
    assert "A refusal needs its reason" in text_of(organisation, address, by="supervisor")
    assert send(supervisor, address, {"outcome": "refused"}).status_code == 422
    assert send(supervisor, address, {"outcome": "agreed"}).status_code == 303
    assert "with consent" in text_of(organisation, f"/cases/{case_id}/consents/")
    assert "Nothing waits for you." in text_of(organisation, "/mistakes/", by="supervisor")


def test_a_withdrawal_that_nobody_made_is_void_once_somebody_else_agrees(
    organisation: Organisation, case_id: UUID
) -> None:
    consent_id = consent_in(organisation, case_id)
    take_back(organisation, case_id, consent_id)
    caseworker, director = organisation.client("caseworker"), organisation.client("director")
    page = f"/cases/{case_id}/consents/{consent_id}"
    assert "Nobody took it back" in text_of(organisation, page)
    assert send(caseworker, f"{page}/withdrawal-mistake", {"reason": WHY}).status_code == 303
    assert "Taken back" in text_of(organisation, page)

    link = next(str(a["href"]) for a in read(director.get("/mistakes/")).select("main a.wh-open"))
    send(director, link, {"outcome": "agreed"})
    assert "Stands" in text_of(organisation, page)
    organisation.clock.move(timedelta(minutes=1))
    take_back(organisation, case_id, consent_id)
    assert "Taken back" in text_of(organisation, page)
