"""A changed column of a concern, an addition, the child's words or an allegation shows no lie and stops no clock."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from app.concerns.adding import AdditionInput, add_to_concern
from app.concerns.chronology import chronology_entries
from app.concerns.concern_page import ConcernPage, concern_page
from app.concerns.disclosures import DisclosureInput, add_disclosure
from app.concerns.inbox import InboxFilter, InboxLine, Shown, inbox
from app.concerns.receipts import receipt
from app.concerns.triage import ChangeUrgency, acknowledge, change_urgency
from app.foundation.errors import ChangedOutside, KeyRefused, NotVisible
from app.foundation.vocabulary.addition_kinds import AdditionKind
from app.foundation.vocabulary.concern_states import ConcernState
from app.foundation.vocabulary.languages import Language
from app.foundation.vocabulary.promptings import Prompting
from app.foundation.vocabulary.urgencies import Urgency
from app.safeguarding.allegations import acknowledge_allegation
from app.safeguarding.coming_back import come_back
from app.safeguarding.pages import allegation_list, allegation_page, allegation_receipt
from models.allegation import Allegation
from models.concern import Concern, ConcernAddition
from models.disclosure import Disclosure
from tests.support.concerns import (
    SEEN_ON,
    WORDS,
    allege,
    assigned_case,
    child_of,
    new_concern,
    post,
    safeguarding_circle,
)
from tests.support.organisation import HILLSIDE, Organisation, copy_of
from tests.support.outreach import met_on, shift_of
from tests.support.tampering import MEANT, SaysLies, bound_columns, changed, recorded

ANOTHER_TIME = timedelta(hours=-30)

OF_CONCERN: dict[str, Any] = {
    "id": None,  # every receipt and folder is another's then: told by the sweep
    "mistake_id": uuid4(),
    "reference": "RV-C-0999",
    "base_id": HILLSIDE,
    "folder_id": MEANT,
    "posted_by": "caseworker",
    "posted_at": ANOTHER_TIME,
    "urgency": "low",
    "child_id": MEANT,
    "case_id": MEANT,
    "encounter_id": MEANT,
    "version": 9,
}
DERIVED: dict[str, Any] = {
    "due_at": timedelta(days=7),
    "state": "closed",
    "acknowledged_at": ANOTHER_TIME,
    "acknowledged_by": "director",
    "closed_at": ANOTHER_TIME,
    "closed_by": "director",
}
OF_ADDITION: dict[str, Any] = {
    "id": None,
    "concern_id": MEANT,
    "folder_id": MEANT,
    "posted_by": "caseworker",
    "posted_at": ANOTHER_TIME,
}
OF_WORDS: dict[str, Any] = {
    "id": None,
    "concern_id": MEANT,
    "corrects_id": MEANT,
    "folder_id": MEANT,
    "heard_by": "caseworker",
    "heard_at": ANOTHER_TIME,
    "written_at": ANOTHER_TIME,
}
OF_ALLEGATION: dict[str, Any] = {
    "id": None,
    "reference": "S-AAAA-BBBB",
    "folder_id": MEANT,
    "posted_by": "caseworker",
    "posted_at": ANOTHER_TIME,
    "urgency": "low",
    "version": 9,
    "receipt_key": "ab" * 32,
}


@dataclass
class Posted(SaysLies):
    """A concern that was received, with what was added to it, an allegation, and other records to point at."""

    organisation: Organisation
    concern_id: UUID
    child_id: UUID
    addition_id: UUID
    words_id: UUID
    allegation_id: UUID
    receipt: str
    others: dict[str, UUID]


@pytest.fixture(scope="module")
def posted(built_organisation: Organisation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Posted]:
    """One organisation for all of these; each changed cell is put back."""
    organisation = copy_of(built_organisation, tmp_path_factory.mktemp("changed-concerns"))
    safeguarding_circle(organisation)
    opened, child_id = assigned_case(organisation), child_of(organisation)
    encounter_id = met_on(organisation, shift_of(organisation))
    concern = post(organisation, new=new_concern(Urgency.NOW, child_id=child_id))
    other = post(organisation)
    addition_id = _add(organisation, concern.id)
    words_id, other_words = (_hear(organisation, id_) for id_ in (concern.id, other.id))
    allegation = allege(organisation)
    organisation.clock.move(timedelta(minutes=5))
    with organisation.writing("supervisor") as work:
        acknowledge(work, concern.id)
        folder_id = work.session.get_one(Concern, other.id).folder_id
    with organisation.writing("auditor") as work:
        acknowledge_allegation(work, allegation.id)
    others = {
        "folder_id": folder_id,
        "child_id": opened.child_id,
        "case_id": opened.case_id,
        "encounter_id": encounter_id,
        "concern_id": other.id,
        "corrects_id": other_words,
    }
    organisation.clock.move(timedelta(hours=1))
    receipt = " ".join(allegation.receipt.words())
    yield Posted(organisation, concern.id, child_id, addition_id, words_id, allegation.id, receipt, others)
    organisation.server.store.engine.dispose()


def _add(organisation: Organisation, concern_id: UUID) -> UUID:
    new = AdditionInput(
        uuid4(), AdditionKind.TOLD_POLICE, SEEN_ON, told_whom="The commune post", words="Told."
    )
    with organisation.writing("field") as work:
        add_to_concern(work, concern_id, new)
    return new.id


def _hear(organisation: Organisation, concern_id: UUID) -> UUID:
    new = DisclosureInput(uuid4(), "ខ្ញុំចង់ទៅផ្ទះ", Language.KHM, Prompting.SPONTANEOUS, SEEN_ON)
    with organisation.writing("field") as work:
        add_disclosure(work, concern_id, new)
    return new.id


def page_of(posted: Posted, by: str = "director") -> ConcernPage:
    """Return the concern's page as a director reads it, in whatever base it says it is."""
    with posted.organisation.reading(by) as work:
        return concern_page(work, posted.concern_id)


def line_of(posted: Posted) -> InboxLine:
    """Return the concern's line in whatever list it stands in."""
    for shown in (Shown.OPEN, Shown.CLOSED):
        with posted.organisation.reading("director") as work:
            lines = inbox(work, InboxFilter(shown)).list.lines
        found = [line for line in lines if line.id == posted.concern_id]
        if found:
            return found[0]
    raise AssertionError("the concern is in no list")


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        (Concern, OF_CONCERN),
        (ConcernAddition, OF_ADDITION),
        (Disclosure, OF_WORDS),
        (Allegation, OF_ALLEGATION),
    ],
)
def test_every_bound_column_is_changed_here(table: type[Any], columns: dict[str, Any]) -> None:
    assert bound_columns(table) == set(columns)


def test_nothing_is_red_before(posted: Posted) -> None:
    page = page_of(posted)

    assert (page.is_changed, page.delivery.state) == (False, ConcernState.ACKNOWLEDGED)
    assert page.observation is not None
    assert not line_of(posted).is_changed
    assert not any(each.is_changed for each in page.additions)
    assert not any(each.is_changed for each in page.disclosures)


@pytest.mark.parametrize("column", [name for name, value in (OF_CONCERN | DERIVED).items() if value])
def test_a_changed_concern_stays_in_red_and_its_clock_goes_on(posted: Posted, column: str) -> None:
    before = page_of(posted)
    value = posted.value_of(column, (OF_CONCERN | DERIVED)[column])

    with changed(posted.organisation, Concern, posted.concern_id, **{column: value}):
        page, line = page_of(posted), line_of(posted)
        with posted.organisation.reading("director") as work:
            told = [
                entry
                for child_id in (posted.child_id, posted.others["child_id"])
                for entry in chronology_entries(work, child_id=child_id)
                if entry.kind == "concern" and entry.record_id == posted.concern_id
            ]

    assert page.is_changed
    assert line.is_changed
    assert (page.delivery.state, line.state) == (ConcernState.WAITING, ConcernState.WAITING)
    assert page.delivery.must_call
    assert line.clock is not None
    assert line.clock.is_late
    assert (page.delivery.reference, page.delivery.urgency) == (before.delivery.reference, Urgency.NOW)
    assert (page.posted_at, page.posted_by) == (before.posted_at, before.posted_by)
    assert (page.child_id, page.case_id, page.encounter_id) == (None, None, None)
    assert (line.child_code, line.is_in_case) == ("", False)
    assert all(entry.is_changed and not entry.text for entry in told)
    if column in OF_CONCERN:
        assert page.observation is None
    assert not page_of(posted).is_changed


@pytest.mark.parametrize("column", ["reference", "base_id", "posted_at", "urgency", "due_at", "state"])
def test_its_poster_is_told_no_lie_either(posted: Posted, column: str) -> None:
    with posted.organisation.reading("field") as work:
        before = receipt(work, posted.concern_id)
    value = posted.value_of(column, (OF_CONCERN | DERIVED)[column])

    with (
        changed(posted.organisation, Concern, posted.concern_id, **{column: value}),
        posted.organisation.reading("field") as work,
    ):
        seen = receipt(work, posted.concern_id)

    assert seen.delivery.is_changed
    assert seen.delivery.must_call
    assert (seen.delivery.reference, seen.posted_at) == (before.delivery.reference, before.posted_at)
    assert (seen.added_at, seen.heard_at) == (before.added_at, before.heard_at)
    assert seen.delivery.duty_number == before.delivery.duty_number


def test_nothing_is_written_over_a_changed_concern(posted: Posted) -> None:
    with changed(posted.organisation, Concern, posted.concern_id, child_id=posted.others["child_id"]):
        version = page_of(posted).version
        change = ChangeUrgency(Urgency.LOW, "It is quiet.", version)
        with posted.organisation.writing("director") as work, pytest.raises((ChangedOutside, KeyRefused)):
            change_urgency(work, posted.concern_id, change)
    assert recorded(posted.organisation, "seal.refused")


@pytest.mark.parametrize("column", [name for name, value in OF_ADDITION.items() if value])
def test_a_changed_addition_names_nobody_and_no_time(posted: Posted, column: str) -> None:
    value = posted.value_of(column, OF_ADDITION[column])
    with changed(posted.organisation, ConcernAddition, posted.addition_id, **{column: value}):
        concern_id = value if column == "concern_id" else posted.concern_id
        with posted.organisation.reading("director") as work:
            page = concern_page(work, concern_id)

    (found,) = [each for each in page.additions if each.id == posted.addition_id]
    assert found.is_changed
    assert (found.document, found.posted_by, found.posted_at) == (None, None, None)


@pytest.mark.parametrize("column", [name for name, value in OF_WORDS.items() if value])
def test_a_childs_changed_words_name_nobody_and_no_time(posted: Posted, column: str) -> None:
    value = posted.value_of(column, OF_WORDS[column])
    with changed(posted.organisation, Disclosure, posted.words_id, **{column: value}):
        concern_id = value if column == "concern_id" else posted.concern_id
        with posted.organisation.reading("director") as work:
            page = concern_page(work, concern_id)
            entries = chronology_entries(work, child_id=posted.child_id)

    (found,) = [each for each in page.disclosures if each.id == posted.words_id]
    assert found.is_changed
    assert (found.document, found.heard_by, found.written_at) == (None, None, None)
    assert all(entry.is_changed for entry in entries if entry.kind == "disclosure")


@pytest.mark.parametrize(
    "column", [name for name, value in (OF_ALLEGATION | DERIVED).items() if value and name != "closed_by"]
)
def test_a_changed_allegation_waits_in_red(posted: Posted, column: str) -> None:
    value = posted.value_of(column, (OF_ALLEGATION | DERIVED)[column])
    if column == "folder_id":
        with posted.organisation.server.store.reading() as session:
            value = session.get_one(Concern, posted.concern_id).folder_id
    with changed(posted.organisation, Allegation, posted.allegation_id, **{column: value}):
        with posted.organisation.reading("auditor") as work:
            page = allegation_page(work, posted.allegation_id)
        with posted.organisation.reading("auditor") as work:
            lines = {line.id: line for line in allegation_list(work).of_circle}

    line = lines[posted.allegation_id]
    for each in (page.line, line):
        assert (each.is_changed, each.state) == (True, ConcernState.WAITING)
        assert (each.urgency, each.reference == "S-AAAA-BBBB") == (Urgency.HIGH, False)
        assert each.clock is not None
    if column in OF_ALLEGATION:
        assert page.account is None
    of_it = [event for event in recorded(posted.organisation, "seal.refused") if "allegation" in event.body]
    assert {event.visibility for event in of_it} <= {"safeguarding"}


@pytest.mark.parametrize("column", ["reference", "posted_at", "urgency", "state"])
def test_whoever_spoke_up_is_told_no_lie(posted: Posted, column: str) -> None:
    value = posted.value_of(column, (OF_ALLEGATION | DERIVED)[column])
    with (
        changed(posted.organisation, Allegation, posted.allegation_id, **{column: value}),
    ):
        line = come_back(posted.organisation.server, posted.receipt, address="").first

    assert (line.is_changed, line.state, line.urgency) == (True, ConcernState.WAITING, Urgency.HIGH)


def test_an_allegation_put_in_another_posters_name_is_not_shown_to_them_as_theirs(posted: Posted) -> None:
    poster = posted.organisation.ids["caseworker"]
    with changed(posted.organisation, Allegation, posted.allegation_id, posted_by=poster):
        for name in ("field", "caseworker"):
            with posted.organisation.reading(name) as work, pytest.raises(NotVisible):
                allegation_receipt(work, posted.allegation_id)
        with posted.organisation.reading("caseworker") as work:
            assert not allegation_list(work).posted


def test_the_words_of_a_concern_are_whole_again(posted: Posted) -> None:
    page = page_of(posted)

    assert page.observation is not None
    assert page.observation.words == WORDS
