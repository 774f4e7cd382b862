"""A concern written by mistake counts for nothing once a second, uninvolved person agrees; its poster reads so."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from app.chronology.story import story_of
from app.concerns.concern_page import ConcernPage, concern_page
from app.concerns.concern_status import concern_status_of
from app.concerns.inbox import InboxFilter, inbox
from app.concerns.linking import loose_concerns
from app.concerns.mistaken import CONCERN
from app.concerns.of_meeting import told_of_meeting
from app.concerns.receipts import receipt
from app.concerns.triage import CloseConcern, ReopenConcern, acknowledge, close_concern, reopen_concern
from app.foundation.errors import NotAllowedNow, NotVisible, Refused, WayhomeError
from app.foundation.vocabulary.concern_states import ConcernState
from app.foundation.vocabulary.mark_outcomes import MarkOutcome
from app.mistakes.marking import MarkInput, SecondDecision, decide_mark, mark_mistaken, take_back_mark
from app.packets.gathering import pack_of
from app.packets.happenings import happenings_of
from app.stage_moves.facts import gather_facts
from models.case import Case
from models.concern import Concern
from tests.app.concerns.test_linking import add, hear, link
from tests.support.concerns import WORDS, assigned_case, new_concern, post
from tests.support.organisation import RIVERSIDE, Organisation
from tests.support.outreach import met_on, shift_of
from tests.support.tampering import put

WHY = "Posted twice; the other one is the one we work with."


def ask(organisation: Organisation, concern_id: UUID, by: str = "supervisor", *, back: bool = False) -> UUID:
    """Ask that a concern be marked, or count again. Returns the mark's id."""
    new, act = MarkInput(uuid4(), WHY), take_back_mark if back else mark_mistaken
    with organisation.writing(by) as work:
        assert act(work, CONCERN, concern_id, new) is MarkOutcome.WAITING
    organisation.clock.move(timedelta(seconds=1))
    return new.id


def agree(organisation: Organisation, mark_id: UUID, by: str = "supervisor2") -> None:
    """Agree as a second person."""
    with organisation.writing(by) as work:
        decide_mark(work, mark_id, SecondDecision(MarkOutcome.AGREED, "", 1))
    organisation.clock.move(timedelta(seconds=1))


def marked(organisation: Organisation, concern_id: UUID) -> None:
    """Have a concern marked by two people."""
    agree(organisation, ask(organisation, concern_id))


def page_of(organisation: Organisation, concern_id: UUID, by: str = "supervisor") -> ConcernPage:
    """Open a concern."""
    with organisation.reading(by) as work:
        return concern_page(work, concern_id)


def test_until_a_second_person_agrees_its_clock_runs_on_and_then_nothing_waits_for_it(
    organisation: Organisation,
) -> None:
    posted = post(organisation)
    mark_id = ask(organisation, posted.id)
    before = page_of(organisation, posted.id)
    assert (before.delivery.state, before.marks.is_marked) == (ConcernState.WAITING, False)
    assert before.delivery.clock is not None

    agree(organisation, mark_id)

    page = page_of(organisation, posted.id)
    assert (page.delivery.state, page.marks.is_marked, page.is_changed) == (ConcernState.CLOSED, True, False)
    assert page.observation is not None
    assert page.observation.words == WORDS
    with organisation.reading("supervisor") as work:
        found = inbox(work, InboxFilter())
    assert (found.list.lines, found.waiting) == ((), 0)
    with organisation.reading("field") as work:
        told = receipt(work, posted.id).delivery
    assert (told.is_mistaken, told.clock, told.is_changed) == (True, None, False)


def test_neither_who_asked_nor_who_posted_it_decides(organisation: Organisation) -> None:
    posted = post(organisation, by="supervisor2")
    mark_id = ask(organisation, posted.id)

    for name, reason in (("supervisor", "own-mark"), ("supervisor2", "involved-in-mark")):
        with organisation.writing(name) as work, pytest.raises(NotAllowedNow, match=reason):
            decide_mark(work, mark_id, SecondDecision(MarkOutcome.AGREED, "", 1))
    agree(organisation, mark_id, by="director")
    assert page_of(organisation, posted.id).marks.is_marked


@pytest.mark.parametrize(
    ("name", "error"), [("field", NotVisible), ("caseworker", Refused), ("othersupervisor", NotVisible)]
)
def test_only_supervision_asks(organisation: Organisation, name: str, error: type[WayhomeError]) -> None:
    opened, posted = assigned_case(organisation), post(organisation)
    link(organisation, posted.id, opened)
    with organisation.writing(name) as work, pytest.raises(error):
        mark_mistaken(work, CONCERN, posted.id, MarkInput(uuid4(), WHY))


def test_what_rested_on_it_rests_on_it_no_more(organisation: Organisation) -> None:
    meeting = met_on(organisation, shift_of(organisation, team=("field",)))
    opened, posted = assigned_case(organisation), post(organisation, new=new_concern(encounter_id=meeting))
    link(organisation, posted.id, opened)
    hear(organisation, posted.id)

    marked(organisation, posted.id)

    with organisation.reading("supervisor") as work:
        case = work.session.get_one(Case, opened.case_id)
        assert gather_facts(work, case).concerns == 0
        assert happenings_of(work, case, pack_of(work, RIVERSIDE)).known == ()
        assert told_of_meeting(work, meeting) == ()
        assert loose_concerns(work, opened.child_id, case_id=None) == ()
        told = {each.kind: each.is_mistaken for each in story_of(work, opened.child_id).entries}
    assert (told["concern"], told["disclosure"]) == (True, True)
    with organisation.writing("supervisor") as work, pytest.raises(NotAllowedNow, match="written-by-mistake"):
        reopen_concern(work, posted.id, ReopenConcern("no", page_of(organisation, posted.id).version))


def test_when_it_counts_after_all_its_clock_starts_anew(organisation: Organisation) -> None:
    posted = post(organisation)
    marked(organisation, posted.id)
    organisation.clock.move(timedelta(days=4))
    organisation.tokens.clear()

    agree(organisation, ask(organisation, posted.id, back=True))

    page = page_of(organisation, posted.id)
    assert (page.delivery.state, page.marks.is_marked, page.is_changed) == (
        ConcernState.WAITING,
        False,
        False,
    )
    assert page.delivery.clock is not None
    assert not page.delivery.clock.is_late


def test_what_its_poster_adds_makes_it_wait_again(organisation: Organisation) -> None:
    posted = post(organisation)
    marked(organisation, posted.id)
    add(organisation, posted.id, words="No, this is another one.")

    page = page_of(organisation, posted.id)
    assert (page.delivery.state, page.marks.is_marked, page.is_changed) == (ConcernState.WAITING, True, False)
    with organisation.writing("supervisor") as work:
        acknowledge(work, posted.id)
    assert (
        "wrote again after it was marked"
        in organisation.client("supervisor").get(f"/concerns/{posted.id}").text
    )
    assert "Received, acting." in organisation.client("field").get(f"/concerns/{posted.id}").text

    version = page_of(organisation, posted.id).version
    with organisation.writing("supervisor") as work:
        close_concern(work, posted.id, CloseConcern("It is the same one after all.", version))

    page = page_of(organisation, posted.id)
    assert (page.delivery.state, page.marks.is_marked, page.is_changed) == (ConcernState.CLOSED, True, False)


def test_a_mark_written_or_deleted_in_the_database_stops_no_clock(organisation: Organisation) -> None:
    first, second = post(organisation), post(organisation)
    marked(organisation, second.id)
    put(organisation, Concern, first.id, mistake_id=uuid4())
    put(organisation, Concern, second.id, mistake_id=None)

    with organisation.reading("supervisor") as work:
        for concern_id in (first.id, second.id):
            status = concern_status_of(work, work.session.get_one(Concern, concern_id))
            assert (status.waits, status.is_changed) == (True, True)
