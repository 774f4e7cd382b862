"""One record of a case as it is and was: what it says, what it said before, and its marks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.access.proven_cases import codes_of_cases
from app.access.scope import has, scoped
from app.case_records.loading import readable_case
from app.case_records.record_views import Opened
from app.case_records.records import ALL_RECORDS, CaseRecords
from app.foundation.errors import NotVisible
from app.foundation.permissions import Permission
from app.mistakes.earlier import facts_of
from app.mistakes.histories import History
from app.mistakes.markables import MARKABLE
from app.mistakes.pages import MarkPage
from app.mistakes.states import MarkState, marks_of
from app.staff.colleagues import names_of_staff
from app.unit_of_work import UnitOfWork
from models.case import Case


@dataclass(frozen=True)
class RecordHistory(History):
    """One record of a case, the case, and where its words were moved to."""

    case_id: UUID
    case_code: str
    moved_to_code: str
    parts: Mapping[str, MarkState]
    """The marks of each part of the row that can be marked alone, by the part's name."""

    @property
    def is_movable(self) -> bool:
        """Whether its words can be moved to another case, and were not yet."""
        return hasattr(self.document, "moved_to") and self.moved_to is None

    @property
    def moved_to(self) -> UUID | None:
        """The case that its words were moved to."""
        return getattr(self.document, "moved_to", None)

    @property
    def came_from(self) -> Any:
        """Where it was moved from, if it was."""
        return getattr(self.document, "came_from", None)

    def name_of(self, mark_id: UUID) -> str:
        """Return what a mark about this record is about: its table, or a part."""
        found = [name for name, state in self.parts.items() if any(act.id == mark_id for act in state.acts)]
        return found[0] if found else self.table


def record_history(work: UnitOfWork, case_id: UUID, record_id: UUID) -> RecordHistory:
    """Return one record of a case. Raises NotVisible, and ChangedOutside when it is not what was written."""
    records = records_with(work, case_id, record_id)
    case = readable_case(work, case_id, records.reads)
    one: Opened[Any, Any] = records.one(work, case_id, record_id)
    earlier = records.earlier(work, case_id, record_id)
    facts = facts_of(one.row)
    parts = {
        name: marks_of(work, [one.row], each.part)[one.row.id]
        for name, each in MARKABLE.items()
        if each.table is records.table and each.part
    }
    asked = [state.waiting for state in (one.marks, *parts.values()) if state.waiting is not None]
    return RecordHistory(
        case_id=case_id,
        case_code=case.code,
        record_id=record_id,
        table=records.table.__tablename__,
        document=one.document,
        facts=facts,
        written_by=one.written_by,
        written_at=one.row.written_at,
        marks=one.marks,
        earlier=earlier,
        people=_people(work, one.document, [facts, *(each.facts for each in earlier)]),
        may_mark=has(work, records.writes) and one.document is not None and one.marks.waiting is None,
        own_ask=next((each for each in asked if each.asker_id == work.person.id), None),
        moved_to_code=_code_of(work, getattr(one.document, "moved_to", None)),
        parts=parts,
    )


def history_for_mark(work: UnitOfWork, page: MarkPage) -> RecordHistory | None:
    """Return the record of a case that a mark is about; None for one that has a page of its own, such as a meeting."""
    is_of_case = MARKABLE[page.name].table in ALL_RECORDS
    return record_history(work, page.case_id, page.mark.about_id) if is_of_case and page.case_id else None


def records_with(work: UnitOfWork, case_id: UUID, record_id: UUID) -> CaseRecords[Any, Any]:
    """Return the table that a record of a case is in, among those this person reads. Raises NotVisible."""
    for records in ALL_RECORDS.values():
        query = records.of_case(work, case_id).where(records.table.id == record_id)
        if has(work, records.reads) and work.session.scalars(query).first() is not None:
            return records
    raise NotVisible("record")


def _code_of(work: UnitOfWork, case_id: UUID | None) -> str:
    """Return the code of a case, for whoever may read it."""
    query = scoped(work, Case, Permission.CASE_READ).where(Case.id == case_id).with_only_columns(Case.id)
    found = None if case_id is None else work.session.scalars(query).one_or_none()
    return codes_of_cases(work, [found])[found] if found else ""


def _people(work: UnitOfWork, document: Any, facts: Sequence[Mapping[str, Any]]) -> dict[UUID, str]:
    named = {value for each in facts for value in each.values() if isinstance(value, UUID)}
    came_from = getattr(document, "came_from", None)
    return names_of_staff(work, named | ({came_from.written_by} if came_from else set()))
