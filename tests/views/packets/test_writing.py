"""The pages on which a packet is begun and written."""

from dataclasses import replace
from datetime import date, time
from uuid import uuid4

import pytest

from app.cases.notes import NoteInput, add_note
from app.children.children import change_child, editable_child
from app.foundation.moments import MomentInput
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from tests.support.organisation import Organisation
from tests.support.packet_pages import TYPED, approve_page, begin
from tests.support.packets import (
    NEEDS,
    SEEN,
    PacketCase,
    drafted,
    released,
    submitted,
    told_case,
)
from tests.support.pages import filled, read, send


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
        draft = read(client.get(page))
        assert draft.text.count("Nobody has agreed yet") == 1
        assert "btn-primary" not in draft.select_one("main a[href$='/submit']")["class"]  # type: ignore[index]  # there is one
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

    def test_what_a_record_says_cannot_be_typed_only_masked_and_both_stay_in_sight(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        page = begin(organisation, case)
        client = organisation.client("caseworker")
        assert SEEN not in read(client.get(f"{page}/words")).text
        parts = read(client.get(f"{page}/parts"))
        links = [
            str(a["href"]) for a in parts.select("main a") if "part=chronology" in str(a.get("href", ""))
        ]
        address = next(link for link in links if SEEN in read(client.get(link)).text)
        wrong = read(send(client, address, {"masked": "Somebody else"}), status=422)
        assert "stands nowhere in this part" in wrong.text
        typed = {"masked": "white cap", "summary": "He was approached."}
        assert send(client, address, typed).status_code == 303

        text = read(client.get(f"{page}/preview")).select_one("pre")
        assert text is not None
        assert "A man in a […] bought noodles" in text.text
        assert "Summary by the organisation: He was approached." in text.text
        submit = read(client.get(f"{page}/submit")).text
        assert SEEN in submit
        assert "A man in a […] bought noodles" in submit
        assert "House 12" in submit, "what is withheld is in sight too"

    def test_what_cannot_be_printed_is_told_in_the_draft(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        page = begin(organisation, case)
        client = organisation.client("caseworker")
        send(client, f"{page}/words", {"cover__request": "Find him 😊"})
        for address in (page, f"{page}/preview", f"{page}/submit"):
            assert "Find him [smiling face with smiling eyes]" in read(client.get(address)).text

    def test_a_corrected_name_is_shown_before_and_after_and_stops_the_approval(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        page = f"/packets/{submitted(organisation, drafted(organisation, case.case_id))}"
        supervisor = organisation.client("supervisor")
        assert "Nothing is new" in read(supervisor.get(page)).text
        with organisation.writing("supervisor") as work:
            seen = editable_child(work, case.child_id)
            profile = replace(seen.profile, latin="Sok Vannary")
            change_child(work, case.child_id, profile, version=seen.row.version)

        shown = read(supervisor.get(f"{page}/approve"))
        assert "Sok Vannak" in shown.text
        assert "Sok Vannary" in shown.text
        assert not shown.select("input[name=read]")
        link = next(str(a["href"]) for a in shown.select("a") if "/refuse" in str(a.get("href", "")))
        assert send(supervisor, link, {"why": "He is known by this name"}).status_code == 303
        assert approve_page(supervisor, page).status_code == 303
        assert "He is known by this name" in read(organisation.client("director").get(page)).text

    def test_hostile_words_are_shown_as_they_were_typed_and_drawn(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        page = begin(organisation, case)
        client = organisation.client("caseworker")
        hostile = '"><script>alert(1)</script>\u202e{{ 7*7 }}'
        send(client, f"{page}/words", {"cover__request": hostile, "cover__questions": hostile})
        send(client, f"{page}/part?part=safety", {"summary": hostile})
        for address in (page, f"{page}/words", f"{page}/preview", f"{page}/parts"):
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
        assert "Nothing is new" in shown.text
        assert not shown.select("form[action$='/news']"), "there is nothing to take in"
        with organisation.writing("caseworker") as work:
            moment = MomentInput(date(2026, 11, 1), time(15, 0))
            add_note(work, case.case_id, uuid4(), NoteInput("He asked again.", moment, EvidenceBasis.TOLD))
        shown = read(client.get(page))
        assert "He asked again." in shown.text
        form = filled(shown, action="/news")
        assert "done=packet-news" in client.post(f"{page}/news", data=form).headers["Location"]
        form = form | {"version": filled(read(client.get(f"{page}/words")))["version"]}
        assert "done=packet-no-news" in client.post(f"{page}/news", data=form).headers["Location"]
