"""What happened to a child: from every room, in order, cut to what the reader holds."""

from datetime import date, time, timedelta
from math import ceil
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from app.cases.notes import NoteInput, add_note
from app.chronology.story import Story, story_of
from app.foundation.moments import MomentInput, as_typed
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.outreach.documents import Account, ChildDescription, MetChildInput, Place
from app.outreach.writing import EncounterInput, write_encounter
from models.case_note import CaseNote
from models.encounter import Encounter
from tests.support.children import add_child
from tests.support.lived_in import LivedIn
from tests.support.organisation import RIVERSIDE
from tests.support.statements import counted_statements
from tests.support.tampering import flip, recorded


def told(lived: LivedIn, name: str, *, how: EvidenceBasis | None = None, page: int = 1) -> Story:
    """Return the story as somebody reads it."""
    with lived.organisation.reading(name) as work:
        return story_of(work, lived["child_id"], how=how, page=page)


def kinds(found: Story) -> set[str]:
    """Return the kinds of what is told."""
    return {entry.kind for entry in found.entries}


def test_everyone_is_told_what_their_rooms_let_them_read(lived: LivedIn) -> None:
    case = {
        "case",
        "risk",
        "note",
        "safety-plan",
        "placement",
        "stage-move",
        "concern-taken-out",
        "assignment",
    }
    concern, restoration = {"concern", "disclosure"}, {"assessment"}
    family, met = {"family"}, {"encounter", "home_visit", "kids_club", "club-absence", "group_session"}
    screening = {"screening"}

    assert kinds(told(lived, "supervisor")) == case | concern | restoration | met | family | screening
    assert kinds(told(lived, "director")) == case | concern | restoration | met | family | screening
    assert kinds(told(lived, "caseworker")) == case | concern | restoration | met | family | screening
    assert kinds(told(lived, "counsellor")) == concern | restoration | screening | {"group_session"}
    assert kinds(told(lived, "field")) == met | screening
    assert kinds(told(lived, "othercaseworker")) == met | family
    assert kinds(told(lived, "othersupervisor")) == set()
    assert kinds(told(lived, "technician")) == set()


def test_the_newest_stands_first(lived: LivedIn) -> None:
    moments = [entry.at for entry in told(lived, "supervisor").entries]

    assert moments == sorted(moments, reverse=True)


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ("seen", {"encounter", "home_visit", "kids_club", "group_session", "concern", "note"}),
        ("told", {"disclosure", "club-absence"}),
    ],
)
def test_the_story_is_cut_by_how_something_is_known(lived: LivedIn, how: str, expected: set[str]) -> None:
    assert kinds(told(lived, "caseworker", how=EvidenceBasis(how))) == expected


def test_what_does_not_open_is_told_without_words_and_the_rest_stands(lived: LivedIn) -> None:
    flip(lived.organisation, CaseNote, "words", lived["note_id"])

    found = told(lived, "caseworker")
    changed = [entry for entry in found.entries if entry.is_changed]
    assert [entry.kind for entry in changed] == ["note"]
    assert all(entry.text == "" for entry in changed)
    assert recorded(lived.organisation, "seal.refused")


def test_the_story_has_pages(lived: LivedIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Story, "PAGE_SIZE", 4)
    whole = told(lived, "supervisor").total

    pages = [told(lived, "supervisor", page=page) for page in range(1, ceil(whole / 4) + 1)]
    assert sum(len(page.entries) for page in pages) == whole
    assert pages[0].first == 1
    assert pages[0].last == 4
    assert not pages[0].is_whole
    seen: list[tuple[str, UUID, object]] = [
        (entry.kind, entry.record_id, entry.title) for page in pages for entry in page.entries
    ]
    assert len(seen) == whole


def test_a_note_about_an_earlier_day_stands_on_that_day(lived: LivedIn) -> None:
    note_id = uuid4()
    with lived.organisation.writing("caseworker") as work:
        draft = NoteInput("came home late", MomentInput(date(2026, 10, 1)), EvidenceBasis.TOLD)
        add_note(work, lived["case_id"], note_id, draft)

    assert told(lived, "caseworker").entries[-1].record_id == note_id


def meet_again(lived: LivedIn, times: int) -> None:
    """Meet the child more often on the same night, written by somebody who may not read it afterwards."""
    with lived.organisation.writing("field") as work:
        now = as_typed(work.now).at or time(20)
        for number in range(times):
            child = MetChildInput(ChildDescription(words="red shirt"), lived["child_id"])
            account = Account(Place(words="by the steps"), words=f"meeting {number}")
            write_encounter(work, lived["shift_id"], uuid4(), EncounterInput(now, account, 1, (child,)))


def test_of_a_meeting_with_others_the_trail_names_everybody_who_was_there(lived: LivedIn) -> None:
    other = add_child(lived.organisation)
    with lived.organisation.writing("field") as work:
        children = tuple(MetChildInput(ChildDescription(), id_) for id_ in (lived["child_id"], other))
        account = Account(Place(words="by the steps"), words="two sisters")
        now = as_typed(work.now).at or time(20)
        write_encounter(work, lived["shift_id"], uuid4(), EncounterInput(now, account, 2, children))

    with lived.organisation.reading("supervisor") as work:
        entries = story_of(work, lived["child_id"]).entries
        opened = {subject for each in work.opened.values() for subject in each.subjects}

    assert any("two sisters" in entry.text for entry in entries)
    assert {lived["child_id"], other} <= opened


def note_again(lived: LivedIn, times: int) -> None:
    """Write more notes about the child."""
    with lived.organisation.writing("caseworker") as work:
        for number in range(times):
            draft = NoteInput(f"note {number}", as_typed(work.now), EvidenceBasis.TOLD)
            add_note(work, lived["case_id"], uuid4(), draft)


def statements_of_page(lived: LivedIn, name: str) -> int:
    """Return how many statements a child's page sends, drawn once before so that everything is warm."""
    client, address = lived.organisation.client(name), f"/children/{lived['child_id']}"
    assert client.get(address).status_code == 200
    with counted_statements(lived.organisation.server.store.engine) as sent:
        assert client.get(address).status_code == 200
    return len(sent)


@pytest.mark.parametrize("name", ["supervisor", "caseworker", "field"])
def test_a_childs_page_asks_the_database_no_more_for_a_long_road(lived: LivedIn, name: str) -> None:
    short = statements_of_page(lived, name)
    meet_again(lived, 12)
    note_again(lived, 12)

    # Once notes and meetings fill the page, what would open a visit or a register is not asked for.
    assert statements_of_page(lived, name) <= short
    # Each of eleven rooms that tell of the child asks for its own rows, their keys and marks.
    assert short <= 100


def test_only_what_stands_on_the_page_is_opened(lived: LivedIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Story, "PAGE_SIZE", 4)
    lived.organisation.clock.move(timedelta(hours=4))
    meet_again(lived, 9)

    with lived.organisation.reading("supervisor") as work:
        page = story_of(work, lived["child_id"])
        assert {entry.kind for entry in page.entries} == {"encounter"}
        meetings = select(Encounter.folder_id).where(Encounter.folder_id.in_(work.opened[RIVERSIDE].folders))
        assert len(work.session.scalars(meetings).all()) == 4
    assert page.total == told(lived, "director").total


@pytest.mark.parametrize("how", list(EvidenceBasis))
def test_a_filtered_story_has_pages_too(
    lived: LivedIn, monkeypatch: pytest.MonkeyPatch, how: EvidenceBasis
) -> None:
    meet_again(lived, 5)
    note_again(lived, 5)
    monkeypatch.setattr(Story, "PAGE_SIZE", 100)
    whole = [entry for entry in told(lived, "supervisor").entries if entry.basis is how]
    monkeypatch.setattr(Story, "PAGE_SIZE", 3)

    pages = [told(lived, "supervisor", how=how, page=page) for page in range(1, 7)]
    assert [entry.record_id for page in pages for entry in page.entries] == [one.record_id for one in whole]
    assert {page.total for page in pages} == {len(whole)}
