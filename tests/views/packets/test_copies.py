"""What became of a copy, through its pages: recorded, put right, recalled; and a closed case's packet corrected."""

import pytest

from tests.support.opened_cases import put_at
from tests.support.organisation import Organisation
from tests.support.packets import (
    PacketCase,
    drafted,
    exported,
    hand_over,
    quick_files,
    recipients_of,
    released,
)
from tests.support.pages import filled, read, send


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    quick_files(monkeypatch)


def words_of(organisation: Organisation, address: str, *, by: str = "supervisor") -> str:
    return " ".join(read(organisation.client(by).get(address)).text.split())


def test_a_copy_is_followed_to_its_recall_and_a_wrong_receipt_is_put_right(
    organisation: Organisation, case: PacketCase
) -> None:
    packet_id = released(organisation, case.case_id)
    made = exported(organisation, packet_id)
    page, client = f"/packets/{packet_id}", organisation.client("supervisor")
    copy = f"{page}/copies/{recipients_of(organisation, packet_id)[0].id}"
    hand_over(organisation, packet_id, made.file_id, stamp_number="")
    assert "waits for a receipt" in words_of(organisation, "/packets/?state=handed_over")

    answer = send(client, f"{copy}/receipt", {"officer": ""})
    assert "Write who received it." in read(answer, status=422).text
    assert send(client, f"{copy}/receipt", {"officer": "Lt. Dara", "stamp_number": "81"}).status_code == 303
    link = read(client.get(page)).find_all("a", string="Put right")[-1]
    form = read(client.get(str(link["href"])))
    assert filled(form)["officer"] == "Lt. Dara"
    assert send(client, str(link["href"]), {"officer": "Lt. Sokha", "stamp_number": "18"}).status_code == 303
    struck = read(client.get(page)).find_all("s")
    assert ["Lt. Dara" in one.text for one in struck] == [True]
    assert "Lt. Sokha, stamp 18" in words_of(organisation, page)

    mistaken = read(client.get(page)).find_all("a", string="Written by mistake…")[-1]
    assert "Lt. Sokha, stamp 18" in words_of(organisation, str(mistaken["href"]))
    assert client.get(f"{copy}/steps/{made.file_id}/mistake").status_code == 404

    said = {"remark": "Two officers went that night"}
    assert send(client, f"{copy}/outcome", said).status_code == 303
    assert send(client, f"{copy}/recall", {"remark": "The age is wrong"}).status_code == 303
    verified = send(client, "/packets/verify", {"sha256": made.sha256_hex})
    assert "Ours and unaltered, but recalled." in read(verified).text
    assert "Choose what became of it." in read(send(client, f"{copy}/recall-end", {}), status=422).text
    assert send(client, f"{copy}/recall-end", {"step": "returned"}).status_code == 303
    assert "Given back to us" in words_of(organisation, "/packets/?state=recalled")
    assert "No packet fits this." in words_of(organisation, "/packets/?waits=recall_end")


def test_two_drafts_warn_where_one_is_begun_written_and_submitted(
    organisation: Organisation, case: PacketCase
) -> None:
    packet_id = drafted(organisation, case.case_id)
    drafted(organisation, case.case_id, by="supervisor")
    for address in (
        f"/packets/new?case={case.case_id}",
        f"/packets/{packet_id}",
        f"/packets/{packet_id}/submit",
    ):
        shown = words_of(organisation, address, by="caseworker")
        assert "Another packet of this case is being written." in shown
        assert "RV-P-0002" in shown


def test_a_closed_cases_packet_is_corrected_by_a_supervisor_who_says_why(
    organisation: Organisation, case: PacketCase
) -> None:
    packet_id = released(organisation, case.case_id)
    exported(organisation, packet_id)
    put_at(organisation, case.case_id, "closed")
    assert "though the case is closed" not in words_of(organisation, f"/packets/{packet_id}", by="caseworker")
    address = f"/packets/{packet_id}/correct-closed"
    answer = send(organisation.client("supervisor"), address, {"why": "The age is wrong"})
    assert answer.status_code == 303
    shown = words_of(organisation, answer.headers["Location"])
    assert "Corrected though the case is closed: The age is wrong" in shown


def test_a_director_records_who_reviewed_the_khmer_template(organisation: Organisation) -> None:
    client = organisation.client("director")
    assert "This version is a draft translation." in words_of(
        organisation, "/packets/template-review", by="director"
    )
    typed = {"reviewer": "Sok Sreymom, teacher", "verdict": "fit"}
    assert send(client, "/packets/template-review", typed).status_code == 303
    shown = words_of(organisation, "/packets/template-review", by="director")
    assert "This version may be handed over." in shown
    assert "Sok Sreymom, teacher" in shown
    assert organisation.client("supervisor").get("/packets/template-review").status_code == 403
