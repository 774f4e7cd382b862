"""The pages on which a packet's file is made, taken and handed over."""

from datetime import timedelta

import pytest

from app.packets import exporting, preview
from app.packets.drawing import DrawingStopped
from app.packets.rendering import PdfLibraryMissing
from app.packets.wording import Language
from tests.support.organisation import Organisation
from tests.support.packet_pages import export_address, made_file
from tests.support.packets import (
    PacketCase,
    drafted,
    exported,
    order_for,
    quick_files,
    released,
)
from tests.support.pages import filled, read, send
from tests.support.tampering import recorded


class TestLeaving:
    @pytest.fixture(autouse=True)
    def _quick(self, monkeypatch: pytest.MonkeyPatch) -> None:
        quick_files(monkeypatch)

    def test_old_proof_leads_to_the_password_and_back(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        address = export_address(organisation, released(organisation, case.case_id))
        organisation.clock.move(timedelta(minutes=6))
        answer = organisation.client("director").get(address)
        assert answer.status_code == 303
        assert "/account/prove" in answer.headers["Location"]
        assert (
            address.replace("/", "%2F") in answer.headers["Location"] or address in answer.headers["Location"]
        )

    def test_the_words_are_shown_once_and_the_same_form_shows_them_never_again(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        packet_id = released(organisation, case.case_id)
        client = organisation.client("director")
        address = export_address(organisation, packet_id)
        form = filled(read(client.get(address))) | {"why": "Tonight"}
        words = read(client.post(address, data=form)).find(id="packet-words")
        assert words is not None
        again = client.post(address, data=form)
        assert again.status_code == 303
        assert "packet-exported-before" in again.headers["Location"]
        for place in (f"/packets/{packet_id}", again.headers["Location"], "/packets/"):
            assert words.get_text() not in client.get(place).text

    def test_a_file_that_was_not_taken_does_not_look_like_one_that_was(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        packet_id = released(organisation, case.case_id)
        client = organisation.client("director")
        form = filled(made_file(organisation, client, packet_id), action="/packets/download")
        assert "made, not taken" in read(client.get(f"/packets/{packet_id}")).text

        assert client.post("/packets/download", data=form).status_code == 200
        assert "made, not taken" not in read(client.get(f"/packets/{packet_id}")).text
        again = client.post("/packets/download", data=form)
        assert "You took this file already" in read(again, status=409).text
        never_made = client.post("/packets/download", data=form | {"token": "nothing"})
        assert "You took this file already" not in read(never_made, status=409).text

    def test_another_session_takes_nothing(self, organisation: Organisation, case: PacketCase) -> None:
        packet_id = released(organisation, case.case_id)
        client = organisation.client("director")
        form = filled(made_file(organisation, client, packet_id), action="/packets/download")
        other = organisation.client("director2")
        theirs = form | {"csrf_token": filled(read(other.get("/packets/verify")))["csrf_token"]}
        assert other.post("/packets/download", data=theirs).status_code == 409
        assert client.post("/packets/download", data=form).status_code == 200

    def test_a_reason_is_asked_for_and_a_stale_page_makes_no_file(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        packet_id = released(organisation, case.case_id)
        client = organisation.client("director")
        address = export_address(organisation, packet_id)
        assert "Write the reason." in read(send(client, address), status=422).text
        stale = send(client, address, {"why": "x", "version": "1"})
        assert "Somebody changed this packet" in read(stale, status=422).text

    def test_the_supervisor_who_approved_reads_why_a_director_exports(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        packet_id = released(organisation, case.case_id)
        client = organisation.client("supervisor")
        assert "Make the file" not in read(client.get(f"/packets/{packet_id}")).text
        assert client.get(export_address(organisation, packet_id)).status_code == 403

    def test_a_khmer_file_offers_no_handover(self, organisation: Organisation, case: PacketCase) -> None:
        packet_id = released(organisation, case.case_id)
        made = exported(organisation, packet_id, order_for(organisation, packet_id, language=Language.KHMER))
        client = organisation.client("director")
        assert "Record a handover" not in read(client.get(f"/packets/{packet_id}")).text
        page = read(client.get(f"/packets/{packet_id}/handover/{made.file_id}"))
        assert "draft translation that nobody has reviewed" in page.text

    @pytest.mark.parametrize(
        ("change", "says"),
        [
            ({"officer": ""}, "Write who took it."),
            ({"handed_on": "2027-01-01"}, "lies in the future"),
            ({"handed_on": "2026-10-01"}, "before the file was made"),
            ({"stamp_number": "x" * 201}, "too long"),
        ],
    )
    def test_a_receipt_that_cannot_be_is_refused_in_words(
        self, organisation: Organisation, case: PacketCase, change: dict[str, str], says: str
    ) -> None:
        packet_id = released(organisation, case.case_id)
        made = exported(organisation, packet_id)
        typed = {"officer": "Lt. Sokha", "unit": "Police"} | change
        address = f"/packets/{packet_id}/handover/{made.file_id}"
        assert says in read(send(organisation.client("caseworker"), address, typed), status=422).text


class TestWithoutPango:
    def test_the_preview_and_the_file_say_what_is_missing(
        self, organisation: Organisation, case: PacketCase, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def cannot(*_arguments: object, **_options: object) -> None:
            raise PdfLibraryMissing

        monkeypatch.setattr(exporting, "make_packet_file", cannot)
        monkeypatch.setattr(preview, "draw_preview", cannot)
        packet_id = released(organisation, case.case_id)
        client = organisation.client("director")
        assert "install Pango" in read(client.get(f"/packets/{packet_id}/preview"), status=409).text
        answer = send(client, export_address(organisation, packet_id), {"why": "Tonight"})
        assert "install Pango" in read(answer, status=422).text


class TestADrawingThatIsStopped:
    def test_the_preview_and_the_file_say_so_and_what_was_typed_stays(
        self, organisation: Organisation, case: PacketCase, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def stopped(*_arguments: object, **_options: object) -> None:
            raise DrawingStopped

        monkeypatch.setattr(exporting, "make_packet_file", stopped)
        monkeypatch.setattr(preview, "draw_preview", stopped)
        packet_id = released(organisation, case.case_id)
        client = organisation.client("director")
        assert "took too long and was stopped" in read(client.get(f"/packets/{packet_id}/preview")).text
        address = export_address(organisation, packet_id)
        page = read(send(client, address, {"why": "Tonight"}), status=422)
        assert "nothing is lost" in page.text
        assert filled(page)["why"] == "Tonight"
        assert not recorded(organisation, "packet.exported")

    def test_one_that_is_too_long_is_told_to_whoever_writes_it(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        packet_id = drafted(organisation, case.case_id)
        client = organisation.client("caseworker")
        long = dict.fromkeys(("cover__request", "cover__questions"), "a\n" * 999)
        assert send(client, f"/packets/{packet_id}/words", long).status_code == 303

        for page in ("", "/words", "/switches", "/recipients", "/preview", "/submit"):
            assert "of at most 40" in read(client.get(f"/packets/{packet_id}{page}")).text
        answer = read(send(client, f"/packets/{packet_id}/submit", {}), status=422)
        assert "more than 40 pages" in answer.text
