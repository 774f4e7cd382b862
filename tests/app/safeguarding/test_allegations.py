"""What is said about our own people reaches the safeguarding circle and shows nowhere else, directors included."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from app.concerns import today as concerns_today
from app.concerns.inbox import InboxFilter, inbox, posted_concerns, waiting_count
from app.concerns.triage import ChangeUrgency, CloseConcern, Outcome, ReopenConcern
from app.foundation.errors import AlreadyDone, Conflict, NoKey, NotAllowedNow, NotVisible, Refused
from app.foundation.vocabulary.concern_states import ConcernState
from app.foundation.vocabulary.urgencies import Urgency
from app.keyring.folders import open_folder
from app.safeguarding import today as safeguarding_today
from app.safeguarding.allegations import (
    AllegationInput,
    acknowledge_allegation,
    change_allegation_urgency,
    close_allegation,
    post_allegation,
    reopen_allegation,
)
from app.safeguarding.coming_back import come_back
from app.safeguarding.pages import (
    allegation_list,
    allegation_page,
    allegation_receipt,
    posting_advice,
)
from app.unit_of_work import Locks, UnitOfWork
from models.allegation import Allegation
from models.audit_event import AuditEvent
from models.concern import Concern
from models.folder import Folder
from tests.support.concerns import (
    ABOUT,
    OBSERVED,
    WORDS,
    allege,
    child_of,
    name_for_safeguarding,
    new_concern,
    post,
    safeguarding_circle,
)
from tests.support.organisation import RIVERSIDE, Organisation, add_person
from tests.support.tampering import flip, put

EVERYONE = [
    "field",
    "caseworker",
    "counsellor",
    "supervisor",
    "director",
    "technician",
    "auditor",
    "otherfield",
]
OUTSIDE = [
    "field",
    "field2",
    "caseworker",
    "counsellor",
    "supervisor2",
    "director",
    "director2",
    "technician",
]

STEPS: dict[str, Callable[[UnitOfWork, UUID], object]] = {
    "read": allegation_page,
    "acknowledge": acknowledge_allegation,
    "change urgency": lambda w, i: change_allegation_urgency(w, i, ChangeUrgency(Urgency.NOW, "Why.", 1)),
    "close": lambda w, i: close_allegation(w, i, CloseConcern("Why.", 1)),
}


@pytest.fixture
def with_circle(organisation: Organisation) -> Organisation:
    """An organisation with a safeguarding circle of the auditor, who sits on the board, and a supervisor."""
    safeguarding_circle(organisation, "auditor", "supervisor")
    return organisation


@pytest.mark.parametrize("name", EVERYONE)
def test_everyone_may_say_something_about_our_own(with_circle: Organisation, name: str) -> None:
    posted = allege(with_circle, name)

    for member in ("auditor", "supervisor"):
        with with_circle.reading(member) as work:
            page = allegation_page(work, posted.id)
        assert page.account is not None
        assert (page.account.about, page.account.observation.words) == (ABOUT, WORDS)


@pytest.mark.parametrize("name", OUTSIDE)
def test_nobody_outside_the_circle_reads_or_handles_it(with_circle: Organisation, name: str) -> None:
    posted = allege(with_circle)

    for step in STEPS.values():
        with with_circle.writing(name) as work, pytest.raises(NotVisible):
            step(work, posted.id)


@pytest.mark.parametrize("name", OUTSIDE)
def test_the_key_alone_keeps_it_from_everyone_outside(with_circle: Organisation, name: str) -> None:
    posted = allege(with_circle)

    with with_circle.with_locks(Locks.KEYS_ONLY).reading(name) as work:
        assert allegation_page(work, posted.id).account is None


@pytest.mark.parametrize("name", ["director", "supervisor2"])
def test_a_flag_shows_nothing_before_a_member_admits(with_circle: Organisation, name: str) -> None:
    """A director can name a friend, or themselves, for safeguarding; that alone must not even show a count."""
    posted = allege(with_circle)
    name_for_safeguarding(with_circle, name)

    with with_circle.reading(name) as work:
        seen = allegation_list(work)
        assert (seen.of_circle, seen.total, seen.is_member) == ((), 0, False)
        with pytest.raises(NotVisible):
            allegation_page(work, posted.id)


@pytest.mark.parametrize("name", OUTSIDE)
def test_no_list_count_or_today_has_it(with_circle: Organisation, name: str) -> None:
    posted = allege(with_circle, "otherfield")

    with with_circle.reading(name) as work:
        assert allegation_list(work).posted == ()
        assert waiting_count(work) == 0
        assert safeguarding_today.due_items(work) == []
        assert concerns_today.due_items(work) == []
        if name not in ("field", "field2", "technician"):
            assert inbox(work, InboxFilter()).list.total == 0
        if name != "technician":
            assert posted_concerns(work).total == 0
        assert not posted.reference.startswith("RV")


def test_members_find_it_in_their_own_list_and_in_today_and_not_among_concerns(
    with_circle: Organisation,
) -> None:
    posted = allege(with_circle)

    with with_circle.reading("supervisor") as work:
        assert [line.reference for line in allegation_list(work).of_circle] == [posted.reference]
        waiting = safeguarding_today.due_items(work)
        assert [(item.kind, item.code) for item in waiting] == [("allegation", posted.reference)]
        assert concerns_today.due_items(work) == []
        assert inbox(work, InboxFilter()).list.total == 0
        assert waiting_count(work) == 0


def test_the_numbers_of_concerns_have_no_gap_that_tells_of_it(with_circle: Organisation) -> None:
    first = post(with_circle)
    allege(with_circle)
    second = post(with_circle)

    assert (first.reference, second.reference) == ("RV-C-0001", "RV-C-0002")


@pytest.mark.parametrize("what", ["posting", "reading", "listing", "handling", "a damaged one"])
def test_the_trail_of_it_is_closed_to_everyone_outside(with_circle: Organisation, what: str) -> None:
    before = len(events(with_circle))
    posted = allege(with_circle, child_id=child_of(with_circle, "caseworker"))
    if what == "a damaged one":
        put(with_circle, Allegation, posted.id, account=b"not what was written")
    with with_circle.writing("supervisor") as work:
        if what == "listing":
            allegation_list(work)
        elif what == "handling":
            acknowledge_allegation(work, posted.id)
            change_allegation_urgency(work, posted.id, ChangeUrgency(Urgency.NOW, "Why.", 2))
            close_allegation(work, posted.id, CloseConcern("Why.", 3))
        elif what != "posting":
            allegation_page(work, posted.id)

    added = events(with_circle)[before:]
    told = [event for event in added if not event.action.startswith(("child.", "opened", "session"))]
    assert told
    with with_circle.server.store.reading() as session:
        folders = [
            str(each.id) for each in session.scalars(select(Folder).where(Folder.kind == "allegation"))
        ]
    about_it = [event for event in added if any(id_ in event.body for id_ in (*folders, str(posted.id)))]
    assert about_it
    assert {event.visibility for event in about_it} == {"safeguarding"}


def events(organisation: Organisation) -> list[AuditEvent]:
    """Return the whole trail."""
    with organisation.server.store.reading() as session:
        return list(session.scalars(select(AuditEvent).order_by(AuditEvent.seq)))


def test_the_poster_keeps_no_key_and_finds_it_by_their_receipt_alone(with_circle: Organisation) -> None:
    posted = allege(with_circle, urgency=Urgency.NOW)

    with with_circle.reading("field") as work, pytest.raises(NoKey):
        open_folder(work, work.session.get_one(Allegation, posted.id).folder_id)
    for name in ("field", "field2"):
        with with_circle.reading(name) as work, pytest.raises(NotVisible):
            allegation_receipt(work, posted.id)


def test_with_nobody_to_read_it_nothing_is_stored(organisation: Organisation) -> None:
    with organisation.writing("field") as work, pytest.raises(NotAllowedNow, match="no-safeguarding"):
        post_allegation(work, AllegationInput(uuid4(), Urgency.NOW, ABOUT, OBSERVED))

    with organisation.server.store.reading() as session:
        assert not session.scalars(select(Allegation)).all()
        assert not session.scalars(select(Concern)).all()
    with organisation.reading("field") as work:
        advice = posting_advice(work)
    assert not advice.can_be_read
    assert advice.duty_number == "012 000 111"


def test_people_who_were_only_named_do_not_count_as_readers(organisation: Organisation) -> None:
    name_for_safeguarding(organisation, "auditor")

    with organisation.writing("field") as work, pytest.raises(NotAllowedNow, match="no-safeguarding"):
        post_allegation(work, AllegationInput(uuid4(), Urgency.NOW, ABOUT, OBSERVED))


def test_who_writes_is_told_by_name_who_will_read(with_circle: Organisation) -> None:
    with with_circle.reading("field") as work:
        assert posting_advice(work).readers == ("Auditor Person", "Supervisor Person")


def test_a_child_is_named_to_readers_who_may_see_no_children(with_circle: Organisation) -> None:
    posted = allege(with_circle, child_id=child_of(with_circle))

    with with_circle.reading("auditor") as work:
        page = allegation_page(work, posted.id)
    assert page.child is None
    assert page.account is not None
    assert page.account.child_code == "RV-0001"
    with with_circle.reading("supervisor") as work:
        named = allegation_page(work, posted.id).child
    assert named is not None
    assert named.latin == "Sokha"


def test_members_answer_change_the_urgency_and_close(with_circle: Organisation) -> None:
    posted = allege(with_circle)
    with_circle.clock.move(timedelta(minutes=1))
    with with_circle.writing("auditor") as work:
        assert acknowledge_allegation(work, posted.id) is Outcome.DONE
        assert acknowledge_allegation(work, posted.id) is Outcome.WAS_DONE
        change_allegation_urgency(work, posted.id, ChangeUrgency(Urgency.NOW, "He works tonight.", 2))
    with with_circle.writing("supervisor") as work, pytest.raises(Conflict):
        close_allegation(work, posted.id, CloseConcern("Handed to the board.", 2))
    with with_circle.writing("supervisor") as work:
        close_allegation(work, posted.id, CloseConcern("Handed to the board.", 3))

    with with_circle.reading("auditor") as work:
        page = allegation_page(work, posted.id)
    assert page.handling is not None
    assert page.handling.closing_reasons == ("Handed to the board.",)
    assert [change.reason for change in page.handling.urgency_changes] == ["He works tonight."]
    words = " ".join(posted.receipt.words())
    assert come_back(with_circle.server, words, address="").first.state is ConcernState.CLOSED


def test_what_was_closed_by_mistake_waits_again_with_a_clock_of_its_own(with_circle: Organisation) -> None:
    posted = allege(with_circle)
    with with_circle.writing("auditor") as work:
        close_allegation(work, posted.id, CloseConcern("Handed to the board.", 1))
    with_circle.clock.move(timedelta(days=40))
    with with_circle.reading("supervisor") as work:
        version = allegation_page(work, posted.id).version
    with with_circle.writing("supervisor") as work, pytest.raises(NotAllowedNow, match="reason-missing"):
        reopen_allegation(work, posted.id, ReopenConcern(" ", version))
    with with_circle.writing("supervisor") as work:
        reopen_allegation(work, posted.id, ReopenConcern("The board never got it.", version))
    with with_circle.writing("auditor") as work:
        now = allegation_page(work, posted.id).version
        with pytest.raises(NotAllowedNow, match="concern-open"):
            reopen_allegation(work, posted.id, ReopenConcern("The same", now))

    with with_circle.reading("auditor") as work:
        page = allegation_page(work, posted.id)
        assert page.is_open
        assert page.line.clock is not None
        assert not page.line.clock.is_late
        assert page.handling is not None
        back = page.handling.taken_back(0)
        assert back is not None
        assert back.by in page.people
    words = " ".join(posted.receipt.words())
    assert come_back(with_circle.server, words, address="").first.state is ConcernState.WAITING


@pytest.mark.parametrize("name", ["field", "director"])
def test_nobody_outside_the_circle_opens_it_again(with_circle: Organisation, name: str) -> None:
    posted = allege(with_circle)
    with with_circle.writing("auditor") as work:
        close_allegation(work, posted.id, CloseConcern("Handed to the board.", 1))
    with with_circle.writing(name) as work, pytest.raises((NotVisible, Refused)):
        reopen_allegation(work, posted.id, ReopenConcern("It was not", 2))


def test_the_same_form_sent_as_a_concern_first_was_sent_before(with_circle: Organisation) -> None:
    """Somebody goes back, says that it is about one of our own, and sends again: the form asks, and loses nothing."""
    new = new_concern()
    post(with_circle, new=new)

    with pytest.raises(AlreadyDone):
        allege(with_circle, id=new.id)


def test_a_damaged_allegation_leaves_the_page_standing(with_circle: Organisation) -> None:
    posted = allege(with_circle)
    flip(with_circle, Allegation, "account", posted.id)

    with with_circle.reading("auditor") as work:
        page = allegation_page(work, posted.id)
    assert page.account is None
    assert page.line.reference == posted.reference


def test_a_newcomer_of_the_programme_reads_nothing_of_it(with_circle: Organisation) -> None:
    from app.foundation.roles import Role

    posted = allege(with_circle)
    add_person(with_circle, "newcomer", Role.SUPERVISOR, RIVERSIDE)

    with with_circle.with_locks(Locks.KEYS_ONLY).reading("newcomer") as work:
        assert allegation_page(work, posted.id).account is None
