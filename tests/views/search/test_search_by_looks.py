"""The box finds what somebody looks like, and codes of packets and concerns, for whoever may open them."""

from datetime import timedelta
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from app.children.children import change_child
from app.children.documents import ChildProfile
from app.foundation.local_time import local_day
from models.concern import Concern
from models.encounter import Encounter, EncounterChild
from models.referral_packet import ReferralPacket
from tests.app.outreach.met_samples import met
from tests.support.children import add_child
from tests.support.lived_in import LivedIn
from tests.support.organisation import HILLSIDE, Organisation
from tests.support.pages import filled, read
from tests.support.tampering import put


def asked(organisation: Organisation, query: str, *, by: str) -> str:
    """Return the address that a question leads to."""
    client = organisation.client(by)
    form = filled(read(client.get("/search")), action="/search")
    location = client.post("/search", data=form | {"q": query}).headers["Location"]
    return str(location)


def found(organisation: Organisation, query: str, *, by: str = "supervisor") -> BeautifulSoup:
    return read(organisation.client(by).get(asked(organisation, query, by=by)))


def test_each_row_says_what_it_is_and_when_it_was_last_seen(organisation: Organisation) -> None:
    child = add_child(organisation, latin="Chan Dara", appearance="Silver thread at the wrist")
    row = met(organisation, "silver thread, red cap")
    page = found(organisation, "silver thread")
    links = [link["href"] for link in page.select("main tbody .wh-open")]
    assert set(links) == {f"/children/{child}", f"/outreach/met/{row}"}
    text = " ".join(page.select_one("main").text.split())  # type: ignore[union-attr]
    assert "Child" in text
    assert "Met, not yet known" in text
    assert "record changed " in text, "nobody met the child on a night, so nobody is said to have"
    assert "met " in text


def seen(organisation: Organisation, name: str) -> str:
    """Return what stands under Last seen for the one child found by a name."""
    (row,) = found(organisation, "chan dara", by=name).select("main tbody tr")
    return row.select("td")[-1].get_text(" ", strip=True)


def test_a_child_was_last_seen_when_a_team_met_them_and_not_when_the_record_changed(
    organisation: Organisation,
) -> None:
    child = add_child(organisation, latin="Chan Dara")
    met(organisation, "red cap", beside=(child,))
    met_on_day = local_day(organisation.clock.now())
    organisation.clock.move(timedelta(days=9))
    with organisation.writing("caseworker") as work:
        change_child(work, child, ChildProfile("Chan Dara", appearance="a scar"), version=1)

    for name in ("supervisor", "caseworker", "director", "field"):
        assert seen(organisation, name) == f"met {met_on_day.day} {met_on_day:%b %Y}", name


def test_whoever_may_not_read_the_meeting_is_not_told_of_it(organisation: Organisation) -> None:
    child = add_child(organisation, latin="Chan Dara")
    met(organisation, "red cap", beside=(child,))

    for name in ("field2", "counsellor"):
        assert seen(organisation, name).startswith("record changed "), name


def test_a_meeting_that_was_changed_outside_is_not_when_a_child_was_seen(organisation: Organisation) -> None:
    child = add_child(organisation, latin="Chan Dara")
    row = met(organisation, "red cap", beside=(child,))
    with organisation.server.store.reading() as session:
        meeting = session.get_one(EncounterChild, row).encounter_id
    put(organisation, Encounter, meeting, met_at=organisation.clock.now() + timedelta(days=3))

    assert seen(organisation, "supervisor").startswith("record changed ")


def test_nothing_found_says_what_to_do_as_far_as_one_may(organisation: Organisation) -> None:
    ways = {
        "supervisor": {"New child", "Write a meeting", "Raise a concern"},
        "field": {"New child", "Write a meeting", "Raise a concern"},
        "caseworker": {"New child", "Raise a concern"},
        "counsellor": {"Raise a concern"},
    }
    for name, expected in ways.items():
        page = found(organisation, "umbrella stand", by=name)
        links = {link.text.strip() for link in page.select("main .wh-row a")}
        assert links == expected | {"See all children"}, name


@pytest.fixture
def numbers(lived: LivedIn) -> tuple[str, str]:
    """The number of a packet and the reference of a concern that `field` posted."""
    with lived.organisation.server.store.reading() as session:
        packet = session.scalars(
            select(ReferralPacket.number).where(ReferralPacket.id == lived["packet_id"])
        ).one()
        concern = session.scalars(select(Concern.reference).where(Concern.id == lived["concern_id"])).one()
    return packet, concern


def spelled(code: str) -> tuple[str, ...]:
    base, letter, number = code.split("-")
    return (
        code,
        f"{base}{letter}{int(number)}".lower(),
        f" ({base} {letter} {number}) ",
        f"{base}–{letter}–{number}",
        f"{base}-{letter}-{number.translate(str.maketrans('0123456789', '០១២៣៤៥៦៧៨៩'))}",
    )


def test_a_packets_number_leads_its_readers_straight_there(lived: LivedIn, numbers: tuple[str, str]) -> None:
    organisation, page = lived.organisation, f"/packets/{lived['packet_id']}"
    for spelling in spelled(numbers[0]):
        assert asked(organisation, spelling, by="supervisor") == page, spelling
    for name in ("caseworker", "director"):
        assert asked(organisation, numbers[0], by=name) == page
    for name in ("field", "othercaseworker", "counsellor", "othersupervisor"):
        assert asked(organisation, numbers[0], by=name).startswith("/search?")
        assert "No such code" in found(organisation, numbers[0], by=name).text


def test_a_concerns_code_leads_its_readers_and_its_poster_there(
    lived: LivedIn, numbers: tuple[str, str]
) -> None:
    organisation, page = lived.organisation, f"/concerns/{lived['concern_id']}"
    for spelling in spelled(numbers[1]):
        assert asked(organisation, spelling, by="supervisor") == page, spelling
    assert asked(organisation, numbers[1], by="field") == page, "who posted it gets its receipt"
    for name in ("field2", "othersupervisor"):
        assert asked(organisation, numbers[1], by=name).startswith("/search?")


def test_a_number_that_was_written_into_another_row_is_not_believed(
    lived: LivedIn, numbers: tuple[str, str]
) -> None:
    put(lived.organisation, ReferralPacket, lived["packet_id"], number="RV-P-0777")
    put(lived.organisation, Concern, lived["concern_id"], reference="RV-C-0777")
    for code in ("RV-P-0777", "RV-C-0777"):
        assert "No such code" in found(lived.organisation, code).text


def test_a_packet_moved_to_another_base_is_not_found_there(lived: LivedIn, numbers: tuple[str, str]) -> None:
    put(lived.organisation, ReferralPacket, lived["packet_id"], base_id=HILLSIDE)
    assert asked(lived.organisation, numbers[0], by="othersupervisor").startswith("/search?")


def test_the_question_of_another_person_stays_shut(organisation: Organisation) -> None:
    child: UUID = add_child(organisation, latin="Chan Dara", appearance="Silver thread at the wrist")
    location = asked(organisation, "silver thread", by="field")
    assert "silver" not in location
    assert read(organisation.client("field").get(location)).select_one(f'a[href="/children/{child}"]')
    other = read(organisation.client("supervisor").get(location))
    assert "silver" not in str(other)
    assert other.select_one("main tbody") is None
