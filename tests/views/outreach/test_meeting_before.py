"""What stood in a meeting before: which children, why it changed, and the shift it left, a heading for each version."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from bs4 import BeautifulSoup, Tag

from app.foundation.vocabulary.sexes import Sex
from app.foundation.vocabulary.urgencies import Urgency
from app.outreach.documents import ChildDescription, MetChildInput
from app.outreach.linking import link_child, unlink_child
from models.child import Child
from tests.app.outreach.test_moving import TwoNights
from tests.support.organisation import Organisation
from tests.support.outreach import change, child_of, met_on, rows_of, shift_of, typed
from tests.support.pages import filled, read
from tests.support.tampering import recorded


def code_of(organisation: Organisation, child_id: UUID) -> str:
    """Return a child's code."""
    with organisation.server.store.reading() as session:
        return session.get_one(Child, child_id).code


def before(page: BeautifulSoup) -> Tag:
    """Return the card of what stood there before."""
    heading = next(each for each in page.find_all("h2") if "What stood here before" in each.get_text())
    card = heading.find_parent(class_="card")
    assert card is not None
    return card


def test_each_version_has_a_heading_and_names_its_child(organisation: Organisation) -> None:
    wrong, right = child_of(organisation), child_of(organisation)
    meeting = met_on(
        organisation,
        shift_of(organisation),
        typed(organisation, children=(MetChildInput(child_id=wrong), MetChildInput()), count=2),
    )
    organisation.clock.move(timedelta(minutes=5))
    children = tuple(
        replace(each, child_id=right) if each.child_id == wrong else each
        for each in rows_of(organisation, meeting)
    )
    change(organisation, meeting, typed(organisation, children=children, count=2))
    organisation.clock.move(timedelta(minutes=5))
    change(organisation, meeting, typed(organisation, children=children, count=2, words="It rained."))

    card = before(read(organisation.client("field").get(f"/outreach/encounters/{meeting}")))

    assert ["changed by Field Person" in each.get_text() for each in card.find_all("h3")] == [True, True]
    newest, oldest = (" ".join(each.get_text(" ").split()) for each in card.find_all("dl"))
    assert code_of(organisation, right) in newest
    assert code_of(organisation, wrong) in oldest
    assert "Not known" in oldest


def test_a_moved_meeting_says_why_and_from_where(organisation: Organisation) -> None:
    nights, client = TwoNights(organisation), organisation.client("field")
    address = f"/outreach/encounters/{nights.meeting}"
    form = filled(read(client.get(f"{address}/move"))) | {
        "shift": str(nights.right),
        "reason": "the wrong night",
    }
    kept = client.post(f"{address}/move", data=form | {"met_on": "2026-11-02", "met": "09:30"})
    assert kept.status_code == 303

    card = before(read(client.get(address)))

    assert "the wrong night" in card.get_text()
    assert card.find("a", href=f"/outreach/shifts/{nights.wrong}") is not None


def test_the_warning_and_the_way_to_report_stand_above_putting_right(organisation: Organisation) -> None:
    meeting = met_on(organisation, shift_of(organisation), typed(organisation, words="He is followed."))
    change(organisation, meeting, replace(typed(organisation, children=()), urgency=Urgency.HIGH))

    page = str(read(organisation.client("field").get(f"/outreach/encounters/{meeting}")))

    order = [page.index(each) for each in ("NOT a report yet", "Raise a concern", f"{meeting}/correct")]
    assert order == sorted(order)
    assert page.index(f"{meeting}/correct") < page.index(f"{meeting}/move") < page.index(f"{meeting}/mistake")


def test_what_was_said_of_a_child_stays_readable_when_it_is_changed_or_the_child_is_taken_off(
    organisation: Organisation,
) -> None:
    sophea = child_of(organisation)
    meeting = met_on(
        organisation,
        shift_of(organisation),
        typed(
            organisation,
            children=(
                MetChildInput(ChildDescription(Sex.FEMALE, words="red shirt, follows a man in a cap")),
                MetChildInput(ChildDescription(Sex.MALE, words="barefoot"), child_id=sophea),
            ),
            count=2,
        ),
    )
    organisation.clock.move(timedelta(minutes=5))
    first, second = rows_of(organisation, meeting)
    described = replace(first, description=ChildDescription(words="blue shirt"))
    off = frozenset({second.row_id})
    change(organisation, meeting, typed(organisation, children=(described,), count=1, removed=off))

    client = organisation.client("supervisor")
    card = before(read(client.get(f"/outreach/encounters/{meeting}")))

    said = [" ".join(each.get_text(" ").split()) for each in card.find_all("li")]
    assert said == [
        "Not known Female, red shirt, follows a man in a cap",
        f"{code_of(organisation, sophea)} taken off this meeting Male, barefoot",
    ]


def test_a_link_that_was_taken_back_stands_there_with_the_record_it_led_to(
    organisation: Organisation,
) -> None:
    sophea = child_of(organisation)
    what = typed(organisation, children=(MetChildInput(ChildDescription(words="barefoot")),))
    meeting = met_on(organisation, shift_of(organisation), what)
    (child,) = rows_of(organisation, meeting)
    assert child.row_id is not None
    with organisation.writing("supervisor") as work:
        link_child(work, meeting, child.row_id, sophea)
    organisation.clock.move(timedelta(minutes=5))
    with organisation.writing("supervisor") as work:
        unlink_child(work, meeting, child.row_id)

    card = before(read(organisation.client("field").get(f"/outreach/encounters/{meeting}")))

    (said,) = (" ".join(each.get_text(" ").split()) for each in card.find_all("li"))
    assert said == f"{code_of(organisation, sophea)} barefoot"
    assert "changed by Supervisor Person" in card.get_text()


def test_whoever_reads_what_stood_there_read_of_the_child_who_was_taken_off(
    organisation: Organisation,
) -> None:
    sophea = child_of(organisation)
    children = (MetChildInput(child_id=sophea), MetChildInput())
    meeting = met_on(organisation, shift_of(organisation), typed(organisation, children=children, count=2))
    rows = rows_of(organisation, meeting)
    off = frozenset(each.row_id for each in rows if each.child_id == sophea and each.row_id)
    change(organisation, meeting, typed(organisation, count=1, removed=off))

    organisation.client("supervisor").get(f"/outreach/encounters/{meeting}")

    assert str(sophea) in recorded(organisation, "opened")[-1].body
