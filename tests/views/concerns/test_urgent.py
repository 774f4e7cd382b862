"""Urgent is one screen: whom to call, one line, where, and a press that asks once more; the rest comes later."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from app.concerns.concern_page import concern_page
from app.concerns.documents import Observation
from app.foundation.vocabulary.company import Company
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.foundation.vocabulary.urgencies import Urgency
from app.outreach.documents import Account, MetChildInput, Place, Sign
from tests.support.concern_pages import concerns
from tests.support.organisation import HILLSIDE, RIVERSIDE, Organisation
from tests.support.outreach import child_of, met_on, shift_of, typed
from tests.support.pages import filled, read, send

URGENT = "/concerns/urgent"
LINE = "A man takes a girl of about ten into the guesthouse"
SURE = {"account": LINE, "basis": "seen", "press_sure": "yes"}
ACCOUNT = Account(
    Place("12", "night market gate"),
    (Company.UNKNOWN_ADULT,),
    "a woman in yellow",
    "street",
    1,
    (Sign("watched_or_spoken_for", "seen"),),
)


def meeting(organisation: Organisation, **options: Any) -> UUID:
    """Write down a meeting of the field worker's shift."""
    what = typed(organisation, account=ACCOUNT, urgency=Urgency.NOW, **options)
    return met_on(organisation, shift_of(organisation, team=("field",)), what)


def observed(organisation: Organisation) -> Observation:
    """Return what was sealed, as supervision reads it."""
    with organisation.reading("supervisor") as work:
        seen = concern_page(work, concerns(organisation)[0].id).observation
    assert seen is not None
    return seen


@pytest.mark.parametrize("name", ["field", "caseworker", "counsellor", "supervisor"])
def test_it_is_raised_as_now_with_one_line(organisation: Organisation, name: str) -> None:
    answer = send(organisation.client(name), URGENT, SURE | {"place": "by the bridge"})

    (row,) = concerns(organisation)
    assert answer.status_code == 303
    assert answer.location.endswith(f"/concerns/{row.id}")
    assert (row.urgency, row.base_id, row.posted_by) == ("now", RIVERSIDE, organisation.ids[name])
    seen = observed(organisation)
    assert (seen.words, seen.place, seen.basis) == (LINE, "by the bridge", EvidenceBasis.SEEN)
    assert seen.seen_at == organisation.clock.now().replace(second=0)
    page = organisation.client(name).get(answer.location).text
    assert "NOT delivered" in page or "Nobody has received this yet" in page


def test_the_number_to_call_comes_first_and_is_dialled_by_a_press(organisation: Organisation) -> None:
    page = read(organisation.client("field").get(URGENT))

    links = page.select('main a[href^="tel:"]')
    assert links
    with organisation.reading("field") as work:
        from app.bases.known import known_base

        number = known_base(work, RIVERSIDE).duty_number
    assert number in links[0].get_text()
    order = [tag.name for tag in page.select("main .wh-call, main form")]
    assert order == ["a", "form"]


def test_a_press_that_nobody_confirmed_asks_and_sends_nothing(organisation: Organisation) -> None:
    client = organisation.client("field")
    asked = send(client, URGENT, {"account": LINE, "basis": "seen"})

    page = read(asked)
    assert "Not sent yet" in page.get_text()
    assert concerns(organisation) == []
    sure = page.select_one("button[name=press_sure]")
    assert sure is not None
    assert client.post(URGENT, data=filled(page) | {"press_sure": "yes"}).status_code == 303
    assert observed(organisation).words == LINE


@pytest.mark.parametrize(("left_out", "says"), [("account", "one line"), ("basis", "seen, heard or told")])
def test_what_is_missing_is_said_beside_its_field_and_the_rest_is_kept(
    organisation: Organisation, left_out: str, says: str
) -> None:
    page = read(
        send(
            organisation.client("field"),
            URGENT,
            {name: said for name, said in SURE.items() if name != left_out},
        ),
        status=422,
    )

    assert says in page.get_text()
    assert concerns(organisation) == []
    if left_out == "basis":
        assert filled(page)["account"] == LINE


def test_pressed_twice_it_is_one_concern(organisation: Organisation) -> None:
    client = organisation.client("field")
    form = filled(read(client.get(URGENT))) | SURE

    first, second = (client.post(URGENT, data=form) for _press in range(2))

    assert (first.status_code, second.status_code) == (303, 303)
    assert len(concerns(organisation)) == 1


@pytest.mark.parametrize("name", ["technician", "auditor"])
def test_whoever_raises_no_concerns_finds_nothing(organisation: Organisation, name: str) -> None:
    assert organisation.client(name).get(URGENT).status_code == 404


def test_a_director_says_for_which_base(organisation: Organisation) -> None:
    client = organisation.client("director")
    assert "Choose the base" in read(send(client, URGENT, SURE), status=422).get_text()

    assert send(client, URGENT, SURE | {"base_id": str(HILLSIDE)}).status_code == 303
    assert concerns(organisation)[0].base_id == HILLSIDE


def test_the_place_is_that_of_the_shifts_last_meeting(organisation: Organisation) -> None:
    assert filled(read(organisation.client("field").get(URGENT)))["place"] == ""
    meeting(organisation)

    assert filled(read(organisation.client("field").get(URGENT)))["place"] == "night market gate, Phnom Penh"
    assert filled(read(organisation.client("field2").get(URGENT)))["place"] == ""


class TestFromAMeeting:
    def test_the_signs_and_how_they_are_known_come_along(self, organisation: Organisation) -> None:
        encounter_id = meeting(organisation)
        organisation.clock.move(timedelta(minutes=20))
        client, address = organisation.client("field"), f"{URGENT}?encounter={encounter_id}"
        begun = filled(read(client.get(address)))
        assert (begun["place"], begun["basis"]) == ("night market gate, Phnom Penh", ["seen"])

        assert client.post(address, data=begun | {"account": LINE, "press_sure": "yes"}).status_code == 303

        (row,) = concerns(organisation)
        assert row.encounter_id == encounter_id
        seen = observed(organisation)
        assert "Seen" in seen.signs
        assert seen.involved == "An adult we do not know; a woman in yellow"
        assert seen.seen_at < organisation.clock.now(), "the meeting's time, not the sending's"

    def test_a_concern_that_is_written_at_length_has_them_too(self, organisation: Organisation) -> None:
        encounter_id = meeting(organisation)
        sent = send(
            organisation.client("field"),
            f"/concerns/new?encounter={encounter_id}",
            {"account": LINE, "basis": "seen"},
        )

        assert sent.status_code == 303
        assert "Seen" in observed(organisation).signs

    def test_its_only_child_is_named(self, organisation: Organisation) -> None:
        child_id = child_of(organisation)
        encounter_id = meeting(organisation, children=(MetChildInput(child_id=child_id),))

        send(organisation.client("field"), f"{URGENT}?encounter={encounter_id}", SURE)

        assert concerns(organisation)[0].child_id == child_id

    @pytest.mark.parametrize("name", ["field2", "otherfield", "counsellor"])
    def test_nothing_of_it_comes_to_somebody_who_cannot_open_it(
        self, organisation: Organisation, name: str
    ) -> None:
        encounter_id = meeting(organisation)
        client = organisation.client(name)

        begun = filled(read(client.get(f"{URGENT}?encounter={encounter_id}")))

        assert (begun["place"], begun["encounter_id"], begun.get("basis")) == ("", "", None)
        typed_in = begun | SURE | {"encounter_id": str(encounter_id)}
        assert client.post(URGENT, data=typed_in).status_code == 404
        assert concerns(organisation) == []


def test_pressed_by_mistake_its_poster_says_so_in_one_step(organisation: Organisation) -> None:
    client = organisation.client("field")
    send(client, URGENT, SURE)
    (row,) = concerns(organisation)
    page = read(client.get(f"/concerns/{row.id}"))
    link = page.find("a", string=lambda text: text is not None and "raised by mistake" in text)
    assert link is not None

    assert send(client, str(link["href"])).status_code == 303

    supervision = organisation.client("supervisor").get(f"/concerns/{row.id}").text
    assert "It was raised by mistake" in supervision
    assert "Written by mistake…" in supervision


class TestAboutAChild:
    """The child that comes along is shown, and can be left out: a wrong one leads people to the wrong door."""

    def test_it_is_about_the_child_of_the_page_it_was_pressed_on(self, organisation: Organisation) -> None:
        child_id = child_of(organisation)
        client, address = organisation.client("field"), f"{URGENT}?child={child_id}"
        said = read(client.get(address)).select_one(".wh-urgent-child")
        assert said is not None
        assert "RV-0001 Sok Sophea" in " ".join(said.get_text(" ").split())
        assert said.find_next(attrs={"name": "account"}) is not None, "above the line"

        assert send(client, address, SURE).status_code == 303

        assert concerns(organisation)[0].child_id == child_id

    @pytest.mark.parametrize("begins_at", ["child", "encounter"])
    def test_a_tick_says_that_it_is_not_about_this_child(
        self, organisation: Organisation, begins_at: str
    ) -> None:
        child_id = child_of(organisation)
        encounter_id = meeting(organisation, children=(MetChildInput(child_id=child_id),))
        about = {"child": child_id, "encounter": encounter_id}[begins_at]
        client, address = organisation.client("field"), f"{URGENT}?{begins_at}={about}"
        begun = filled(read(client.get(address)))
        assert begun["child_id"] == str(child_id)

        sent = client.post(address, data=begun | SURE | {"not_this_child": "y"})

        assert sent.status_code == 303
        assert concerns(organisation)[0].child_id is None

    def test_the_tick_is_kept_when_it_asks_once_more(self, organisation: Organisation) -> None:
        client, address = organisation.client("field"), f"{URGENT}?child={child_of(organisation)}"
        unsure = {name: said for name, said in SURE.items() if name != "press_sure"}

        asked = read(send(client, address, unsure | {"not_this_child": "y"}))

        assert "Not sent yet" in asked.get_text()
        assert client.post(address, data=filled(asked) | {"press_sure": "yes"}).status_code == 303
        assert concerns(organisation)[0].child_id is None

    def test_an_error_keeps_the_child_in_sight(self, organisation: Organisation) -> None:
        client, address = organisation.client("field"), f"{URGENT}?child={child_of(organisation)}"

        page = read(send(client, address, SURE | {"account": ""}), status=422)

        assert page.select_one(".wh-urgent-child") is not None

    def test_a_child_of_another_base_does_not_come_along(self, organisation: Organisation) -> None:
        client, address = (
            organisation.client("field"),
            f"{URGENT}?child={child_of(organisation, by='otherfield')}",
        )
        page = read(client.get(address))
        assert page.select_one(".wh-urgent-child") is None
        assert filled(page)["child_id"] == ""

        assert send(client, address, SURE).status_code == 303

        assert concerns(organisation)[0].child_id is None
