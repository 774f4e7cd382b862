"""Two open cases and a closed one, with one record of every table of records of a case in each."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import inspect

from app.case_records.records import ALL_RECORDS, CaseRecords
from app.cases.documents import NoteWords, TaskWords
from app.consent.documents import ConsentTerms
from app.foundation.errors import (
    WayhomeError,
)
from app.foundation.permissions import Permission
from app.foundation.vocabulary.consent_bases import ConsentBasis
from app.foundation.vocabulary.home_safeties import HomeSafety
from app.foundation.vocabulary.placement_kinds import PlacementKind
from app.placements.documents import Home
from app.restoration.assessments import DomainScore, ScoreSheet
from app.restoration.goals import GoalWords
from app.restoration.returns import ReturnWords
from app.restoration.reviews import ReviewRemark
from app.safety_plans.documents import PlanAction, PlanWords
from app.unit_of_work import UnitOfWork
from models.assessment import Assessment
from models.assessment_return import AssessmentReturn
from models.case_note import CaseNote
from models.case_record import CaseRecord
from models.consent import Consent
from models.goal import Goal
from models.mapping import Versioned
from models.placement import Placement
from models.restoration_review import RestorationReview
from models.safety_plan import SafetyPlan
from models.task import Task
from tests.architecture.generated import import_every_room
from tests.support.cases import new_case
from tests.support.opened_cases import put_at
from tests.support.organisation import Organisation
from tests.support.tampering import put

DAY, MOMENT = date(2026, 11, 20), datetime(2026, 11, 1, 9, tzinfo=UTC)
CONSENT = ConsentTerms(ConsentBasis.CAREGIVER, MOMENT, is_time_known=True, written_by=UUID(int=1))

SAMPLES: dict[type[CaseRecord], tuple[Any, dict[str, Any]]] = {
    Placement: (Home(PlacementKind.KINSHIP, HomeSafety.SAFE), {"from_on": DAY}),
    SafetyPlan: (PlanWords((PlanAction("her aunt", "sleeps there"),)), {"review_on": DAY}),
    Task: (TaskWords("ask the school"), {"due_on": DAY}),
    CaseNote: (NoteWords("went to school"), {"happened_at": MOMENT}),
    Goal: (GoalWords("go to school again"), {"due_on": DAY}),
    Assessment: (
        ScoreSheet((DomainScore("safety", 3),)),
        {"pack_id": "restoration-core", "pack_version": 1, "scored_on": DAY},
    ),
    AssessmentReturn: (
        ReturnWords("look at the school again"),
        {"assessment_id": UUID(int=7), "due_on": DAY, "answered_by": None},
    ),
    RestorationReview: (ReviewRemark("well done"), {"next_review_on": DAY}),
    Consent: (CONSENT, {"given_at": MOMENT}),
}
"""A document and the readable facts that a record of each table cannot be without."""

TABLES = sorted(SAMPLES, key=lambda table: table.__name__)
EDITED = [table for table in TABLES if issubclass(table, Versioned)]
OUTSIDERS = ("field", "othercaseworker", "othersupervisor", "technician", "auditor")
COLUMNS = [
    (table, column.key)
    for table in TABLES
    for column in inspect(table).column_attrs
    if column.columns[0].info.get("held") == "bound"
]


@dataclass
class Ground:
    """Two open cases of one caseworker and counsellor, a closed one, and one record of each table in each."""

    organisation: Organisation
    case_id: UUID
    other_id: UUID
    closed_id: UUID
    ids: dict[tuple[UUID, type[CaseRecord]], UUID] = field(default_factory=dict)

    def id_of(self, table: type[CaseRecord], case_id: UUID | None = None) -> UUID:
        return self.ids[case_id or self.case_id, table]

    def row(self, work: UnitOfWork, table: type[CaseRecord]) -> Any:
        return work.session.get_one(table, self.id_of(table))

    @contextmanager
    def changed(self, table: type[CaseRecord], **values: Any) -> Iterator[None]:
        """Change cells of the open case's record behind the application's back, for a while."""
        row_id = self.id_of(table)
        with self.organisation.server.store.reading() as session:
            row = session.get_one(table, row_id)
            before = {name: getattr(row, name) for name in values}
        put(self.organisation, table, row_id, **values)
        try:
            yield
        finally:
            put(self.organisation, table, values.get("id", row_id), **before)


def records_of(table: type[CaseRecord]) -> CaseRecords[Any, Any]:
    return ALL_RECORDS[table]


def writer_of(table: type[CaseRecord]) -> str:
    """Return who writes such records: the caseworker where they may."""
    return "supervisor" if records_of(table).writes is Permission.RESTORATION_REVIEW else "caseworker"


def write(
    ground: Ground,
    table: type[CaseRecord],
    case_id: UUID | None = None,
    *,
    record_id: UUID | None = None,
    by: str | None = None,
) -> UUID:
    """Write a record of a table, and return its id."""
    document, facts = SAMPLES[table]
    record_id = record_id or uuid4()
    with ground.organisation.writing(by or writer_of(table)) as work:
        new = records_of(table).begin(work, case_id or ground.case_id, record_id)
        new.save("written", document, **facts)
    return record_id


def edit(
    ground: Ground,
    table: type[CaseRecord],
    case_id: UUID | None = None,
    *,
    record_id: UUID | None = None,
    version: int | None = None,
    by: str | None = None,
) -> None:
    """Write the same into a record once more."""
    document, facts = SAMPLES[table]
    with ground.organisation.writing(by or writer_of(table)) as work:
        old = records_of(table).edit(
            work, case_id or ground.case_id, record_id or ground.id_of(table), version
        )
        old.save("changed", document, **facts)


def assert_refused(error: type[WayhomeError], act: Any, *arguments: Any, **options: Any) -> None:
    with pytest.raises(error) as raised:
        act(*arguments, **options)
    assert raised.type is error


def sealed_column(table: type[CaseRecord]) -> str:
    """Return the name of a table's one sealed column."""
    (found,) = [each.key for each in inspect(table).column_attrs if each.columns[0].info["kind"] == "sealed"]
    return found


def laid_out(organisation: Organisation) -> Ground:
    """Write the records into a built organisation."""
    import_every_room()
    case_id, other_id, closed_id = (new_case(organisation, "caseworker", "counsellor") for _ in range(3))
    ground = Ground(organisation, case_id, other_id, closed_id)
    for each in (case_id, other_id, closed_id):
        for table in TABLES:
            ground.ids[each, table] = write(ground, table, each)
    put_at(organisation, ground.closed_id, "closed")
    return ground
