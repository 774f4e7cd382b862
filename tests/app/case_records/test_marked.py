"""What was written by mistake is kept, shown as that, and counts for nothing: asked of every table of records."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete

from app.case_records.lists import fitting_on_boards
from app.foundation.errors import (
    AlreadyDone,
    ChangedOutside,
    Conflict,
    NotAllowedNow,
    NotVisible,
    Refused,
)
from app.foundation.vocabulary.mark_outcomes import MarkOutcome
from app.foundation.vocabulary.second_reasons import SecondReason
from app.mistakes import markables
from app.mistakes.marking import (
    MarkInput,
    SecondDecision,
    decide_mark,
    take_back_mark,
    withdraw_ask,
)
from app.mistakes.waiting import marks_to_decide
from models.case_record import CaseRecord
from models.mistake import MistakeMark
from tests.support.record_ground import (
    SAMPLES,
    TABLES,
    Ground,
    assert_refused,
    edit,
    records_of,
    write,
    writer_of,
)
from tests.support.tampering import behind, recorded

WHY = "This was about another child."
Table = type[CaseRecord]


def mark(
    ground: Ground, table: Table, record_id: UUID, *, by: str | None = None, mark_id: UUID | None = None
) -> UUID:
    """Mark a record of the open case as written by mistake. Returns the mark's id."""
    new = MarkInput(mark_id or uuid4(), WHY)
    with ground.organisation.writing(by or writer_of(table)) as work:
        records_of(table).mark_mistaken(work, ground.case_id, record_id, new)
    return new.id


def take_back(ground: Ground, table: Table, record_id: UUID) -> UUID:
    """Take the mark of a record back. Returns the id of that."""
    new = MarkInput(uuid4(), "It was about this child after all.")
    with ground.organisation.writing(writer_of(table)) as work:
        take_back_mark(work, table.__tablename__, record_id, new)
    return new.id


def decide(
    ground: Ground, mark_id: UUID, by: str, outcome: MarkOutcome = MarkOutcome.AGREED, *, words: str = ""
) -> None:
    """Decide as a second person."""
    with ground.organisation.writing(by) as work:
        decide_mark(work, mark_id, SecondDecision(outcome, words, version=1))


def counts(ground: Ground, table: Table, record_id: UUID) -> bool:
    """Tell whether a record counts; every way of asking must say the same."""
    records = records_of(table)
    with ground.organisation.reading("director") as work:
        query = records.of_case(work, ground.case_id).where(table.id == record_id)
        found = records.opened(work, query)
        assert found.changed == ()
        (one,) = (*found.records, *found.marked)
        told = {
            bool(records.fitting(work, query)),
            bool(fitting_on_boards(work, [one.row])),
            bool(found.records),
            not one.marks.is_marked,
        }
    (said,) = told
    return said


@pytest.fixture
def asks_for_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every record be relied on by something."""
    monkeypatch.setattr(markables, "_RELIANCES", [lambda _work, _row: SecondReason.LEFT_IN_PACKET])


@pytest.mark.parametrize("table", TABLES)
class TestMarked:
    def test_it_counts_for_nothing_stays_readable_and_counts_again(
        self, ground: Ground, table: Table
    ) -> None:
        record_id = write(ground, table)
        mark_id = mark(ground, table, record_id)
        assert not counts(ground, table, record_id)
        with ground.organisation.reading(writer_of(table)) as work:
            one = records_of(table).one(work, ground.case_id, record_id)
            assert one.document == SAMPLES[table][0]
            assert one.marks.mark is not None
            assert one.marks.mark.words == WHY
            assert_refused(NotAllowedNow, records_of(table).one_to_change, work, ground.case_id, record_id)
        assert_refused(NotAllowedNow, edit, ground, table, record_id=record_id)
        assert_refused(NotAllowedNow, mark, ground, table, record_id)
        assert_refused(AlreadyDone, mark, ground, table, record_id, mark_id=mark_id)

        take_back(ground, table, record_id)
        assert counts(ground, table, record_id)
        assert_refused(NotAllowedNow, take_back, ground, table, record_id)

    def test_a_mark_deleted_or_a_record_put_back_is_told(self, ground: Ground, table: Table) -> None:
        record_id = write(ground, table)
        mark_id = mark(ground, table, record_id)
        with behind(ground.organisation) as session:
            session.execute(delete(MistakeMark.__table__).where(MistakeMark.id == mark_id))  # type: ignore[arg-type]
        with ground.organisation.reading("director") as work:
            assert_refused(ChangedOutside, records_of(table).one, work, ground.case_id, record_id)
            query = records_of(table).of_case(work, ground.case_id).where(table.id == record_id)
            assert records_of(table).fitting(work, query) == []

    def test_what_it_said_before_is_kept_with_who_and_when(self, ground: Ground, table: Table) -> None:
        record_id = write(ground, table)
        edit(ground, table, record_id=record_id)
        with ground.organisation.reading(writer_of(table)) as work:
            (before,) = records_of(table).earlier(work, ground.case_id, record_id)
        assert before.document == SAMPLES[table][0]
        assert SAMPLES[table][1].items() <= before.facts.items()
        assert before.replaced_by == f"{writer_of(table).title()} Person"

    @pytest.mark.usefixtures("asks_for_a_second")
    def test_where_a_second_person_decides_it_counts_until_they_agree(
        self, ground: Ground, table: Table
    ) -> None:
        record_id = write(ground, table)
        mark_id = mark(ground, table, record_id)
        assert counts(ground, table, record_id)
        assert_refused(NotAllowedNow, mark, ground, table, record_id)
        if writer_of(table) == "supervisor":
            assert_refused(NotAllowedNow, decide, ground, mark_id, "supervisor")
        decide(ground, mark_id, "director")
        assert not counts(ground, table, record_id)
        assert_refused(AlreadyDone, decide, ground, mark_id, "director")

        back = take_back(ground, table, record_id)
        assert not counts(ground, table, record_id)
        assert_refused(NotAllowedNow, decide, ground, back, "director", MarkOutcome.REFUSED)
        decide(ground, back, "director", MarkOutcome.REFUSED, words="It stays marked.")
        assert not counts(ground, table, record_id)


class TestTheSecondPerson:
    """By the table of notes; the rule is the mechanism's and the same for all."""

    TABLE = next(table for table in TABLES if table.__name__ == "CaseNote")

    @pytest.mark.usefixtures("asks_for_a_second")
    def test_neither_the_asker_nor_whom_it_is_by_decides(self, ground: Ground) -> None:
        record_id = write(ground, self.TABLE, by="supervisor")
        for_caseworker = mark(ground, self.TABLE, record_id, by="caseworker")
        assert_refused(NotAllowedNow, decide, ground, for_caseworker, "supervisor")  # wrote it
        assert_refused(Refused, decide, ground, for_caseworker, "caseworker")  # may not decide at all
        assert_refused(NotVisible, decide, ground, for_caseworker, "othersupervisor")
        with ground.organisation.writing("caseworker") as work:
            withdraw_ask(work, self.TABLE.__tablename__, record_id, for_caseworker)
        assert_refused(Conflict, decide, ground, for_caseworker, "director")

        theirs = mark(ground, self.TABLE, record_id, by="director")
        assert_refused(NotAllowedNow, decide, ground, theirs, "director")

    @pytest.mark.usefixtures("asks_for_a_second")
    def test_what_waits_is_found_by_those_who_may_decide(self, ground: Ground) -> None:
        mark_id = mark(ground, self.TABLE, write(ground, self.TABLE))
        for name, sees in (("supervisor", True), ("director", True), ("caseworker", False)):
            with ground.organisation.reading(name) as work:
                assert (mark_id in {item.record_id for item in marks_to_decide(work)}) is sees
        with ground.organisation.reading("othersupervisor") as work:
            assert marks_to_decide(work) == []

    @pytest.mark.usefixtures("asks_for_a_second")
    def test_a_decision_that_nobody_signed_is_told(self, ground: Ground) -> None:
        record_id = write(ground, self.TABLE)
        mark_id = mark(ground, self.TABLE, record_id)
        decide(ground, mark_id, "director")
        with ground.organisation.reading("supervisor") as work:
            state: Any = records_of(self.TABLE).one(work, ground.case_id, record_id).marks
            assert state.mark.by_second

    def test_the_trail_tells_who_and_which_and_no_words(self, ground: Ground) -> None:
        record_id = write(ground, self.TABLE)
        mark_id = mark(ground, self.TABLE, record_id)
        bodies = [event.body for event in recorded(ground.organisation, "mistake.marked")]
        (told,) = [body for body in bodies if str(mark_id) in body]
        assert str(record_id) in told
        assert str(ground.case_id) in told
        assert WHY not in told
