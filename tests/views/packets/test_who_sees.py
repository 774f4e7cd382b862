"""What each of the cast may see of packets, and what anybody may ask about a file."""

import pytest

from tests.support.organisation import Organisation
from tests.support.packets import (
    PacketCase,
    drafted,
    submitted,
)
from tests.support.pages import read, send


class TestVerifying:
    @pytest.mark.parametrize("typed", ["", "abc", "g" * 64, "a" * 63])
    def test_what_is_no_sum_is_refused(self, organisation: Organisation, typed: str) -> None:
        read(send(organisation.client("supervisor"), "/packets/verify", {"sha256": typed}), status=422)

    def test_a_stranger_s_file_is_not_ours(self, organisation: Organisation) -> None:
        answer = read(send(organisation.client("caseworker"), "/packets/verify", {"sha256": "a" * 64}))
        assert "No file of ours has this SHA-256." in answer.text


class TestWhoSees:
    PLACES = (
        "",
        "/preview",
        "/words",
        "/switches",
        "/recipients",
        "/submit",
        "/approve",
        "/return",
        "/withdraw",
    )

    @pytest.mark.parametrize("name", ["field", "counsellor", "technician", "auditor"])
    def test_to_those_outside_there_are_no_packets(
        self, organisation: Organisation, case: PacketCase, name: str
    ) -> None:
        packet_id = drafted(organisation, case.case_id)
        client = organisation.client(name)
        places = ["/packets/", "/packets/verify", f"/packets/new?case={case.case_id}"]
        for place in [*places, *(f"/packets/{packet_id}{rest}" for rest in self.PLACES)]:
            assert client.get(place).status_code == 404, place
        assert "/packets/" not in client.get("/today").text

    @pytest.mark.parametrize("name", ["othercaseworker", "othersupervisor"])
    def test_another_base_and_another_caseworker_see_none_of_it(
        self, organisation: Organisation, case: PacketCase, name: str
    ) -> None:
        packet_id = drafted(organisation, case.case_id)
        client = organisation.client(name)
        assert "RV-P-0001" not in read(client.get("/packets/")).text
        for rest in self.PLACES:
            assert client.get(f"/packets/{packet_id}{rest}").status_code in (403, 404), rest

    def test_no_button_leads_to_a_refusal(self, organisation: Organisation, case: PacketCase) -> None:
        packet_id = submitted(organisation, drafted(organisation, case.case_id))
        for name in ("caseworker", "supervisor", "supervisor2", "director"):
            client = organisation.client(name)
            page = read(client.get(f"/packets/{packet_id}"))
            links = {str(link["href"]) for link in page.select("main a") if "/packets/" in str(link["href"])}
            assert links
            for link in links:
                assert client.get(link).status_code == 200, (name, link)
