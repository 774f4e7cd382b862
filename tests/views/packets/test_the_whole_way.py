"""A packet through its pages: the whole way from a case to a receipt."""

import re

import pytest

from app.vault.digests import sha256_hex
from tests.support.organisation import Organisation
from tests.support.packet_pages import approve_page, begin
from tests.support.packets import (
    PacketCase,
    drafted,
    exported,
    quick_files,
    released,
    submitted,
)
from tests.support.pages import filled, read, send


class TestTheWholeWay:
    def test_from_a_case_to_a_receipt(self, organisation: Organisation, case: PacketCase) -> None:
        caseworker, supervisor, director = (
            organisation.client(name) for name in ("caseworker", "supervisor", "director")
        )
        page = begin(organisation, case)
        assert "RV-P-0001" in read(caseworker.get(page)).text

        assert send(caseworker, f"{page}/words", {"cover__contact": "Duty desk"}).status_code == 303
        assert send(caseworker, f"{page}/submit").status_code == 303
        unread = read(send(supervisor, f"{page}/approve"), status=422)
        assert "Look at every page" in unread.text
        assert approve_page(supervisor, page).status_code == 303
        assert approve_page(director, page).status_code == 303

        shown = read(director.get(page))
        export = str(shown.find("a", string=re.compile("Make the file"))["href"])  # type: ignore[index]  # there is one
        made = send(director, export, {"language": "en", "why": "The unit goes out tonight"})
        result = read(made)
        secret = result.find(id="packet-words")
        assert secret is not None
        assert len(secret.get_text().split()) == 7
        assert made.headers["Cache-Control"] == "no-store"

        form = filled(result, action="/packets/download")
        file = director.post("/packets/download", data=form)
        assert file.status_code == 200
        assert file.data.startswith(b"%PDF-")
        assert sha256_hex(file.data) in result.text
        assert 'filename="RV-P-0001-v1-01-en.pdf"' in file.headers["Content-Disposition"]
        assert director.post("/packets/download", data=form).status_code == 409

        hand_over = read(caseworker.get(page)).find("a", string="Record a handover")
        typed = {"officer": "Lt. Sokha", "unit": "Municipal police", "stamp_number": "118/26"}
        assert send(caseworker, str(hand_over["href"]), typed).status_code == 303  # type: ignore[index]  # there is one
        shown_now = " ".join(read(director.get(page)).text.split())
        assert "Lt. Sokha, Municipal police, stamp 118/26" in shown_now
        assert "Received" in shown_now
        verified = send(director, "/packets/verify", {"sha256": sha256_hex(file.data)})
        assert "Ours, unaltered, and the current version." in read(verified).text

    def test_when_a_page_is_left_out_the_pages_and_the_other_ticks_stay(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        client = organisation.client("supervisor")
        address = f"/packets/{submitted(organisation, drafted(organisation, case.case_id))}/approve"
        one = filled(read(client.get(address))) | {"read": ["1"]}

        again = read(client.post(address, data=one), status=422)

        assert len(again.select("figure img")) == len(again.select("input[name=read]")) > 1
        assert [box["value"] for box in again.select("input[name=read][checked]")] == ["1"]
        every = [str(box["value"]) for box in again.select("input[name=read]")]
        assert client.post(address, data=filled(again) | {"read": every}).status_code == 303

    def test_who_approves_has_the_khmer_pages_on_the_screen_too(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        packet_id = drafted(organisation, case.case_id)
        page, khmer = f"/packets/{packet_id}", "សូមពិនិត្យមើលយប់នេះ"
        caseworker = organisation.client("caseworker")
        box = str(read(caseworker.get(f"{page}/khmer")).select("main textarea")[0]["name"])
        assert send(caseworker, f"{page}/khmer", {box: khmer}).status_code == 303
        submitted(organisation, packet_id)

        shown = read(organisation.client("supervisor").get(f"{page}/approve"))

        numbers = [str(each["value"]) for each in shown.select("input[name=read]")]
        assert numbers == [str(number) for number in range(1, len(shown.select("figure img")) + 1)]
        assert khmer in shown.select(".wh-packet-text")[0].get_text()
        assert approve_page(organisation.client("supervisor"), page).status_code == 303

    def test_a_packet_is_sent_back_taken_back_and_corrected(
        self, organisation: Organisation, case: PacketCase, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        quick_files(monkeypatch)
        packet_id = submitted(organisation, drafted(organisation, case.case_id))
        page = f"/packets/{packet_id}"
        supervisor = organisation.client("supervisor")
        assert send(supervisor, f"{page}/return", {"why": "Name the street"}).status_code == 303
        assert "Name the street" in read(organisation.client("caseworker").get(page)).text

        other = released(organisation, case.case_id)
        exported(organisation, other)
        assert send(supervisor, f"/packets/{other}/withdraw", {"why": "Wrong child"}).status_code == 303
        shown = read(supervisor.get(f"/packets/{other}"))
        assert "Wrong child" in shown.text
        assert "Recall every copy" in shown.text
        form = filled(shown, action="/correct")
        corrected = supervisor.post(f"/packets/{other}/correct", data=form)
        assert corrected.status_code == 303
        assert "version 2" in read(supervisor.get(corrected.headers["Location"])).text
        again = supervisor.post(f"/packets/{other}/correct", data=form)
        assert "already-saved" in again.headers["Location"]
