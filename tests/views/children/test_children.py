"""The pages about children: list, child, changing who a child is, safe contact."""

from datetime import date, time, timedelta
from uuid import UUID, uuid4

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import update
from sqlalchemy.orm import Session

from app.cases.notes import NoteInput, add_note
from app.children.children import change_safe_contact
from app.children.documents import Age, EmergencyWords, Guardian, SafeContact
from app.children.emergency import change_sheet
from app.foundation.moments import MomentInput
from app.foundation.vocabulary.age_bases import AgeBasis
from app.foundation.vocabulary.contact_safeties import ContactSafety
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.foundation.vocabulary.guardian_relations import GuardianRelation
from app.foundation.vocabulary.languages import Language
from app.foundation.vocabulary.sexes import Sex
from models.child import Child
from models.name_card import NameCard
from tests.support.children import add_child
from tests.support.opened_cases import case_of
from tests.support.organisation import HILLSIDE, Organisation
from tests.support.pages import filled, read, send
from tests.support.tampering import put

DAY = date(2026, 11, 2)


@pytest.fixture
def child_id(organisation: Organisation) -> UUID:
    """A child of whom much is known."""
    child_id = add_child(
        organisation,
        latin="Sok Sophea",
        local="សុខ សុភា",
        nicknames=("Phea",),
        age=Age(8, 10, DAY, AgeBasis.APPEARANCE),
        sex=Sex.FEMALE,
        languages=(Language.KHM, Language.TPU),
        origin_area="06",
        origin="Baray",
        appearance="A scar over the left eyebrow",
        guardian=Guardian("Sok Chenda", GuardianRelation.AUNT, ContactSafety.NO),
        notes="Comes on Tuesdays.\nLikes to sing.",
    )
    with organisation.writing("field") as work:
        change_safe_contact(work, child_id, SafeContact(how="At the club", never="By phone"), version=1)
    return child_id


def page(organisation: Organisation, address: str, *, by: str = "field", status: int = 200) -> BeautifulSoup:
    return read(organisation.client(by).get(address), status=status)


def words(found: BeautifulSoup) -> str:
    main = found.main
    assert main is not None
    return " ".join(main.get_text(" ").split())


class TestList:
    def test_an_empty_one_says_what_to_do_to_those_who_may(self, organisation: Organisation) -> None:
        assert "New child" in words(page(organisation, "/children/"))
        reading = words(page(organisation, "/children/", by="counsellor"))
        assert "No child is written down yet" in reading
        assert "New child" not in reading

    def test_shows_names_in_both_scripts_age_and_sex(
        self, organisation: Organisation, child_id: UUID
    ) -> None:
        found = page(organisation, "/children/")
        row = found.select_one("tbody tr")
        assert row is not None
        text = " ".join(row.get_text(" ").split())
        assert text == (
            "Sok Sophea សុខ សុភា Contact rule. Never: By phone Safe contact: At the club "
            "RV-0001 about 9 (8–10) girl 2 Nov 2026"
        )
        assert found.select_one('tbody [lang="km"]') is not None
        assert row.a is not None
        assert row.a["href"] == f"/children/{child_id}"

    def test_in_khmer_the_name_in_khmer_letters_stands_first(
        self, organisation: Organisation, child_id: UUID
    ) -> None:
        client = organisation.client("field")
        client.get("/language/km?next=/account")
        found = read(client.get(f"/children/{child_id}")).h1
        assert found is not None
        assert found.get_text(" ", strip=True) == "សុខ សុភា Sok Sophea"

    def test_filters_stand_in_the_address_and_are_kept_from_page_to_page(
        self, organisation: Organisation
    ) -> None:
        for number in range(52):
            add_child(organisation, latin=f"Child {number:02}", sex=Sex.MALE, age=Age(7, 8, DAY))
        first = page(organisation, "/children/?sex=male&age_from=៧&order=name")
        assert "1–50 of 52" in words(first)
        onward = first.find("a", rel="next")
        assert onward is not None
        second = page(organisation, str(onward["href"]))
        assert "51–52 of 52" in words(second)
        assert "Child 51" in words(second)
        assert second.find("a", rel="prev") is not None

    @pytest.mark.usefixtures("child_id")
    def test_a_filter_that_fits_nobody_offers_all(self, organisation: Organisation) -> None:
        assert "No child fits" in words(page(organisation, "/children/?age_from=50"))

    @pytest.mark.parametrize(
        "asked",
        [
            "sex=x",
            "order=x",
            "age_from=nine",
            "age_to=-1",
            "age_from=500",
            "met_since=soon",
            "base=x",
            "page=x",
        ],
    )
    @pytest.mark.usefixtures("child_id")
    def test_a_wrong_filter_is_said_and_the_list_stands(self, organisation: Organisation, asked: str) -> None:
        found = page(organisation, f"/children/?{asked}")
        assert "Sok Sophea" in words(found)
        assert (found.select_one(".wh-summary") is not None) == (not asked.startswith("page"))

    @pytest.mark.usefixtures("child_id")
    def test_only_those_who_see_several_bases_choose_one(self, organisation: Organisation) -> None:
        assert page(organisation, "/children/").select_one("#base") is None
        found = page(organisation, f"/children/?base={HILLSIDE}", by="director")
        assert found.select_one("#base") is not None
        assert "No child fits" in words(found)
        assert "Riverside" in words(page(organisation, "/children/", by="director2"))

    @pytest.mark.usefixtures("child_id")
    def test_met_since_is_offered_to_those_who_know_of_meetings(self, organisation: Organisation) -> None:
        assert "On shifts you were on" in words(page(organisation, "/children/"))
        assert "On shifts you were on" not in words(page(organisation, "/children/", by="caseworker"))
        assert page(organisation, "/children/", by="counsellor").select_one("#met_since") is None
        assert "No child fits" in words(page(organisation, "/children/?met_since=2026-01-01"))

    def test_a_card_that_does_not_open_leaves_the_others_standing(
        self, organisation: Organisation, child_id: UUID
    ) -> None:
        add_child(organisation, latin="Chan Dara")
        with Session(organisation.server.store.engine) as session:
            session.execute(update(NameCard).where(NameCard.child_id == child_id).values(card=bytes(120)))
            session.commit()
        text = words(page(organisation, "/children/"))
        assert "Changed outside Wayhome" in text
        assert "Chan Dara" in text


class TestChild:
    def test_the_street_sees_who_and_how_to_make_contact_in_red(
        self, organisation: Organisation, child_id: UUID
    ) -> None:
        found = page(organisation, f"/children/{child_id}")
        text = words(found)
        assert found.title is not None
        assert "Sok" not in found.title.get_text()
        for said in (
            "RV-0001 · about 9 (8–10, by appearance) · girl · Khmer, Tampuan · from Baray, Kampong Thom",
            "A scar over the left eyebrow",
            "Sok Chenda Aunt Not safe to contact",
            "What is written of this road is open only to those who work on it.",
        ):
            assert said in text
        red = found.select_one("[data-contact-rule]")
        assert red is not None
        assert "Never: By phone" in " ".join(red.get_text(" ").split())
        assert "set by Field Person, 2 Nov 2026" in red.get_text()

    def test_the_street_reads_the_same_whether_or_not_a_case_is_written(
        self, organisation: Organisation, child_id: UUID
    ) -> None:
        def happened(by: str) -> str:
            card = page(organisation, f"/children/{child_id}", by=by).select_one(".wh-empty")
            return " ".join(card.get_text(" ").split()) if card else ""

        before, written = happened("field"), "Nothing is written down yet"
        assert "open only to those who work on it" in before
        assert written not in before
        assert written in happened("supervisor")

        case_of(organisation, child_id)

        assert happened("field") == before
        assert happened("supervisor") == ""

    def test_stage_risk_and_next_steps_are_for_readers_of_the_case_alone(
        self, organisation: Organisation, child_id: UUID
    ) -> None:
        case_of(organisation, child_id)
        secrets = ("Medium risk", "Prevention", "RV-K-0001", "Meet the child", "asked for help")
        for name in ("caseworker", "supervisor", "director"):
            text = words(page(organisation, f"/children/{child_id}", by=name))
            assert [said for said in secrets if said not in text] == []
        for name in ("field", "othercaseworker", "counsellor"):
            text = words(page(organisation, f"/children/{child_id}", by=name))
            assert [said for said in secrets if said in text] == []

    def test_a_missing_right_shows_nothing(self, organisation: Organisation, child_id: UUID) -> None:
        with organisation.writing("supervisor") as work:
            change_sheet(work, child_id, EmergencyWords(danger="soon"), version=0)
        offered = {
            name: {
                str(link["href"]).removeprefix(f"/children/{child_id}")
                for link in page(organisation, f"/children/{child_id}", by=name).select(
                    f'main a[href^="/children/{child_id}/"]'
                )
            }
            for name in ("field", "counsellor", "caseworker")
        }
        paper = "/sheets/child/new"
        written = {"/edit", "/safe-contact", "/before", "/mistake", "/screenings/", paper}
        assert offered["field"] == written
        assert offered["counsellor"] == {"/before", "/screenings/", paper}
        assert offered["caseworker"] == written | {"/emergency"}

    def test_what_happened_is_filtered_by_how_it_is_known(
        self, organisation: Organisation, child_id: UUID
    ) -> None:
        case_of(organisation, child_id)
        address = f"/children/{child_id}"
        assert "Case opened" in words(page(organisation, address, by="supervisor"))
        heard = page(organisation, f"{address}?how=heard", by="supervisor")
        assert "Case opened" not in words(heard)
        current = heard.select_one('.wh-tabs [aria-current="true"]')
        assert current is not None
        assert current.get_text() == "heard"
        assert "Case opened" in words(page(organisation, f"{address}?how=guessed", by="supervisor"))

    def test_a_part_that_does_not_open_says_so_and_the_rest_stands(
        self, organisation: Organisation, child_id: UUID
    ) -> None:
        put(organisation, Child, child_id, profile=bytes(200))
        found = page(organisation, f"/children/{child_id}")
        assert "Changed outside Wayhome" in words(found)
        assert "This record does not open" in words(found)
        assert "By phone" not in words(found)
        assert "RV-0001" not in words(found)
        read(organisation.client("field").get(f"/children/{child_id}/edit"), status=409)

    @pytest.mark.parametrize("name", ["otherfield", "othersupervisor", "technician", "auditor"])
    def test_is_not_there_for_others(self, organisation: Organisation, child_id: UUID, name: str) -> None:
        for address in ("", "/edit", "/safe-contact", "/emergency", "/emergency/edit"):
            page(organisation, f"/children/{child_id}{address}", by=name, status=404)

    def test_is_for_a_counsellor_to_read_and_not_to_change(
        self, organisation: Organisation, child_id: UUID
    ) -> None:
        page(organisation, f"/children/{child_id}", by="counsellor")
        page(organisation, f"/children/{child_id}/edit", by="counsellor", status=403)
        page(organisation, "/children/new", by="counsellor", status=403)

    def test_markup_in_a_name_is_shown_and_never_obeyed(self, organisation: Organisation) -> None:
        child_id = add_child(organisation, latin="<script>alert(1)</script>", notes="<b>bold</b>")
        for address in (f"/children/{child_id}", "/children/", f"/children/{child_id}/edit"):
            answer = organisation.client("field").get(address).text
            assert "<script>alert" not in answer
            assert "<b>bold" not in answer


class TestChanging:
    def test_a_form_sent_untouched_changes_nothing_it_showed(
        self, organisation: Organisation, child_id: UUID
    ) -> None:
        before = words(page(organisation, f"/children/{child_id}"))
        organisation.clock.move(timedelta(minutes=5))
        answer = send(organisation.client("field"), f"/children/{child_id}/edit")
        assert answer.status_code == 303
        assert words(page(organisation, f"/children/{child_id}")) == before

    def test_an_age_ages_in_the_form_and_stays_when_nobody_touches_it(
        self, organisation: Organisation, child_id: UUID
    ) -> None:
        organisation.clock.move(timedelta(days=800))
        form = filled(page(organisation, f"/children/{child_id}/edit"))
        assert (form["age_low"], form["age_high"]) == ("10", "12")
        send(organisation.client("field"), f"/children/{child_id}/edit", {"latin": "Sok Sopheap"})
        organisation.clock.move(timedelta(days=300))
        assert "about 12 (11–13, by appearance)" in words(page(organisation, f"/children/{child_id}"))

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"latin": "x" * 121}, "That is too long"),
            ({"age_low": "nine"}, "Write whole years"),
            ({"age_high": "100"}, "between 0 and 99"),
            ({"sex": "x"}, "Choose one of the answers offered"),
            ({"origin_area": "99"}, "Choose one of the answers offered"),
            ({"born_on": "2027-01-01"}, "has not come yet"),
            ({"born_on": "1890-01-01"}, "too long ago"),
            ({"born_on": "1901-01-01"}, "too long ago"),
            ({"animal": "goat", "age_low": "5", "age_high": "6"}, "Nobody of this age was born in a year"),
            ({"animal": "rat", "age_low": "", "age_high": ""}, "comes back every twelve years"),
            (
                {"latin": "", "local": "\u200b", "nicknames": " , ", "appearance": ""},
                "Write a name, a nickname",
            ),
            ({"version": "x"}, "out of date"),
        ],
    )
    def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
        self, organisation: Organisation, child_id: UUID, changes: dict[str, str], said: str
    ) -> None:
        answer = send(
            organisation.client("field"), f"/children/{child_id}/edit", {"notes": "typed words"} | changes
        )
        found = read(answer, status=422)
        assert said in words(found)
        assert filled(found)["notes"] == "typed words"

    def test_khmer_digits_and_a_direction_mark_are_taken(
        self, organisation: Organisation, child_id: UUID
    ) -> None:
        changes = {"age_low": "១១", "age_high": "១២", "latin": "\u202eSok\u200b Sophea"}
        send(organisation.client("field"), f"/children/{child_id}/edit", changes)
        text = words(page(organisation, f"/children/{child_id}"))
        assert "about 11 (11–12" in text
        assert text.startswith("Children Sok Sophea")

    def test_of_two_editors_the_second_sees_both_and_may_save_on_top(
        self, organisation: Organisation, child_id: UUID
    ) -> None:
        address, late = f"/children/{child_id}/edit", organisation.client("caseworker")
        form = filled(read(late.get(address)))
        send(organisation.client("field"), address, {"appearance": "Taller now", "notes": "Theirs"})
        found = read(late.post(address, data=form | {"latin": "Sok Sopheap", "notes": "Mine"}), status=409)

        table = found.select_one("table")
        assert table is not None
        rows = [" ".join(row.get_text(" ").split()) for row in table.select("tbody tr")]
        assert len(rows) == 3
        assert rows[1].endswith("Taller now you did not change this")
        assert rows[2].endswith("Theirs Mine")
        assert "Saved by Field Person" in table.get_text()
        again = filled(found)
        assert (again["latin"], again["notes"], again["appearance"]) == ("Sok Sopheap", "Mine", "Taller now")
        assert late.post(address, data=again).status_code == 303
        text = words(page(organisation, f"/children/{child_id}"))
        assert [said in text for said in ("Sok Sopheap", "Mine", "Taller now")] == [True] * 3

    def test_a_safe_contact_rule_is_set_changed_and_taken_away(
        self, organisation: Organisation, child_id: UUID
    ) -> None:
        client, address = organisation.client("field2"), f"/children/{child_id}/safe-contact"
        assert send(client, address, {"never": "In front of the aunt"}).status_code == 303
        assert "Never: In front of the aunt" in words(page(organisation, f"/children/{child_id}"))
        assert send(client, address, {"never": "", "how": ""}).status_code == 303
        text = words(page(organisation, f"/children/{child_id}"))
        assert "No rule is set" in text
        assert "Contact rule" not in words(page(organisation, "/children/"))
        read(send(client, address, {"never": "x" * 601}), status=422)

    def test_a_rule_changed_meanwhile_is_shown_beside(
        self, organisation: Organisation, child_id: UUID
    ) -> None:
        address, late = f"/children/{child_id}/safe-contact", organisation.client("caseworker")
        form = filled(read(late.get(address)))
        send(organisation.client("field"), address, {"never": "Theirs"})
        found = read(late.post(address, data=form | {"never": "Mine"}), status=409)
        assert "Theirs" in words(found)
        assert filled(found)["never"] == "Mine"

    def test_a_form_without_its_token_is_refused(self, organisation: Organisation, child_id: UUID) -> None:
        client = organisation.client("field")
        form = filled(read(client.get(f"/children/{child_id}/edit")))
        del form["csrf_token"]
        assert client.post(f"/children/{child_id}/edit", data=form).status_code == 400


def test_what_is_known_to_the_day_only_shows_no_midnight(organisation: Organisation, child_id: UUID) -> None:
    case_id = case_of(organisation, child_id)
    day_only, at_night = (
        MomentInput(DAY - timedelta(days=1)),
        MomentInput(DAY - timedelta(days=1), time(21, 40)),
    )
    with organisation.writing("caseworker") as work:
        for words, when in (("At the market.", day_only), ("At the ferry.", at_night)):
            add_note(work, case_id, uuid4(), NoteInput(words, when, EvidenceBasis.SEEN))

    told = page(organisation, f"/children/{child_id}", by="caseworker").get_text()

    assert "At the market." in told
    assert "1 Nov 2026, 21:40" in told
    assert "00:00" not in told
