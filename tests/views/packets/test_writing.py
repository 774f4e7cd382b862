"""The pages on which a packet is begun and written."""

import pytest

from tests.support.organisation import Organisation
from tests.support.packet_pages import TYPED, begin
from tests.support.packets import (
    NEEDS,
    SEEN,
    PacketCase,
    drafted,
    released,
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
