"""The pages on which the true times of a night are written: from paper, corrected, ended when it ended."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.bases.settings import BaseDetails, base_line, change_base
from tests.support.organisation import RIVERSIDE, Organisation
from tests.support.outreach import ended, shift_of
from tests.support.pages import filled, read

EVENING = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
"""19:00 on Friday in Phnom Penh."""
PAST = {"started_on": "2026-11-27", "started": "19:00", "ended": "00:30", "words": "rain"}


@pytest.fixture
def friday(organisation: Organisation) -> Organisation:
    """The organisation on a Friday at 19:00."""
    organisation.clock.move_to(EVENING)
    return organisation


def sent(client: FlaskClient, address: str, **changes: Any) -> Any:
    """Open a form, change some of it, and send it."""
    return client.post(address, data=filled(read(client.get(address))) | changes)


def test_a_night_is_written_down_from_paper_and_shown_with_its_times(friday: Organisation) -> None:
    friday.clock.move(timedelta(hours=14))
    client = friday.client("field")
    answer = sent(client, "/outreach/shifts/past", **PAST)
    page = read(client.get(answer.location)).text

    assert "19:00–00:30" in page
    assert "27 Nov 2026" in page
    again = read(sent(client, "/outreach/shifts/past", **PAST | {"started": "20:00"}), status=422)
    assert again.find(id="twice-error") is not None
    assert sent(client, "/outreach/shifts/past", **PAST, twice="y").status_code == 303


def test_times_are_corrected_and_what_stood_there_is_shown(friday: Organisation) -> None:
    shift_id = shift_of(friday)
    friday.clock.move(timedelta(hours=4))
    ended(friday, shift_id)
    client = friday.client("field")
    address = f"/outreach/shifts/{shift_id}/times"
    early = read(sent(client, address, started="23:30", started_on="2026-11-27"), status=422)
    assert early.find(id="started-error") is not None
    answer = sent(client, address, started="18:15", ended="22:50")

    page = read(client.get(answer.location)).text
    assert "18:15–22:50" in page
    assert "27 Nov 2026, 19:00 – 27 Nov 2026, 23:00" in " ".join(page.split())
    assert "corrected by" in page


def test_a_forgotten_shift_asks_on_which_day_it_ended(friday: Organisation) -> None:
    shift_id = shift_of(friday)
    friday.clock.move(timedelta(days=2))
    client = friday.client("field")
    address = f"/outreach/shifts/{shift_id}/end"
    form = filled(read(client.get(address)))
    assert not form.get("ended")
    empty = read(client.post(address, data=form | {"accounted_for": "y"}), status=422)
    assert empty.find(id="ended-error") is not None
    open_day = read(client.post(address, data=form | {"accounted_for": "y", "ended": "23:10"}), status=422)
    assert "Friday, November 27, 2026" in open_day.text
    assert open_day.find(id="ended_on-error") is not None
    answer = client.post(
        address, data=form | {"accounted_for": "y", "ended": "23:10", "ended_on": "2026-11-27"}
    )
    assert "19:00–23:10" in read(client.get(answer.location)).text


def test_a_shift_ended_by_mistake_goes_on_by_one_press(friday: Organisation) -> None:
    shift_id = shift_of(friday)
    ended(friday, shift_id)
    client = friday.client("field")
    page = read(client.get(f"/outreach/shifts/{shift_id}"))
    address = f"/outreach/shifts/{shift_id}/go-on"
    answer = client.post(address, data=filled(page, action=address))

    assert "The shift goes on" in read(client.get(answer.location)).text
    assert read(client.get(f"/outreach/shifts/{shift_id}/end"))


def test_somebody_already_out_is_asked_before_a_second_shift_is_opened(friday: Organisation) -> None:
    shift_of(friday)
    client = friday.client("field")
    asked = read(sent(client, "/outreach/shifts/new"), status=422)

    assert asked.find(id="twice-error") is not None
    assert client.post("/outreach/shifts/new", data=filled(asked) | {"twice": "y"}).status_code == 303


def test_the_office_reads_dates_in_the_zone_of_its_base(friday: Organisation) -> None:
    shift_id = shift_of(friday)
    with friday.writing("director") as work:
        line = base_line(work, RIVERSIDE, locale="en")
        details = BaseDetails(line.name, "Asia/Kolkata", line.duty_number)
        change_base(work, RIVERSIDE, details, version=line.version)

    assert "17:30–" in read(friday.client("supervisor").get(f"/outreach/shifts/{shift_id}")).text
    assert "19:00–" in read(friday.client("director").get(f"/outreach/shifts/{shift_id}")).text
