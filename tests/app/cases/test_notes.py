"""Notes: written once, mended by their writer for a day, added to afterwards."""

from dataclasses import replace
from datetime import date, time, timedelta
from uuid import UUID, uuid4

import pytest

from app.cases.case_page import case_page
from app.cases.note_timeline import note_timeline
from app.cases.notes import NoteInput, NoteView, add_note, mend_note, read_note
from app.cases.risk import risk_page, set_risk
from app.foundation.errors import ChangedOutside, NotAllowedNow, NotVisible, Refused
from app.foundation.moments import MomentInput
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.foundation.vocabulary.risks import Risk
from app.mistakes.marking import MarkInput, mark_mistaken
from models.case import Case
from models.case_note import CaseNote
from tests.support.cases import READERS_OF_ELSE, WRITERS, new_case, today
from tests.support.organisation import Organisation
from tests.support.tampering import flip

DRAFT = NoteInput(
    "She came by herself and asked for the drawing book.",
    MomentInput(date(2026, 11, 1), time(16, 30)),
    EvidenceBasis.SEEN,
)


@pytest.fixture
def case_id(organisation: Organisation) -> UUID:
    """A case to which `caseworker` is assigned."""
    return new_case(organisation)


def written(
    organisation: Organisation, case_id: UUID, by: str = "caseworker", draft: NoteInput = DRAFT
) -> UUID:
    """Write a note in somebody's name."""
    note_id = uuid4()
    with organisation.writing(by) as work:
        add_note(work, case_id, note_id, draft)
    return note_id


def note(organisation: Organisation, note_id: UUID, by: str = "supervisor") -> NoteView:
    """Return a note as somebody reads it."""
    with organisation.reading(by) as work:
        return read_note(work, note_id)


@pytest.mark.parametrize("name", WRITERS)
def test_those_who_write_in_the_case_write_notes(
    organisation: Organisation, case_id: UUID, name: str
) -> None:
    seen = note(organisation, written(organisation, case_id, name))

    assert seen.content is not None
    assert seen.content.words == DRAFT.words
    assert seen.content.basis is EvidenceBasis.SEEN
    assert seen.content.is_time_known
    assert seen.happened_at.isoformat() == "2026-11-01T09:30:00+00:00"
    assert name.title() in seen.written_by


@pytest.mark.parametrize("name", READERS_OF_ELSE)
def test_nobody_else_learns_of_a_note(organisation: Organisation, case_id: UUID, name: str) -> None:
    note_id = written(organisation, case_id)

    with pytest.raises(NotVisible):
        written(organisation, case_id, name)
    with pytest.raises(NotVisible):
        note(organisation, note_id, name)
    with pytest.raises(NotVisible), organisation.writing(name) as work:
        mend_note(work, note_id, DRAFT, version=1)


def test_the_writer_mends_a_note_for_a_day_and_adds_to_it_afterwards(
    organisation: Organisation, case_id: UUID
) -> None:
    note_id = written(organisation, case_id)
    organisation.clock.move(timedelta(hours=24))
    with organisation.writing("caseworker") as work:
        mend_note(work, note_id, replace(DRAFT, words="She came with her sister."), version=1)

    organisation.clock.move(timedelta(seconds=1))
    with pytest.raises(NotAllowedNow, match="note-stands"), organisation.writing("caseworker") as work:
        mend_note(work, note_id, DRAFT, version=2)
    assert not note(organisation, note_id, "caseworker").may_mend
    more = uuid4()
    with organisation.writing("supervisor") as work:
        add_note(work, case_id, more, replace(DRAFT, words="The sister is older."), adds_to=note_id)
    added = note(organisation, more).content
    assert added is not None
    assert added.adds_to == note_id


@pytest.mark.parametrize("name", ["supervisor", "director"])
def test_nobody_mends_somebody_elses_note(organisation: Organisation, case_id: UUID, name: str) -> None:
    note_id = written(organisation, case_id)

    assert not note(organisation, note_id, name).may_mend
    with pytest.raises(Refused), organisation.writing(name) as work:
        mend_note(work, note_id, DRAFT, version=1)


@pytest.mark.parametrize(
    ("day", "reason"), [(date(2026, 11, 3), "in-the-future"), (date(1926, 11, 1), "too-long-ago")]
)
def test_nothing_has_happened_tomorrow_or_a_century_ago(
    organisation: Organisation, case_id: UUID, day: date, reason: str
) -> None:
    with pytest.raises(NotAllowedNow, match=reason):
        written(organisation, case_id, draft=replace(DRAFT, happened=MomentInput(day)))


def test_meeting_the_child_moves_the_next_contact_on_and_never_back(
    organisation: Organisation, case_id: UUID
) -> None:
    organisation.clock.move(timedelta(days=3))
    met_today = replace(DRAFT, happened=MomentInput(today(organisation)), met_child=True)
    written(organisation, case_id, draft=met_today)
    due = today(organisation) + timedelta(days=14)
    with organisation.reading("supervisor") as work:
        assert case_page(work, case_id).next_contact_on == due

    written(organisation, case_id, draft=replace(DRAFT, met_child=True))
    with organisation.reading("supervisor") as work:
        assert case_page(work, case_id).next_contact_on == due


def due_of(organisation: Organisation, case_id: UUID) -> date | None:
    """Return by when the child must be met."""
    with organisation.reading("supervisor") as work:
        return case_page(work, case_id).next_contact_on


def test_a_corrected_note_takes_back_the_contact_it_put_off(
    organisation: Organisation, case_id: UUID
) -> None:
    before = due_of(organisation, case_id)
    organisation.clock.move(timedelta(days=3))
    last, earlier = today(organisation), today(organisation) - timedelta(days=1)
    met = replace(DRAFT, happened=MomentInput(last), met_child=True)
    note_id = written(organisation, case_id, draft=met)
    assert due_of(organisation, case_id) == last + timedelta(days=14)

    for version, draft, due in (
        (1, replace(met, happened=MomentInput(earlier)), earlier + timedelta(days=14)),
        (2, replace(met, met_child=False), before),
        (3, met, last + timedelta(days=14)),
    ):
        with organisation.writing("caseworker") as work:
            mend_note(work, note_id, draft, version=version)
        assert due_of(organisation, case_id) == due


def test_a_corrected_note_leaves_what_another_one_planned(organisation: Organisation, case_id: UUID) -> None:
    organisation.clock.move(timedelta(days=3))
    met = replace(DRAFT, happened=MomentInput(today(organisation)), met_child=True)
    earlier = replace(met, happened=MomentInput(today(organisation) - timedelta(days=2)))
    written(organisation, case_id, draft=earlier)
    note_id = written(organisation, case_id, draft=met)

    with organisation.writing("caseworker") as work:
        mend_note(work, note_id, replace(met, met_child=False), version=1)

    assert due_of(organisation, case_id) == today(organisation) + timedelta(days=12)


def test_marking_a_corrected_note_takes_back_the_contact_it_put_off(
    organisation: Organisation, case_id: UUID
) -> None:
    before = due_of(organisation, case_id)
    organisation.clock.move(timedelta(days=3))
    met = replace(DRAFT, happened=MomentInput(today(organisation)), met_child=True)
    note_id = written(organisation, case_id, draft=met)
    with organisation.writing("caseworker") as work:
        earlier = replace(met, happened=MomentInput(today(organisation) - timedelta(days=1)))
        mend_note(work, note_id, earlier, version=1)

    with organisation.writing("caseworker") as work:
        mark_mistaken(work, "case_note", note_id, MarkInput(uuid4(), "It was her sister."))

    assert due_of(organisation, case_id) == before


def test_without_a_risk_to_count_by_a_meeting_sets_no_next_contact(
    organisation: Organisation, case_id: UUID
) -> None:
    with organisation.writing("supervisor") as work:
        version = risk_page(work, case_id).version
        set_risk(work, case_id, risk=Risk.NONE, reason="no longer", version=version)

    written(organisation, case_id, draft=replace(DRAFT, met_child=True))

    with organisation.reading("supervisor") as work:
        assert case_page(work, case_id).next_contact_on is None


def test_a_note_is_not_added_to_a_note_of_another_case(organisation: Organisation, case_id: UUID) -> None:
    elsewhere = written(organisation, new_case(organisation, "othercaseworker"), "othercaseworker")

    for name in ("caseworker", "supervisor"):
        with pytest.raises(NotVisible), organisation.writing(name) as work:
            add_note(work, case_id, uuid4(), DRAFT, adds_to=elsewhere)


def test_a_note_that_does_not_open_is_told_recorded_and_not_written_over(
    organisation: Organisation, case_id: UUID
) -> None:
    note_id = written(organisation, case_id)
    flip(organisation, CaseNote, "words", note_id)

    with pytest.raises(ChangedOutside):
        note(organisation, note_id)
    with organisation.reading("supervisor") as work:
        (entry,) = note_timeline(work, work.session.get_one(Case, case_id).child_id)
    assert (entry.is_changed, entry.text, entry.by) == (True, "", "")
    with pytest.raises(ChangedOutside), organisation.writing("caseworker") as work:
        mend_note(work, note_id, DRAFT, version=1)
