"""A centre's day: who came when, ate, learnt what, and left with whom, in one register."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient

from app.clubs.documents import Mark, Weekly
from app.clubs.leaders import make_leader
from app.clubs.making import ClubInput, change_club, make_club
from app.foundation.vocabulary.club_kinds import ClubKind
from tests.support.children import add_child
from tests.support.clubs import club_as, made_club, registered, session_as, slot_today
from tests.support.organisation import Organisation
from tests.support.pages import filled, read

EVERY_DAY = tuple(Weekly(day, "08:00", "17:00") for day in range(7))
INPUT = ClubInput("The open door", "the blue gate by the market", "", EVERY_DAY, 60, ClubKind.CENTRE)


@pytest.fixture
def centre(organisation: Organisation) -> UUID:
    """A centre that the field worker leads."""
    with organisation.writing("supervisor") as work:
        made = make_club(work, uuid4(), INPUT)
        make_leader(work, made, organisation.ids["field"])
    return made


def _fields(client: FlaskClient, address: str) -> dict[str, Any]:
    page = read(client.get(address))
    return filled(page, action="") | {
        "shown": [str(box["value"]) for box in page.select("input[name=shown]")]
    }


def _known(organisation: Organisation, centre: UUID) -> tuple[UUID, UUID, str]:
    """Return two children whom the centre knows, and the address of yesterday's register."""
    one, two = add_child(organisation), add_child(organisation, latin="Chan Dara")
    session_id = registered(
        organisation,
        centre,
        [one, two],
        slot=slot_today(organisation, days_ago=1, begins="08:00", ends="17:00"),
    )
    return one, two, f"/clubs/sessions/{session_id}/register"


def _marks(organisation: Organisation, address: str) -> Mapping[UUID, Mark]:
    register = session_as(organisation, UUID(address.split("/")[3])).session.register
    assert register is not None
    return register.by_child


def test_a_day_is_written_in_one_form_and_counted(organisation: Organisation, centre: UUID) -> None:
    one, two, address = _known(organisation, centre)
    client = organisation.client("field")
    day = {
        f"came_at-{one}": "8.05",
        f"left_at-{one}": "15:30",
        f"fetched_by-{one}": "her grandmother",
        f"lesson-{one}": "English",
        f"lesson-{two}": "English",
        "had_meal": [str(one)],
    }
    saved = client.post(address, data=_fields(client, address) | day)
    assert saved.status_code == 303, read(saved, status=422).select_one(".wh-summary")
    said = read(client.get(saved.location)).select("main")[0].text
    for words in (
        "came at 08:05",
        "left at 15:30",
        "fetched by her grandmother",
        "class: English",
        "had the meal",
    ):
        assert words in said
    assert "Of 1 child nobody wrote when they left." in said
    page = session_as(organisation, UUID(address.split("/")[3]))
    assert (page.meals, page.lessons, page.not_left) == (1, [("English", 2)], 1)
    assert read(client.get(address)).select_one("#lessons option") is None, (
        "what it says itself is no suggestion"
    )


def test_what_is_said_of_everybody_leaves_what_is_said_of_one(
    organisation: Organisation, centre: UUID
) -> None:
    one, two, address = _known(organisation, centre)
    client = organisation.client("field")
    typed = _fields(client, address) | {
        f"left_at-{one}": "12:00",
        "rest_left_at": "16:30",
        "all_had_meal": "y",
        "new-0-name": "Rithy",
        "new-0-age": "9",
    }
    assert client.post(address, data=typed).status_code == 303
    marks = _marks(organisation, address)
    assert [marks[one].left_at, marks[two].left_at] == ["12:00", "16:30"]
    assert len(marks) == 3
    assert all(mark.had_meal and mark.left_at for mark in marks.values())


@pytest.mark.parametrize(
    ("typed", "beside", "words"),
    [
        ({"came_at-{one}": "15:00", "left_at-{one}": "08:00"}, "left_at-{one}", "before the child came"),
        ({"here": [], "lesson-{one}": "English"}, "lesson-{one}", "Mark above that the child came"),
        ({"here": [], "fetched_by-{one}": "an uncle"}, "fetched_by-{one}", "Mark above that the child came"),
        ({"came_at-{one}": "25:00"}, "came_at-{one}", "Give the time"),
    ],
)
def test_what_cannot_be_is_said_beside_its_box_and_nothing_is_lost(
    organisation: Organisation, centre: UUID, typed: dict[str, Any], beside: str, words: str
) -> None:
    one, _, address = _known(organisation, centre)
    client = organisation.client("field")
    sent = {name.format(one=one): value for name, value in typed.items()}
    page = read(client.post(address, data=_fields(client, address) | sent), status=422)
    box = page.select(f"input[name='{beside.format(one=one)}']")[0]
    assert words in page.select(f"#{box['aria-describedby']}")[0].text
    for name, value in sent.items():
        assert name == "here" or page.select(f"input[name='{name}']")[0]["value"] == value


def test_a_meal_of_somebody_who_is_not_marked_is_asked_about_by_name(
    organisation: Organisation, centre: UUID
) -> None:
    one, two, address = _known(organisation, centre)
    client = organisation.client("field")
    sent = _fields(client, address) | {"here": [str(one)], "had_meal": [str(two)]}
    page = read(client.post(address, data=sent), status=422)
    assert "Chan Dara had a meal and is not marked" in page.text


def test_taking_a_child_off_takes_what_was_said_of_it_along(organisation: Organisation, centre: UUID) -> None:
    one, two, address = _known(organisation, centre)
    client = organisation.client("field")
    first = _fields(client, address) | {f"lesson-{one}": "English", "had_meal": [str(one)]}
    assert client.post(address, data=first).status_code == 303
    again = _fields(client, address) | {"here": [str(two)]}
    assert client.post(address, data=again).status_code == 303
    assert list(_marks(organisation, address)) == [two]


def test_two_who_write_the_same_day_keep_both_of_what_they_say(
    organisation: Organisation, centre: UUID
) -> None:
    one, _, address = _known(organisation, centre)
    mine, theirs = organisation.client("field"), organisation.client("supervisor")
    first, second = _fields(mine, address), _fields(theirs, address)
    assert mine.post(address, data=first | {"had_meal": [str(one)]}).status_code == 303
    assert theirs.post(address, data=second | {f"came_at-{one}": "08:10"}).status_code == 303
    mark = _marks(organisation, address)[one]
    assert (mark.had_meal, mark.came_at, mark.other) == (True, "08:10", None)


def test_while_the_day_is_on_the_page_knows_the_local_time(organisation: Organisation, centre: UUID) -> None:
    slot = slot_today(organisation, begins="08:00", ends="17:00")
    organisation.clock.move_to(slot.begins_at + timedelta(minutes=125))
    address = f"/clubs/{centre}/register/{slot.begins_at:%Y-%m-%d}-0800-1700"
    box = read(organisation.client("field").get(address)).select("[data-register]")[0]
    assert box["data-register-clock"] == "10:05"
    club = made_club(organisation)
    other = read(
        organisation.client("field").get(f"/clubs/{club}/register/{slot.begins_at:%Y-%m-%d}-0800-1700")
    )
    assert not other.select("[data-register]")[0].has_attr("data-register-clock")


def test_what_a_centre_wrote_stays_when_it_becomes_a_club(organisation: Organisation, centre: UUID) -> None:
    one, _, address = _known(organisation, centre)
    client = organisation.client("field")
    assert (
        client.post(address, data=_fields(client, address) | {f"lesson-{one}": "English"}).status_code == 303
    )
    with organisation.writing("supervisor") as work:
        typed = ClubInput("The open door", "the blue gate", "", EVERY_DAY, 60)
        change_club(work, centre, typed, version=club_as(organisation, centre, "supervisor").version)
    assert client.post(address, data=_fields(client, address) | {"words": "Calm."}).status_code == 303
    assert _marks(organisation, address)[one].lesson == "English"


def test_a_centre_says_that_it_is_one(organisation: Organisation, centre: UUID) -> None:
    client = organisation.client("supervisor")
    assert "drop-in centre" in read(client.get(f"/clubs/{centre}")).select("main")[0].text
    assert "drop-in centre" in read(client.get("/clubs/")).select("main")[0].text
    form = read(client.get(f"/clubs/{centre}/change"))
    assert form.select("input[name=kind][checked]")[0]["value"] == "centre"


def test_days_in_a_row_with_the_same_hours_are_said_together(
    organisation: Organisation, centre: UUID
) -> None:
    page = read(organisation.client("supervisor").get(f"/clubs/{centre}"))
    assert "Monday–Sunday 08:00–17:00" in page.select("main")[0].text


def test_everybody_else_left_after_they_came(organisation: Organisation, centre: UUID) -> None:
    one, two, address = _known(organisation, centre)
    client = organisation.client("field")
    sent = _fields(client, address) | {
        f"came_at-{two}": "16:00",
        f"left_at-{one}": "12:00",
        "rest_left_at": "5:00",
    }
    page = read(client.post(address, data=sent), status=422)
    assert "That is before Chan Dara came" in page.select("#rest_left_at-error")[0].text
