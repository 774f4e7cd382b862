"""Descriptions are found by whoever may read them and by nobody else, and said as they are written."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete

from app.finding.by_words import MOST_FOUND, find_by_words
from app.foundation.errors import NotVisible
from app.keyring.in_memory import drop_all_unused
from app.mistakes.marking import MarkInput, mark_mistaken, take_back_mark
from app.outreach import met_memory
from app.outreach.alike_page import alike_page
from app.outreach.documents import Place
from app.outreach.linking import link_child, unlink_child
from app.outreach.met_memory import descriptions_for
from app.outreach.met_page import MetAsked, MetPage, met_page
from app.outreach.mistaken import MEETING
from app.unit_of_work import Locks
from models.encounter import Encounter
from models.shift import ShiftMember
from tests.app.outreach.met_samples import meeting_of, met
from tests.support.children import add_child, events_since, last_seq
from tests.support.organisation import HILLSIDE, Organisation
from tests.support.outreach import change, rows_of, typed
from tests.support.tampering import behind, put

READERS = ("field", "caseworker", "othercaseworker", "supervisor", "supervisor2", "director", "director2")
OTHERS = ("field2", "counsellor", "otherfield", "othersupervisor", "technician", "auditor")


@pytest.fixture
def boy(organisation: Organisation) -> UUID:
    """A boy whom `field` met alone, and who is not yet known."""
    return met(organisation, "red shirt, scar on the forehead")


def found(organisation: Organisation, question: str, *, by: str = "supervisor") -> list[UUID]:
    """Return the rows and children that the search box finds for somebody."""
    with organisation.reading(by) as work:
        lines = find_by_words(work, question, locale="en").lines
    return [one.line.row_id if one.kind == "met" else one.line.id for one in lines]


def listed(organisation: Organisation, *, by: str = "supervisor", **asked: object) -> MetPage:
    with organisation.reading(by) as work:
        return met_page(work, MetAsked(**asked), page=1, locale="en")  # type: ignore[arg-type]


@pytest.mark.parametrize("name", READERS)
def test_whoever_reads_the_meeting_finds_it_and_sees_it_in_the_list(
    organisation: Organisation, boy: UUID, name: str
) -> None:
    assert found(organisation, "boy red shirt scar", by=name) == [boy]
    (item,) = listed(organisation, by=name).items
    assert (item.line.row_id, item.line.by) == (boy, "Field Person")
    assert item.line.place.startswith("ferry steps")


@pytest.mark.parametrize("name", OTHERS)
def test_another_role_night_or_base_finds_nothing(organisation: Organisation, boy: UUID, name: str) -> None:
    assert found(organisation, "red shirt") == [boy], "the memory of the office is filled"
    assert found(organisation, "boy red shirt scar", by=name) == []
    page = listed(organisation, by=name)
    assert (page.items, page.total, page.areas) == ((), 0, ())
    with organisation.reading(name) as work, pytest.raises(NotVisible):
        alike_page(work, boy, locale="en")


def test_nothing_is_found_by_whoever_lacks_the_keys_whatever_their_role(
    organisation: Organisation, boy: UUID
) -> None:
    without = organisation.with_locks(Locks.KEYS_ONLY)
    assert found(without, "red shirt") == [boy]
    for name in ("field2", "counsellor", "otherfield", "othersupervisor"):
        assert found(without, "boy red shirt scar", by=name) == []


@pytest.mark.parametrize(
    "question", ["ferry steps shirt", "red shirt about 9", "ប្រុស អាវក្រហម", "ស្នាម ថ្ងាស", "scar forhead"]
)
def test_words_of_either_language_places_and_ages_find(
    organisation: Organisation, boy: UUID, question: str
) -> None:
    assert found(organisation, question) == [boy]


def test_names_come_before_descriptions_and_both_are_found(organisation: Organisation, boy: UUID) -> None:
    named = add_child(organisation, latin="Sok Scar")
    looks = add_child(organisation, latin="Chan Dara", appearance="A scar on the arm")
    seen = found(organisation, "scar")
    assert (seen[0], set(seen[1:])) == (named, {boy, looks})


def test_what_a_child_looks_like_finds_them_for_everybody_of_the_base(organisation: Organisation) -> None:
    child = add_child(organisation, latin="Chan Dara", appearance="Silver thread\nat the wrist")
    for name in ("field", "field2", "counsellor", "supervisor", "director"):
        assert found(organisation, "silver thread wrist", by=name) == [child]
    assert found(organisation, "silver thread wrist", by="otherfield") == []


def test_only_what_is_shown_stands_in_the_trail(organisation: Organisation, boy: UUID) -> None:
    girl = met(organisation, "green bag")
    before = last_seq(organisation)
    assert found(organisation, "red shirt") == [boy]
    about = {id_ for _, ids in events_since(organisation, before) for id_ in ids}
    assert meeting_of(organisation, boy) in about
    assert meeting_of(organisation, girl) not in about


def test_a_link_takes_it_out_and_taking_the_link_back_brings_it_back(
    organisation: Organisation, boy: UUID
) -> None:
    child, meeting = add_child(organisation), meeting_of(organisation, boy)
    assert found(organisation, "red shirt") == [boy]
    with organisation.writing("caseworker") as work:
        link_child(work, meeting, boy, child)
    assert found(organisation, "red shirt") == []
    assert found(organisation, "red shirt", by="field") == []
    with organisation.writing("caseworker") as work:
        unlink_child(work, meeting, boy)
    assert found(organisation, "red shirt") == [boy]
    assert found(organisation, "red shirt", by="field") == [boy]


def test_a_meeting_written_by_mistake_drops_out_and_comes_back(organisation: Organisation, boy: UUID) -> None:
    meeting = meeting_of(organisation, boy)
    assert found(organisation, "red shirt") == [boy]
    with organisation.writing("field") as work:
        mark_mistaken(work, MEETING, meeting, MarkInput(uuid4(), "It was written twice."))
    assert found(organisation, "red shirt") == []
    assert listed(organisation).total == 0
    with organisation.writing("field") as work:
        take_back_mark(work, MEETING, meeting, MarkInput(uuid4(), "It was not."))
    assert found(organisation, "red shirt") == [boy]


def test_a_correction_is_found_by_its_new_words(organisation: Organisation, boy: UUID) -> None:
    meeting = meeting_of(organisation, boy)
    assert found(organisation, "red shirt") == [boy]
    (row,) = rows_of(organisation, meeting)
    new = type(row)(type(row.description)(row.description.sex, row.description.age, "green cap"), None, boy)
    change(organisation, meeting, typed(organisation, children=(new,)))
    assert found(organisation, "red shirt") == []
    assert found(organisation, "green cap") == [boy]


def test_whoever_leaves_the_base_finds_nothing_there_any_more(organisation: Organisation, boy: UUID) -> None:
    assert found(organisation, "red shirt", by="field") == [boy]
    with behind(organisation) as session:
        session.execute(delete(ShiftMember).where(ShiftMember.staff_id == organisation.ids["field"]))
    assert found(organisation, "red shirt", by="field") == []
    assert listed(organisation, by="field").total == 0


def test_a_row_moved_under_another_child_or_base_is_not_believed(
    organisation: Organisation, boy: UUID
) -> None:
    meeting = meeting_of(organisation, boy)
    assert found(organisation, "red shirt") == [boy]
    put(organisation, Encounter, meeting, base_id=HILLSIDE)
    assert found(organisation, "red shirt", by="othersupervisor") == []
    assert listed(organisation, by="othersupervisor").total == 0


def test_a_changed_row_tells_nothing_but_that(organisation: Organisation, boy: UUID) -> None:
    assert found(organisation, "red shirt") == [boy]
    put(organisation, Encounter, meeting_of(organisation, boy), met_at=organisation.clock.now())
    with organisation.reading("supervisor") as work:
        (one,) = find_by_words(work, "red shirt", locale="en").lines
        assert one.line.is_changed
        assert (one.line.description.words, one.line.place, one.line.by) == ("", "", "")
        page = alike_page(work, boy, locale="en")
    assert page is not None
    assert (page.line.is_changed, page.proposals, page.again) == (True, (), ())


def test_the_list_narrows_by_words_place_and_age(organisation: Organisation, boy: UUID) -> None:
    older = met(organisation, "blue shirt, about 16", place=Place(words="night market"))
    assert [item.line.row_id for item in listed(organisation).items] == [older, boy]
    for asked, rows in (
        ({"words": "red"}, [boy]),
        ({"area": "12"}, [boy]),
        ({"age": 16}, [older]),
        ({"age": 9}, [boy]),
        ({"words": "shirt", "age": 3}, []),
    ):
        assert [item.line.row_id for item in listed(organisation, **asked).items] == rows, asked
    assert listed(organisation).areas == (("12", "Phnom Penh"),)


def test_memory_is_filled_some_at_a_time_and_dropped_when_nobody_uses_it(
    organisation: Organisation, boy: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = met(organisation, "red cap")
    monkeypatch.setattr(met_memory, "READ_AT_ONCE", 1)
    organisation.clock.move(timedelta(minutes=16))
    drop_all_unused()
    first = listed(organisation)
    assert ([item.line.row_id for item in first.items], first.unread) == ([newer], 1)
    second = listed(organisation)
    assert ([item.line.row_id for item in second.items], second.unread) == ([newer, boy], 0)
    with organisation.reading("supervisor") as work:
        (memory,) = descriptions_for(work)
        assert len(memory.listed()) == 2
    organisation.clock.move(timedelta(minutes=16))
    drop_all_unused()
    with organisation.reading("field") as work:
        (own,) = descriptions_for(work)
        assert own is not memory


def test_more_than_are_shown_are_told_without_a_number(organisation: Organisation, boy: UUID) -> None:
    for _ in range(MOST_FOUND):
        add_child(organisation, latin="Sok Dara", appearance="red shirt")
    with organisation.reading("field") as work:
        result = find_by_words(work, "red shirt", locale="en")
    assert (len(result.lines), result.has_more) == (MOST_FOUND, True)
