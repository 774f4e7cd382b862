"""What is promised of every record of a case, asked of every table that is written so; a room tests its own rules."""

import json
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import inspect, select

from app.case_records.records import ALL_RECORDS, Closed
from app.foundation.access_rules import reach_of
from app.foundation.errors import (
    AlreadyDone,
    ChangedOutside,
    Conflict,
    NotAllowedNow,
    NotVisible,
    Refused,
)
from app.keyring.boards import board_fits
from app.keyring.folders import Fit
from app.unit_of_work import UnitOfWork
from models.case import Case
from models.case_record import CaseRecord
from models.mapping import UtcDateTime
from tests.architecture.generated import import_every_room
from tests.support.record_ground import (
    COLUMNS,
    DAY,
    EDITED,
    OUTSIDERS,
    SAMPLES,
    TABLES,
    Ground,
    assert_refused,
    edit,
    records_of,
    sealed_column,
    write,
    writer_of,
)
from tests.support.tampering import flip, recorded


def test_every_table_written_so_is_asked() -> None:
    import_every_room()
    assert set(ALL_RECORDS) == set(SAMPLES), "SAMPLES above has one of each"


@pytest.mark.parametrize("table", TABLES)
class TestBeginning:
    def test_the_same_form_sent_twice_makes_one(self, ground: Ground, table: type[CaseRecord]) -> None:
        assert_refused(AlreadyDone, write, ground, table, record_id=ground.id_of(table))

    def test_an_id_that_is_somebody_elses_or_of_another_case_is_refused(
        self, ground: Ground, table: type[CaseRecord]
    ) -> None:
        assert_refused(Refused, write, ground, table, record_id=ground.id_of(table), by="director")
        assert_refused(Refused, write, ground, table, ground.other_id, record_id=ground.id_of(table))

    def test_the_event_names_record_case_and_child(self, ground: Ground, table: type[CaseRecord]) -> None:
        with ground.organisation.reading("director") as work:
            child_id = work.session.get_one(Case, ground.case_id).child_id
        bodies = [
            json.loads(each.body)
            for each in recorded(ground.organisation, f"{records_of(table).event}.written")
        ]
        about = {str(ground.id_of(table)), str(ground.case_id), str(child_id)}
        assert about in [set(body["subjects"]) for body in bodies]
        assert {body["facts"].get("words") for body in bodies} == {None}

    def test_a_closed_case_takes_only_what_is_said_to_be_taken(
        self, ground: Ground, table: type[CaseRecord]
    ) -> None:
        if records_of(table).on_closed is Closed.TAKES:
            write(ground, table, ground.closed_id)
        else:
            assert_refused(NotAllowedNow, write, ground, table, ground.closed_id)

    def test_a_form_sent_twice_is_done_though_the_case_was_closed_since(
        self, ground: Ground, table: type[CaseRecord]
    ) -> None:
        record_id = ground.id_of(table, ground.closed_id)
        assert_refused(AlreadyDone, write, ground, table, ground.closed_id, record_id=record_id)

    def test_it_lies_in_the_one_folder_of_its_kind(self, ground: Ground, table: type[CaseRecord]) -> None:
        with ground.organisation.reading("director") as work:
            rows = work.session.scalars(select(table).where(table.case_id == ground.case_id)).all()
            assert len({row.folder_id for row in rows}) == 1
            assert ground.row(work, table).base_id == work.session.get_one(Case, ground.case_id).base_id

    @pytest.mark.parametrize("name", OUTSIDERS)
    def test_nobody_else_learns_that_there_is_such_a_case(
        self, ground: Ground, table: type[CaseRecord], name: str
    ) -> None:
        assert_refused(NotVisible, write, ground, table, by=name)
        assert_refused(NotVisible, edit, ground, table, by=name)
        with ground.organisation.reading(name) as work:
            assert work.session.scalars(records_of(table).reached(work)).all() == []

    @pytest.mark.parametrize("name", ["caseworker", "counsellor"])
    def test_who_reads_and_may_not_write_is_refused(
        self, ground: Ground, table: type[CaseRecord], name: str
    ) -> None:
        records = records_of(table)
        with ground.organisation.reading(name) as work:
            reads, writes = (reach_of(work.person, each) for each in (records.reads, records.writes))
        if writes is None:
            assert_refused(NotVisible if reads is None else Refused, write, ground, table, by=name)


@pytest.mark.parametrize("table", TABLES)
class TestReading:
    def test_a_record_is_opened_under_its_own_case_alone(
        self, ground: Ground, table: type[CaseRecord]
    ) -> None:
        records, record_id = records_of(table), ground.id_of(table)
        with ground.organisation.reading(writer_of(table)) as work:
            assert records.one(work, ground.case_id, record_id).document == SAMPLES[table][0]
            assert_refused(NotVisible, records.one, work, ground.other_id, record_id)

    def test_a_damaged_value_is_set_apart_and_the_others_stand(
        self, ground: Ground, table: type[CaseRecord]
    ) -> None:
        records, sealed = records_of(table), sealed_column(table)
        whole = write(ground, table)
        before = len(recorded(ground.organisation, "seal.refused"))
        flip(ground.organisation, table, sealed, ground.id_of(table))
        with ground.organisation.reading(writer_of(table)) as work:
            found = records.opened(work, records.of_case(work, ground.case_id))
            assert_refused(ChangedOutside, records.one, work, ground.case_id, ground.id_of(table))
            fitting = records.fitting(work, records.of_case(work, ground.case_id))
        flip(ground.organisation, table, sealed, ground.id_of(table))

        assert [one.id for one in found.changed] == [ground.id_of(table)]
        assert whole in {one.row.id for one in found.records}
        assert ground.id_of(table) not in {row.id for row in fitting}
        assert len(recorded(ground.organisation, "seal.refused")) > before


@pytest.mark.parametrize("table", TABLES)
class TestChanging:
    def test_a_record_is_changed_under_its_own_case_alone(
        self, ground: Ground, table: type[CaseRecord]
    ) -> None:
        assert_refused(NotVisible, edit, ground, table, ground.other_id, record_id=ground.id_of(table))
        assert_refused(NotVisible, edit, ground, table, record_id=uuid4())

    def test_a_record_of_a_closed_case_is_changed_only_where_it_takes_new_ones(
        self, ground: Ground, table: type[CaseRecord]
    ) -> None:
        record_id = ground.id_of(table, ground.closed_id)
        if records_of(table).on_closed is Closed.TAKES:
            edit(ground, table, ground.closed_id, record_id=record_id)
        else:
            assert_refused(NotAllowedNow, edit, ground, table, ground.closed_id, record_id=record_id)

    def test_nothing_is_put_over_what_was_changed_outside(
        self, ground: Ground, table: type[CaseRecord]
    ) -> None:
        later = ground.organisation.clock.now() + timedelta(hours=1)
        with ground.changed(table, written_at=later):
            assert_refused(ChangedOutside, edit, ground, table)

    def test_one_changed_outside_does_not_stop_the_next(
        self, ground: Ground, table: type[CaseRecord]
    ) -> None:
        with (
            ground.changed(table, written_at=ground.organisation.clock.now() + timedelta(hours=1)),
            ground.organisation.writing(writer_of(table)) as work,
        ):
            new = records_of(table).begin(work, ground.case_id, uuid4())
            assert ground.id_of(table) not in {row.id for row in new.others()}
            new.save("written", SAMPLES[table][0], **SAMPLES[table][1])


@pytest.mark.parametrize("table", EDITED)
def test_of_two_who_change_one_record_the_second_is_told(ground: Ground, table: type[CaseRecord]) -> None:
    with ground.organisation.reading("director") as work:
        version = ground.row(work, table).version
    edit(ground, table, version=version)

    for stale in (version, 0, -1, version + 7):
        assert_refused(Conflict, edit, ground, table, version=stale)


@pytest.mark.parametrize("table", [table for table in TABLES if hasattr(table, "replaced_by")])
def test_a_correction_takes_the_place_of_the_one_before_once(ground: Ground, table: type[CaseRecord]) -> None:
    old, new = write(ground, table), uuid4()
    document, facts = SAMPLES[table]
    records = records_of(table)
    with ground.organisation.writing(writer_of(table)) as work:
        records.supersede(work, ground.case_id, old, new).save("written", document, **facts)
    with ground.organisation.reading(writer_of(table)) as work:
        replaced: Any = records.one(work, ground.case_id, old).row
        assert replaced.replaced_by == new
    with ground.organisation.writing(writer_of(table)) as work:
        assert_refused(Conflict, records.supersede, work, ground.case_id, old, uuid4())


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_a_changed_fact_is_told_in_its_folder_and_on_boards(
    ground: Ground, table: type[CaseRecord], column: str
) -> None:
    with ground.organisation.reading("director") as work:
        row = ground.row(work, table)
        assert records_of(table).fits(work, [row])[row.id] is Fit.FITS
        assert board_fits(work, [row])[row.id] is Fit.FITS
        lie = another_value(ground, work, table, column, getattr(row, column))
    with ground.changed(table, **{column: lie}), ground.organisation.reading("director") as work:
        row_id = lie if column == "id" else ground.id_of(table)
        row = work.session.get_one(table, row_id)

        assert records_of(table).fits(work, [row])[row_id] is Fit.CHANGED
        assert board_fits(work, [row])[row_id] is Fit.CHANGED


def another_value(ground: Ground, work: UnitOfWork, table: type[CaseRecord], column: str, value: Any) -> Any:
    """Return another valid value of a column's kind."""
    declared = inspect(table).column_attrs[column].columns[0]
    for link in declared.foreign_keys:
        others = select(link.column).where(link.column != value) if value else select(link.column)
        return work.session.scalars(others.limit(1)).one()
    if declared.type.python_type is UUID:
        return uuid4()
    if isinstance(declared.type, UtcDateTime):
        return (value or ground.organisation.clock.now()) + timedelta(hours=1)
    if declared.type.python_type is date:
        return (value or DAY) + timedelta(days=1)
    return value + 1 if isinstance(value, int) else f"{value}x"
