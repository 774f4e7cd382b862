"""The pages of packets: the whole way from a case to a receipt, and what each of the cast may see of it."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from app.packets import exporting, preview
from app.packets.rendering import PdfLibraryMissing
from app.packets.wording import Language
from app.vault.digests import sha256_hex
from tests.support.organisation import Organisation
from tests.support.packets import (
    NEEDS,
    REQUEST,
    SEEN,
    PacketCase,
    drafted,
    exported,
    order_for,
    quick_files,
    recipients_of,
    released,
    submitted,
    told_case,
    told_copy,
)
from tests.support.pages import filled, read, send

TYPED = {"urgency": "now", "request": REQUEST, "bodies": ["ahtjp_municipal"]}


@pytest.fixture
def told(built_organisation: Organisation, tmp_path: Path) -> Iterator[tuple[Organisation, PacketCase]]:
    fresh, case = told_copy(built_organisation, tmp_path)
    yield fresh, case
    fresh.server.store.engine.dispose()


@pytest.fixture
def organisation(told: tuple[Organisation, PacketCase]) -> Organisation:
    return told[0]


@pytest.fixture
def case(told: tuple[Organisation, PacketCase]) -> PacketCase:
    return told[1]


def packet_address(response_location: str) -> str:
    found = re.search(r"/packets/[0-9a-f-]{36}", response_location)
    assert found is not None
    return found[0]


def begin(organisation: Organisation, case: PacketCase, *, by: str = "caseworker") -> str:
    """Begin a packet from its form; returns the address of its page."""
    sent = send(organisation.client(by), f"/packets/new?case={case.case_id}", TYPED)
    assert sent.status_code == 303, sent.text[:800]
    return packet_address(sent.headers["Location"])


class TestTheWholeWay:
    def test_from_a_case_to_a_receipt(self, organisation: Organisation, case: PacketCase) -> None:
        caseworker, supervisor, director = (
            organisation.client(name) for name in ("caseworker", "supervisor", "director")
        )
        page = begin(organisation, case)
        assert "RV-P-0001" in read(caseworker.get(page)).text

        words = {"safety__child_area": "Around the night market", "cover__contact": "Duty desk"}
        assert send(caseworker, f"{page}/words", words).status_code == 303
        assert send(caseworker, f"{page}/submit").status_code == 303
        assert send(supervisor, f"{page}/approve").status_code == 303
        assert send(director, f"{page}/approve").status_code == 303

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
        assert "Handed to Lt. Sokha, Municipal police, stamp 118/26" in " ".join(
            read(director.get(page)).text.split()
        )
        verified = send(director, "/packets/verify", {"sha256": sha256_hex(file.data)})
        assert "Ours, unaltered, and the current version." in read(verified).text

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


class TestBeginning:
    def test_the_list_says_what_to_do_when_it_is_empty_and_filters(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        client = organisation.client("caseworker")
        assert "No packet yet." in read(client.get("/packets/")).text
        begin(organisation, case)
        assert "RV-P-0001" in read(client.get("/packets/?state=draft")).text
        assert "No packet fits this." in read(client.get("/packets/?state=released")).text
        assert "RV-P-0001" in read(client.get("/packets/?state=nonsense")).text

    def test_a_list_of_many_has_pages(self, organisation: Organisation, case: PacketCase) -> None:
        for _ in range(51):
            drafted(organisation, case.case_id)
        client = organisation.client("supervisor")
        first, second = read(client.get("/packets/")), read(client.get("/packets/?page=2"))
        assert "1–50 of 51" in first.text
        assert len(second.select("tbody tr")) == 1

    def test_sent_twice_it_makes_one(self, organisation: Organisation, case: PacketCase) -> None:
        client = organisation.client("caseworker")
        form = filled(read(client.get(f"/packets/new?case={case.case_id}"))) | TYPED
        for _ in range(2):
            assert client.post(f"/packets/new?case={case.case_id}", data=form).status_code == 303
        assert "1 packet" in read(client.get("/packets/")).text

    @pytest.mark.parametrize(
        ("change", "says"),
        [
            ({"request": ""}, "Write what you ask"),
            ({"request": "x" * 2001}, "too long"),
            ({"urgency": "whenever"}, "answers offered"),
            ({"bodies": ["no_such_body"]}, "answers offered"),
            ({"units-0-name": "x" * 201}, "too long"),
            ({"record_id": "x"}, "out of date"),
        ],
    )
    def test_what_is_wrong_is_said_and_what_was_typed_stays(
        self, organisation: Organisation, case: PacketCase, change: dict[str, object], says: str
    ) -> None:
        typed = TYPED | {"units-1-name": "Post 7"} | change
        answer = send(organisation.client("caseworker"), f"/packets/new?case={case.case_id}", typed)
        page = read(answer, status=422)
        assert says in page.text
        assert page.find("input", value="Post 7")

    @pytest.mark.parametrize("query", ["", "?case=x", "?case=2e83c505-51b6-433a-a0d0-f405a1f62cdd"])
    def test_without_a_case_there_is_no_such_page(self, organisation: Organisation, query: str) -> None:
        assert organisation.client("caseworker").get(f"/packets/new{query}").status_code == 404

    def test_missing_consent_is_named_where_the_packet_is_begun_and_where_it_is_submitted(
        self, organisation: Organisation
    ) -> None:
        case = told_case(organisation, with_consent="no")
        client = organisation.client("caseworker")
        assert "Nobody has agreed yet" in read(client.get(f"/packets/new?case={case.case_id}")).text
        page = begin(organisation, case)
        assert "Nobody has agreed yet" in read(client.get(page)).text
        assert "Nobody has agreed yet" in read(send(client, f"{page}/submit"), status=422).text


class TestWriting:
    def test_the_words_form_keeps_both_versions_when_somebody_saved_first(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        page = begin(organisation, case)
        caseworker = organisation.client("caseworker")
        mine = filled(read(caseworker.get(f"{page}/words"))) | {"cover__contact": "Mine"}
        send(organisation.client("supervisor"), f"{page}/words", {"cover__contact": "Theirs"})

        answer = read(caseworker.post(f"{page}/words", data=mine), status=409)
        assert "Theirs" in answer.text
        assert answer.find("input", value="Mine")
        again = filled(answer)
        assert caseworker.post(f"{page}/words", data=again).status_code == 303
        assert "Mine" in read(caseworker.get(page)).text

    def test_an_entry_cannot_be_left_without_words(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        page = begin(organisation, case)
        answer = send(organisation.client("caseworker"), f"{page}/words", {"chronology__2__text": "  "})
        assert "switch the whole entry off" in read(answer, status=422).text

    def test_hostile_words_are_shown_as_they_were_typed_and_drawn(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        page = begin(organisation, case)
        client = organisation.client("caseworker")
        hostile = '"><script>alert(1)</script>\u202e{{ 7*7 }}'
        send(client, f"{page}/words", {"cover__request": hostile, "chronology__1__place": hostile})
        for address in (page, f"{page}/words", f"{page}/preview", f"{page}/switches"):
            shown = client.get(address)
            read(shown)
            assert "<script>alert" not in shown.text
            assert "\u202e" not in shown.text
            assert "{{ 7*7 }}" in shown.text

    def test_the_preview_shows_pages_switches_and_the_same_as_text(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        page = begin(organisation, case)
        client = organisation.client("caseworker")
        shown = read(client.get(f"{page}/preview"))

        images = shown.select("figure img")
        assert images
        assert all(str(image["src"]).startswith("data:image/png;base64,") for image in images)
        assert SEEN in shown.select_one("pre").text  # type: ignore[union-attr]  # there is one
        assert NEEDS not in shown.select_one("pre").text  # type: ignore[union-attr]  # there is one
        assert "Disability" in shown.text
        folded = {
            " ".join(part.summary.text.split()): part for part in shown.select("main details") if part.summary
        }
        about_child = next(part for name, part in folded.items() if name.startswith("Children · RV-0001: "))
        assert about_child.has_attr("open"), "something of it is withheld"

        form = filled(shown, action="/switches")
        assert "children.1.disability" not in form["children__RV_0001"]
        form["children__RV_0001"] = ["children.1", "children.1.disability"]
        saved = client.post(f"{page}/switches", data=form)
        assert saved.status_code == 303
        text = read(client.get(f"{page}/preview")).select_one("pre")
        assert text is not None
        assert NEEDS in text.text
        assert "Sok Vannak" not in text.text

    def test_a_khmer_preview_says_that_it_is_a_draft_translation(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        page = begin(organisation, case)
        shown = read(organisation.client("supervisor").get(f"{page}/preview?language=km&copy=99"))
        text = shown.select_one("pre")
        assert text is not None
        assert text["lang"] == "km"

    def test_stale_switches_show_both_and_save_nothing(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        page = begin(organisation, case)
        client = organisation.client("caseworker")
        mine = filled(read(client.get(f"{page}/switches"))) | {"safety__": ["safety.medical_need"]}
        theirs = {"safety__": ["safety.safe_contact"]}
        send(organisation.client("supervisor"), f"{page}/switches", theirs)
        read(client.post(f"{page}/switches", data=mine), status=409)

    def test_a_switch_that_is_not_there_is_refused(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        page = begin(organisation, case)
        answer = send(organisation.client("caseworker"), f"{page}/switches", {"safety__": ["cover.request"]})
        assert "answers offered" in read(answer, status=422).text

    def test_editing_what_was_submitted_warns_and_voids(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        packet_id = released(organisation, case.case_id)
        client = organisation.client("caseworker")
        address = f"/packets/{packet_id}/words"
        assert "every approval of it void" in read(client.get(address)).text
        send(client, address, {"cover__contact": "Night desk"})
        shown = read(client.get(f"/packets/{packet_id}"))
        assert "Draft" in shown.text
        assert "approved" not in shown.select_one("aside, .wh-aside").text  # type: ignore[union-attr]  # there is one

    def test_recipients_are_changed_and_a_link_to_news_takes_them_in(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        page = begin(organisation, case)
        client = organisation.client("caseworker")
        changed = {"bodies": ["ahtjp_national"], "units-0-name": "Post 7"}
        assert send(client, f"{page}/recipients", changed).status_code == 303
        shown = read(client.get(page))
        assert "Post 7" in shown.text
        news = client.post(f"{page}/news", data=filled(shown, action="/news"))
        assert "done=packet-no-news" in news.headers["Location"]


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


def export_address(organisation: Organisation, packet_id: UUID) -> str:
    return f"/packets/{packet_id}/export/{recipients_of(organisation, packet_id)[0].id}"


def made_file(organisation: Organisation, client: FlaskClient, packet_id: UUID) -> BeautifulSoup:
    return read(send(client, export_address(organisation, packet_id), {"why": "Tonight"}))
