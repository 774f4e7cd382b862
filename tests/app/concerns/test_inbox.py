"""The inbox shows what waits, overdue first, by codes; posters see only what they posted."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from app.concerns.inbox import ConcernList, InboxFilter, Shown, inbox, posted_concerns, waiting_count
from app.concerns.linking import link_to_case
from app.concerns.posting import post_concern
from app.concerns.today import due_items
from app.concerns.triage import CloseConcern, acknowledge, close_concern
from app.foundation.errors import NotVisible
from app.foundation.vocabulary.urgencies import Urgency
from models.audit_event import AuditEvent
from tests.support.concerns import WORDS, assigned_case, child_of, new_concern, post
from tests.support.organisation import Organisation


def references(organisation: Organisation, by: str, shown: InboxFilter | None = None) -> list[str]:
    """Return what a reader's inbox lists, in order."""
    with organisation.reading(by) as work:
        return [line.reference for line in inbox(work, shown or InboxFilter()).list.lines]


def answer(organisation: Organisation, concern_id: UUID, by: str = "supervisor") -> None:
    """Acknowledge a concern."""
    with organisation.writing(by) as work:
        acknowledge(work, concern_id)


def test_what_is_due_first_comes_first_and_what_waits_comes_before_what_was_answered(
    organisation: Organisation,
) -> None:
    low = post(organisation, new=new_concern(Urgency.LOW))
    high = post(organisation, new=new_concern(Urgency.HIGH))
    answered = post(organisation, new=new_concern(Urgency.NOW))
    now = post(organisation, new=new_concern(Urgency.NOW))
    answer(organisation, answered.id)
    organisation.clock.move(timedelta(hours=8))
    organisation.tokens.clear()

    found = [each.reference for each in (now, high, low, answered)]
    assert references(organisation, "supervisor") == found
    with organisation.reading("supervisor") as work:
        seen = inbox(work, InboxFilter())
    assert (seen.waiting, seen.overdue, seen.list.total) == (3, 1, 4)
    assert [line.clock.is_late for line in seen.list.lines if line.clock] == [True, False, False]


def test_each_filter_cuts_to_what_it_says(organisation: Organisation) -> None:
    waiting = post(organisation, new=new_concern(Urgency.NOW))
    mine, theirs = post(organisation), post(organisation, new=new_concern(Urgency.LOW))
    closed = post(organisation)
    answer(organisation, mine.id)
    answer(organisation, theirs.id, "supervisor2")
    with organisation.writing("supervisor") as work:
        close_concern(work, closed.id, CloseConcern("Nothing found.", 1))
    organisation.clock.move(timedelta(minutes=14, seconds=59))

    def shown(**options: object) -> set[str]:
        return set(references(organisation, "supervisor", InboxFilter(**options)))  # type: ignore[arg-type]  # a test's own words

    assert shown() == {waiting.reference, mine.reference, theirs.reference}
    assert shown(shown=Shown.WAITING) == {waiting.reference}
    assert shown(shown=Shown.ACKNOWLEDGED) == {mine.reference, theirs.reference}
    assert shown(shown=Shown.CLOSED) == {closed.reference}
    assert shown(urgency=Urgency.LOW) == {theirs.reference}
    assert shown(is_mine=True) == {mine.reference}
    assert shown(is_overdue=True) == set()
    organisation.clock.move(timedelta(seconds=2))
    assert shown(is_overdue=True) == {waiting.reference}


@pytest.mark.parametrize(
    ("name", "sees"),
    [
        ("supervisor", True),
        ("director", True),
        ("othersupervisor", False),
        ("caseworker", False),
        ("counsellor", False),
    ],
)
def test_an_inbox_holds_what_its_reader_reaches(organisation: Organisation, name: str, sees: bool) -> None:
    posted = post(organisation)

    assert references(organisation, name) == ([posted.reference] if sees else [])


@pytest.mark.parametrize("name", ["field", "technician", "auditor"])
def test_who_reads_no_concerns_has_no_inbox(organisation: Organisation, name: str) -> None:
    with organisation.reading(name) as work, pytest.raises(NotVisible):
        inbox(work, InboxFilter())


@pytest.mark.parametrize("name", ["caseworker", "counsellor"])
def test_the_assigned_find_the_concerns_of_their_cases(organisation: Organisation, name: str) -> None:
    opened = assigned_case(organisation)
    posted = post(organisation)
    with organisation.writing("supervisor") as work:
        link_to_case(work, posted.id, opened.case_id, opened.child_id)

    assert references(organisation, name) == [posted.reference]
    assert references(organisation, "othercaseworker") == []


def test_everyone_finds_what_they_posted_and_nothing_else(organisation: Organisation) -> None:
    first, second = post(organisation), post(organisation, "field2")

    for name, mine in (("field", first), ("field2", second)):
        with organisation.reading(name) as work:
            found = posted_concerns(work)
        assert [line.reference for line in found.lines] == [mine.reference]
        assert WORDS not in repr(found)


def test_a_list_shows_codes_and_tells_the_trail_which(organisation: Organisation) -> None:
    child_id = child_of(organisation)
    posted = post(organisation, new=new_concern(child_id=child_id))

    with organisation.reading("supervisor") as work:
        (line,) = inbox(work, InboxFilter()).list.lines
    assert line.child_code == "RV-0001"
    assert "Sokha" not in repr(line)
    with organisation.server.store.reading() as session:
        event = session.scalars(select(AuditEvent).where(AuditEvent.action == "concern.listed")).one()
    assert str(posted.id) in event.body


def test_a_long_list_comes_in_pages(organisation: Organisation) -> None:
    with organisation.writing("field") as work:
        for _ in range(ConcernList.PAGE_SIZE + 1):
            post_concern(work, new_concern())

    with organisation.reading("supervisor") as work:
        first, second = inbox(work, InboxFilter()).list, inbox(work, InboxFilter(), page=2).list
    assert (len(first.lines), first.has_more, first.first, first.last) == (
        ConcernList.PAGE_SIZE,
        True,
        1,
        ConcernList.PAGE_SIZE,
    )
    assert (len(second.lines), second.has_more, second.first, second.last) == (
        1,
        False,
        ConcernList.PAGE_SIZE + 1,
        ConcernList.PAGE_SIZE + 1,
    )


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("supervisor", 2),
        ("director", 2),
        ("othersupervisor", 0),
        ("caseworker", 0),
        ("field", 0),
        ("auditor", 0),
    ],
)
def test_the_rail_and_today_count_what_waits_for_this_person(
    organisation: Organisation, name: str, count: int
) -> None:
    post(organisation, new=new_concern(Urgency.LOW))
    post(organisation, new=new_concern(Urgency.NOW))
    answer(organisation, post(organisation).id)

    with organisation.reading(name) as work:
        assert waiting_count(work) == count
        items = due_items(work)
    assert [item.label for item in items] == ["Low"][:count], "Now stands first in a box of its own"


def test_what_was_received_stands_by_when_its_next_step_is_due(organisation: Organisation) -> None:
    answered = []
    for urgency in (Urgency.LOW, Urgency.NOW, Urgency.HIGH):
        answered.append(post(organisation, new=new_concern(urgency)))
        answer(organisation, answered[-1].id)
        organisation.clock.move(timedelta(minutes=5))
    organisation.tokens.clear()

    low, now, high = (each.reference for each in answered)
    assert references(organisation, "supervisor") == [now, high, low]
