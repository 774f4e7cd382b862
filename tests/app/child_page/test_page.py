"""A child's page is cut to what its reader holds; the list asks the nights."""

from datetime import date, timedelta

import pytest

from app.child_page.children_list import list_page
from app.child_page.page import AskedStory, ChildPage, child_page
from app.children.listing import Asked
from app.finding.by_code import records_with_code
from app.foundation.errors import NoKey
from app.foundation.local_time import local_day
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.outreach.met_since import met_since
from app.stage_moves.road import StepState
from app.unit_of_work import Locks
from tests.support.children import add_child
from tests.support.lived_in import LivedIn
from tests.support.organisation import Organisation


def page_for(lived: LivedIn, name: str, asked: AskedStory | None = None) -> ChildPage:
    with lived.organisation.reading(name) as work:
        return child_page(work, lived["child_id"], asked or AskedStory(), locale="en")


@pytest.mark.parametrize("name", ["caseworker", "supervisor", "director"])
def test_readers_of_the_case_see_the_road_and_what_is_next(lived: LivedIn, name: str) -> None:
    page = page_for(lived, name)

    assert page.road is not None
    assert page.road.case.id == lived["case_id"]
    assert [step.state for step in page.road.steps] == [StepState.AHEAD] * 3
    assert {item.kind for item in page.next_up} >= {"contact", "safety-plan"}
    assert [item.due_on for item in page.next_up] == sorted(item.due_on for item in page.next_up)


@pytest.mark.parametrize("name", ["field", "field2", "othercaseworker", "counsellor"])
def test_nobody_else_learns_that_there_is_a_case(lived: LivedIn, name: str) -> None:
    page = page_for(lived, name)

    assert page.road is None
    assert page.next_up == ()
    assert not {entry.kind for entry in page.story.entries} & {
        "case",
        "risk",
        "note",
        "stage-move",
        "safety-plan",
    }


def test_each_sees_what_happened_as_far_as_they_may_read(lived: LivedIn) -> None:
    kinds = {
        name: {entry.kind for entry in page_for(lived, name).story.entries}
        for name in ("field", "field2", "supervisor")
    }

    met = {"encounter", "home_visit", "kids_club", "club-absence", "group_session", "screening"}
    assert kinds["field"] == met
    assert kinds["field2"] == set()
    assert kinds["supervisor"] >= {"encounter", "concern", "disclosure", "case", "note"}


def test_the_story_is_cut_to_how_things_are_known(lived: LivedIn) -> None:
    told = page_for(lived, "supervisor", AskedStory(EvidenceBasis.TOLD)).story

    assert {entry.kind for entry in told.entries} == {"disclosure", "club-absence"}
    assert told.how is EvidenceBasis.TOLD


def test_a_right_that_is_missing_is_not_offered(lived: LivedIn) -> None:
    field, counsellor, caseworker = (
        page_for(lived, name).rights for name in ("field", "counsellor", "caseworker")
    )

    assert (field.writes, field.reads_emergency, field.opens_case, field.posts_concern) == (
        True,
        False,
        False,
        True,
    )
    assert (counsellor.writes, counsellor.reads_emergency) == (False, False)
    assert (caseworker.writes, caseworker.reads_emergency, caseworker.opens_case) == (True, True, False)


def test_a_case_is_offered_to_be_opened_only_while_none_is_open(lived: LivedIn) -> None:
    other_id = add_child(lived.organisation, latin="Chan Dara")
    with lived.organisation.reading("supervisor") as work:
        assert child_page(work, other_id, AskedStory(), locale="en").rights.opens_case
    assert not page_for(lived, "supervisor").rights.opens_case


def test_places_and_languages_are_in_words_of_the_page(organisation: Organisation) -> None:
    child_id = add_child(organisation, origin_area="06", origin="Baray")
    unknown_id = add_child(organisation, latin="Chan Dara", origin_area="9999")
    with organisation.reading("field") as work:
        assert child_page(work, child_id, AskedStory(), locale="en").origin == "Baray, Kampong Thom"
        assert child_page(work, child_id, AskedStory(), locale="km").origin == "Baray, កំពង់ធំ"
        assert child_page(work, unknown_id, AskedStory(), locale="en").origin == "9999"


def test_without_the_other_locks_the_key_alone_keeps_the_page_shut(lived: LivedIn) -> None:
    unlocked = lived.organisation.with_locks(Locks.KEYS_ONLY)
    for name in ("technician", "auditor", "otherfield"):
        with unlocked.reading(name) as work, pytest.raises(NoKey):
            child_page(work, lived["child_id"], AskedStory(), locale="en")


def test_met_since_counts_the_shifts_one_may_read(lived: LivedIn) -> None:
    add_child(lived.organisation, latin="Never met")
    found = {}
    for name in ("field", "field2", "caseworker", "supervisor", "counsellor"):
        with lived.organisation.reading(name) as work:
            today = local_day(work.now)
            page = list_page(work, Asked(met=met_since(work, today)))
            found[name] = [line.id for line in page.children.lines]
            later = list_page(work, Asked(met=met_since(work, today + timedelta(days=1))))
            assert later.children.lines == ()

    met = [lived["child_id"]]
    assert found == {"field": met, "field2": [], "caseworker": met, "supervisor": met, "counsellor": []}
    with lived.organisation.reading("field") as work:
        page = list_page(work, Asked(met=met_since(work, date(2000, 1, 1))))
        assert (page.knows_meetings, page.own_nights_only, page.may_write) == (True, True, True)


def test_a_code_finds_cases_and_concerns_for_their_readers(lived: LivedIn) -> None:
    def found(name: str, typed: str) -> list[str]:
        with lived.organisation.reading(name) as work:
            return [one.kind for one in records_with_code(work, typed)]

    assert found("supervisor", "RV-K-0001") == found("caseworker", " rv k ០០០១ ") == ["case"]
    assert found("supervisor", "rv-c-0001") == ["concern"]
    assert found("field", "RV-K-0001") == found("othersupervisor", "RV-K-0001") == []
    assert found("supervisor", "") == found("supervisor", "%") == []
