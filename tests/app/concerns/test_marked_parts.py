"""A child's words, or something added to a concern, written by mistake: two people say so, and it counts no more."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import update

from app.chronology.story import story_of
from app.concerns.concern_page import concern_page
from app.concerns.disclosures import DisclosureInput, add_disclosure
from app.concerns.mistaken_parts import concern_part
from app.concerns.part_marks import ADDED, SAID
from app.foundation.errors import NotAllowedNow, NotVisible, Refused, WayhomeError
from app.foundation.vocabulary.languages import Language
from app.foundation.vocabulary.mark_outcomes import MarkOutcome
from app.foundation.vocabulary.promptings import Prompting
from app.mistakes.marking import MarkInput, SecondDecision, decide_mark, mark_mistaken, take_back_mark
from app.packets.contents import EntryKind
from app.packets.gathering import pack_of
from app.packets.happenings import happenings_of
from models.case import Case
from models.mistake import MistakeMark
from tests.app.concerns.test_linking import add, link
from tests.support.concerns import SEEN_ON, OpenCase, assigned_case, post
from tests.support.organisation import RIVERSIDE, Organisation
from tests.support.tampering import behind

WHY = "It was another child who said this."


@pytest.fixture
def opened(organisation: Organisation) -> OpenCase:
    """A case with its caseworker and counsellor."""
    return assigned_case(organisation)


@pytest.fixture
def concern_id(organisation: Organisation, opened: OpenCase) -> UUID:
    """A concern in that case."""
    posted = post(organisation)
    link(organisation, posted.id, opened)
    return posted.id


def hear(organisation: Organisation, concern_id: UUID, words: str, corrects: UUID | None = None) -> UUID:
    """Write down, as who was there, what a child said. Returns its id."""
    new = DisclosureInput(uuid4(), words, Language.ENG, Prompting.SPONTANEOUS, SEEN_ON, corrects_id=corrects)
    with organisation.writing("field") as work:
        add_disclosure(work, concern_id, new)
    organisation.clock.move(timedelta(seconds=1))
    return new.id


def ask(organisation: Organisation, name: str, record_id: UUID, *, back: bool = False) -> UUID:
    """Ask, as a supervisor, that it be marked or count again. Returns the mark's id."""
    new, act = MarkInput(uuid4(), WHY), take_back_mark if back else mark_mistaken
    with organisation.writing("supervisor") as work:
        assert act(work, name, record_id, new) is MarkOutcome.WAITING
    organisation.clock.move(timedelta(seconds=1))
    return new.id


def agree(organisation: Organisation, mark_id: UUID, by: str = "supervisor2") -> None:
    """Agree as a second person."""
    with organisation.writing(by) as work:
        decide_mark(work, mark_id, SecondDecision(MarkOutcome.AGREED, "", 1))
    organisation.clock.move(timedelta(seconds=1))


def said(organisation: Organisation, opened: OpenCase) -> list[str]:
    """Return the child's words that a packet would be offered."""
    with organisation.reading("caseworker") as work:
        case = work.session.get_one(Case, opened.case_id)
        known = happenings_of(work, case, pack_of(work, RIVERSIDE)).known
    return [entry.text for entry in known if entry.kind is EntryKind.SAID]


def test_words_count_until_both_say_so_and_stay_readable(
    organisation: Organisation, opened: OpenCase, concern_id: UUID
) -> None:
    words = hear(organisation, concern_id, "He calls me.")
    mark_id = ask(organisation, SAID, words)
    assert said(organisation, opened) == ["He calls me."]

    agree(organisation, mark_id)

    assert said(organisation, opened) == []
    with organisation.reading("caseworker") as work:
        read = concern_part(work, words).read
        told = {each.kind: each.is_mistaken for each in story_of(work, opened.child_id).entries}
    assert read.document is not None
    assert (read.marks.is_marked, told["disclosure"], told["concern"]) == (True, True, False)
    with pytest.raises(NotAllowedNow, match="nothing-to-correct"):
        hear(organisation, concern_id, "She called me.", corrects=words)

    agree(organisation, ask(organisation, SAID, words, back=True))
    assert said(organisation, opened) == ["He calls me."]


def test_what_a_mistaken_correction_had_corrected_stands_again(
    organisation: Organisation, opened: OpenCase, concern_id: UUID
) -> None:
    words = hear(organisation, concern_id, "He calls me.")
    correction = hear(organisation, concern_id, "He called once.", corrects=words)
    assert said(organisation, opened) == ["He called once."]

    agree(organisation, ask(organisation, SAID, correction))

    assert said(organisation, opened) == ["He calls me."]
    with organisation.reading("supervisor") as work:
        first, second = concern_page(work, concern_id).disclosures
    assert (first.corrected_by, second.marks.is_marked) == (None, True)


def test_a_correction_of_a_mistaken_correction_corrects_what_that_one_did(
    organisation: Organisation, opened: OpenCase, concern_id: UUID
) -> None:
    words = hear(organisation, concern_id, "He calls me.")
    wrong = hear(organisation, concern_id, "She called once.", corrects=words)
    right = hear(organisation, concern_id, "He called once.", corrects=wrong)

    agree(organisation, ask(organisation, SAID, wrong))

    assert said(organisation, opened) == ["He called once."], "the child said one thing"
    with organisation.reading("supervisor") as work:
        first, second, third = concern_page(work, concern_id).disclosures
    assert (first.corrected_by, second.corrected_by, third.corrected_by) == (right, None, None)


def test_something_added_is_marked_in_the_same_way(organisation: Organisation, concern_id: UUID) -> None:
    add(organisation, concern_id, words="The police were told.")
    with organisation.reading("supervisor") as work:
        (added,) = concern_page(work, concern_id).additions

    agree(organisation, ask(organisation, ADDED, added.id))

    with organisation.reading("caseworker") as work:
        (added,) = concern_page(work, concern_id).additions
    assert added.document is not None
    assert (added.marks.is_marked, added.is_changed) == (True, False)


def test_neither_who_asked_nor_who_heard_it_decides(organisation: Organisation, concern_id: UUID) -> None:
    new = DisclosureInput(uuid4(), "He calls me.", Language.ENG, Prompting.SPONTANEOUS, SEEN_ON)
    with organisation.writing("supervisor2") as work:
        add_disclosure(work, concern_id, new)
    mark_id = ask(organisation, SAID, new.id)

    for name, reason in (("supervisor", "own-mark"), ("supervisor2", "involved-in-mark")):
        with organisation.writing(name) as work, pytest.raises(NotAllowedNow, match=reason):
            decide_mark(work, mark_id, SecondDecision(MarkOutcome.AGREED, "", 1))
    agree(organisation, mark_id, by="director")


@pytest.mark.parametrize(
    ("name", "error"), [("field", NotVisible), ("caseworker", Refused), ("othersupervisor", NotVisible)]
)
def test_only_supervision_asks(
    organisation: Organisation, concern_id: UUID, name: str, error: type[WayhomeError]
) -> None:
    words = hear(organisation, concern_id, "He calls me.")
    with organisation.writing(name) as work, pytest.raises(error):
        mark_mistaken(work, SAID, words, MarkInput(uuid4(), WHY))
    if name != "caseworker":
        with organisation.reading(name) as work, pytest.raises(NotVisible):
            concern_part(work, words)


def test_that_both_agreed_is_not_believed_from_the_database(
    organisation: Organisation, opened: OpenCase, concern_id: UUID
) -> None:
    words = hear(organisation, concern_id, "He calls me.")
    mark_id = ask(organisation, SAID, words)
    with behind(organisation) as session:
        session.execute(
            update(MistakeMark)
            .where(MistakeMark.id == mark_id)
            .values(outcome="agreed", decided_by=organisation.ids["supervisor2"])
        )
    # Nobody can tell whether it counts: it does not open for a packet, which stops.
    with organisation.reading("caseworker") as work:
        case = work.session.get_one(Case, opened.case_id)
        found = happenings_of(work, case, pack_of(work, RIVERSIDE))
    assert (found.changed, words in found.closed) == ((words,), True)
    with organisation.reading("supervisor") as work:
        (read,) = concern_page(work, concern_id).disclosures
    assert (read.marks.is_marked, read.marks.is_changed) == (False, True)
