"""A meeting is moved to the shift it belongs to, through a browser without scripts."""

from tests.app.outreach.test_moving import TwoNights
from tests.support.organisation import Organisation
from tests.support.pages import filled, read


def test_a_meeting_of_another_night_is_moved_there(organisation: Organisation) -> None:
    nights, client = TwoNights(organisation), organisation.client("field")
    address = f"/outreach/encounters/{nights.meeting}/move"
    assert address in str(read(client.get(f"/outreach/encounters/{nights.meeting}")))

    form = filled(read(client.get(address))) | {"shift": str(nights.right), "reason": "the wrong night"}
    wrong = read(client.post(address, data=form), status=422)
    assert wrong.select_one("[data-error-summary] a[href='#met']") is not None
    kept = client.post(address, data=form | {"met_on": "2026-11-02", "met": "09:30"})
    assert kept.status_code == 303, read(kept, status=422).text
    assert (
        "already-saved" in client.post(address, data=form | {"met_on": "2026-11-02", "met": "09:30"}).location
    )

    page = read(client.get(kept.location))
    assert "Moved." in page.text
    assert f"/outreach/shifts/{nights.right}" in str(page)
