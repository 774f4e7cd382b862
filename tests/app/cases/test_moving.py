"""A note or a task in the wrong case is moved to the right one, and its words leave the wrong case's folder."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from app.access.scope import has
from app.case_records.history import record_history
from app.case_records.moving import MoveInput
from app.cases.moving import case_to_move_to, move_to_case
from app.cases.notes import NOTES, NoteInput, add_note, mend_note
from app.cases.tasks import TASKS, TaskInput, add_task
from app.foundation.errors import AlreadyDone, NotAllowedNow, NotVisible, WayhomeError
from app.foundation.moments import as_typed
from app.foundation.permissions import Permission
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.foundation.vocabulary.mark_outcomes import MarkOutcome
from app.foundation.vocabulary.second_reasons import SecondReason
from app.mistakes import marking
from app.mistakes.marking import MarkInput, SecondDecision, decide_mark, mark_mistaken, take_back_mark
from models.case import Case
from tests.support.cases import new_case, today
from tests.support.organisation import Organisation
from tests.support.pages import read, send

WORDS, WHY = "She sang at the river", "It was about the other girl."


@pytest.fixture
def cases(organisation: Organisation) -> tuple[UUID, UUID]:
    """The wrong case, which another caseworker works on too, and the right one."""
    return new_case(organisation, "caseworker", "othercaseworker"), new_case(organisation)


def note_in(organisation: Organisation, case_id: UUID, *, met: bool = False) -> UUID:
    note_id = uuid4()
    with organisation.writing("caseworker") as work:
        first = NoteInput("She sang", as_typed(work.now), EvidenceBasis.SEEN, met_child=met)
        add_note(work, case_id, note_id, first)
    with organisation.writing("caseworker") as work:
        mend_note(work, note_id, NoteInput(WORDS, as_typed(work.now), EvidenceBasis.SEEN, met), version=1)
    return note_id


def move(
    organisation: Organisation, table: str, record_id: UUID, cases: tuple[UUID, UUID], new_id: UUID
) -> None:
    with organisation.writing("caseworker") as work:
        move_to_case(work, table, cases[0], record_id, MoveInput(new_id, cases[1], WHY))


def test_a_note_goes_with_what_it_said_before_and_leaves_nothing_behind(
    organisation: Organisation, cases: tuple[UUID, UUID]
) -> None:
    note_id, new_id = note_in(organisation, cases[0]), uuid4()
    organisation.clock.move(timedelta(days=2))
    move(organisation, "case_note", note_id, cases, new_id)
    with pytest.raises(AlreadyDone):
        move(organisation, "case_note", note_id, cases, new_id)
    with pytest.raises(NotAllowedNow, match="moved-already"):
        move(organisation, "case_note", note_id, cases, uuid4())

    with organisation.reading("caseworker") as work:
        moved, left = record_history(work, cases[1], new_id), record_history(work, cases[0], note_id)
        assert moved.document.words == WORDS
        assert [each.document.words for each in moved.earlier if each.document] == ["She sang"]
        assert moved.people[moved.came_from.written_by] == "Caseworker Person"
        assert left.moved_to == cases[1]
        assert left.moved_to_code == work.session.get_one(Case, cases[1]).code
        assert left.marks.is_marked
    with organisation.reading("othercaseworker") as work:
        seen = record_history(work, cases[0], note_id)
        assert (seen.document.words, seen.moved_to_code) == ("", "")
        assert WORDS not in repr(seen)
        assert "She sang" not in repr(seen)
        with pytest.raises(NotVisible):
            record_history(work, cases[1], new_id)


def test_a_task_is_given_to_nobody_who_cannot_open_the_right_case(
    organisation: Organisation, cases: tuple[UUID, UUID]
) -> None:
    task_id, new_id = uuid4(), uuid4()
    with organisation.writing("caseworker") as work:
        due_on = today(organisation) + timedelta(days=3)
        add_task(work, cases[0], task_id, TaskInput(WORDS, due_on, organisation.ids["othercaseworker"]))
    move(organisation, "task", task_id, cases, new_id)
    with organisation.reading("caseworker") as work:
        row = TASKS.one(work, cases[1], new_id).row
        assert (row.due_on, row.assignee_id) == (due_on, None)


def test_a_meeting_in_a_note_counts_for_the_right_child_alone(
    organisation: Organisation, cases: tuple[UUID, UUID]
) -> None:
    def next_contacts() -> list[object]:
        with organisation.reading("director") as work:
            return [work.session.get_one(Case, case_id).next_contact_on for case_id in cases]

    before = next_contacts()
    organisation.clock.move(timedelta(days=1))
    note_id = note_in(organisation, cases[0], met=True)
    after = next_contacts()
    assert after[0] > before[0]  # type: ignore[operator]
    move(organisation, "case_note", note_id, cases, uuid4())
    assert next_contacts() == [before[0], after[0]]


@pytest.mark.parametrize("table", ["case_note", "task"])
def test_what_a_move_left_behind_never_counts_again(
    organisation: Organisation, cases: tuple[UUID, UUID], table: str
) -> None:
    record_id, contact = uuid4(), None
    if table == "task":
        with organisation.writing("caseworker") as work:
            add_task(work, cases[0], record_id, TaskInput(WORDS, today(organisation), None))
    else:
        record_id = note_in(organisation, cases[0], met=True)
    move(organisation, table, record_id, cases, uuid4())
    with organisation.reading("director") as work:
        contact = work.session.get_one(Case, cases[0]).next_contact_on

    with pytest.raises(NotAllowedNow, match="moved-away"), organisation.writing("caseworker") as work:
        take_back_mark(work, table, record_id, MarkInput(uuid4(), "Pressed."))

    address = f"/cases/{cases[0]}/records/{record_id}"
    page = read(organisation.client("caseworker").get(address))
    assert page.find("a", href=f"{address}/counts-again") is None
    answer = send(organisation.client("caseworker"), f"{address}/counts-again", {"reason": "Pressed."})
    assert "Nothing is left here that could count." in read(answer, status=422).text
    with organisation.reading("director") as work:
        assert work.session.get_one(Case, cases[0]).next_contact_on == contact


def test_a_second_person_agrees_to_nothing_that_was_moved_since(
    organisation: Organisation, cases: tuple[UUID, UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    note_id, mark_id = note_in(organisation, cases[0]), uuid4()
    with organisation.writing("caseworker") as work:
        mark_mistaken(work, "case_note", note_id, MarkInput(uuid4(), WHY))
    with monkeypatch.context() as patched:
        patched.setattr(marking, "why_second", lambda *_: SecondReason.STAGE_RESTED_ON_IT)
        with organisation.writing("caseworker") as work:
            take_back_mark(work, "case_note", note_id, MarkInput(mark_id, "It was her."))
    move(organisation, "case_note", note_id, cases, uuid4())

    with pytest.raises(NotAllowedNow, match="moved-away"), organisation.writing("supervisor") as work:
        decide_mark(work, mark_id, SecondDecision(MarkOutcome.AGREED, "", 1))
    with organisation.writing("supervisor") as work:
        decide_mark(work, mark_id, SecondDecision(MarkOutcome.REFUSED, "It was moved.", 1))


@pytest.mark.parametrize(("code", "reason"), [("RV-CASE-9999", "no-such-case"), ("own", "same-case")])
def test_a_code_that_leads_nowhere_is_told(
    organisation: Organisation, cases: tuple[UUID, UUID], code: str, reason: str
) -> None:
    note_id = note_in(organisation, cases[0])
    with organisation.writing("caseworker") as work, pytest.raises(NotAllowedNow, match=reason):
        typed = work.session.get_one(Case, cases[0]).code if code == "own" else code
        new = MoveInput(uuid4(), case_to_move_to(work, f" {typed.lower()} "), WHY)
        move_to_case(work, "case_note", cases[0], note_id, new)


def test_nobody_moves_into_a_case_they_do_not_work_on(
    organisation: Organisation, cases: tuple[UUID, UUID]
) -> None:
    note_id = note_in(organisation, cases[0])
    with organisation.writing("othercaseworker") as work, pytest.raises(WayhomeError):
        assert has(work, Permission.CASE_WRITE)
        move_to_case(work, "case_note", cases[0], note_id, MoveInput(uuid4(), cases[1], WHY))
    with organisation.reading("caseworker") as work:
        assert NOTES.one(work, cases[0], note_id).document is not None
