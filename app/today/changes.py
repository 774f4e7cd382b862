"""What others wrote lately about the children this person works with: readable facts only, nothing is opened."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, literal, select, union_all
from sqlalchemy.orm import InstrumentedAttribute

from app.access.scope import condition
from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.keyring.assigning import assigned_by
from app.keyring.policy import Duty
from app.staff.colleagues import colleagues
from app.unit_of_work import UnitOfWork
from models.assessment import Assessment
from models.assignment import Assignment
from models.case import Case
from models.case_note import CaseNote
from models.concern import Concern
from models.consent import Consent
from models.encounter import Encounter, EncounterChild
from models.mapping import Model
from models.placement import Placement
from models.restoration_review import RestorationReview
from models.safety_plan import SafetyPlan
from models.stage_move import StageMove

LOOKING_BACK = timedelta(days=7)
SHOWN = 10

YOU_WERE_ASSIGNED = N_("You were assigned to a case")
_TITLES = {
    "note": N_("A note was written"),
    "stage-move": N_("A move along the road was decided"),
    "safety-plan": N_("A safety plan was put in force"),
    "placement": N_("A home was recorded"),
    "consent": N_("A consent was recorded"),
    "concern": N_("A concern was raised"),
    "encounter": N_("The child was met on outreach"),
    "assessment": N_("An assessment was made"),
    "review": N_("The restoration was reviewed"),
}


@dataclass(frozen=True)
class Change:
    """One thing somebody else wrote: what, in which case, who and when. `record_id` is what its page is asked by."""

    kind: str
    record_id: UUID
    title: str
    code: str
    at: datetime
    by: str


@dataclass(frozen=True)
class _Source:
    """Where one kind of change is read: its table, the permission that cuts it, the case it is of, and its columns."""

    kind: str
    model: type[Model]
    permission: Permission
    of_case: ColumnElement[bool]
    asked_by: InstrumentedAttribute[Any]
    at: InstrumentedAttribute[Any]
    by: InstrumentedAttribute[Any]


def _in_case(
    kind: str,
    model: Any,
    at: InstrumentedAttribute[Any],
    by: InstrumentedAttribute[Any],
    *,
    permission: Permission = Permission.CASE_READ,
) -> _Source:
    """Return the source of a table whose rows belong to a case and show on a page of the case."""
    return _Source(kind, model, permission, Case.id == model.case_id, model.case_id, at, by)


_RESTORATION = Permission.RESTORATION_READ
_NOTE, _CONCERN = Case.id == CaseNote.case_id, Case.id == Concern.case_id
_MET = Case.child_id == EncounterChild.child_id
_SOURCES = (
    _Source(
        "note", CaseNote, Permission.CASE_READ, _NOTE, CaseNote.id, CaseNote.written_at, CaseNote.written_by
    ),
    _Source(
        "concern",
        Concern,
        Permission.CONCERN_READ,
        _CONCERN,
        Concern.id,
        Concern.posted_at,
        Concern.posted_by,
    ),
    _Source(
        "encounter",
        Encounter,
        Permission.SHIFT_READ,
        _MET,
        Encounter.id,
        Encounter.written_at,
        Encounter.written_by,
    ),
    _in_case("stage-move", StageMove, StageMove.decided_at, StageMove.decided_by),
    _in_case("safety-plan", SafetyPlan, SafetyPlan.made_at, SafetyPlan.made_by),
    _in_case("placement", Placement, Placement.written_at, Placement.written_by),
    _in_case("consent", Consent, Consent.written_at, Consent.written_by, permission=Permission.CONSENT_READ),
    _in_case("assessment", Assessment, Assessment.written_at, Assessment.scored_by, permission=_RESTORATION),
    _in_case(
        "review",
        RestorationReview,
        RestorationReview.reviewed_at,
        RestorationReview.reviewed_by,
        permission=_RESTORATION,
    ),
)


def lately(work: UnitOfWork) -> tuple[Change, ...]:
    """Return the newest changes of the last seven days that somebody else made, newest first.

    A change shows to whoever may read the record it was made in, and only of open cases; an assignment to
    whoever was assigned.
    """
    found = [*_written(work), *_assigned(work)]
    return tuple(sorted(found, key=lambda change: change.at, reverse=True)[:SHOWN])


def _written(work: UnitOfWork) -> list[Change]:
    """Return what others wrote, in one statement."""
    found = union_all(*(_query(work, source) for source in _SOURCES))
    newest = found.order_by(found.selected_columns.at.desc(), found.selected_columns.record_id)
    rows = work.session.execute(newest.limit(SHOWN)).all()
    people = colleagues(work, [row.by for row in rows])
    return [
        Change(
            kind=row.kind,
            record_id=row.record_id,
            title=_TITLES[row.kind],
            code=row.code,
            at=row.at,
            by=people[row.by].name if row.by in people else "",
        )
        for row in rows
    ]


def _assigned(work: UnitOfWork) -> list[Change]:
    """Return to which cases somebody else assigned the person; who did so is in the signed statement."""
    query = (
        select(Assignment, Case.code)
        .join(Case, Case.id == Assignment.case_id)
        .where(
            Assignment.staff_id == work.person.id,
            Assignment.until_at.is_(None),
            Assignment.from_at > work.now - LOOKING_BACK,
            Case.closed_at.is_(None),
        )
    )
    rows = work.session.execute(query.order_by(Assignment.from_at.desc()).limit(SHOWN)).all()
    signers = assigned_by(work, [row for row, _ in rows])
    people = colleagues(work, signers.values())
    return [
        Change(
            kind="assignment" if row.duty == Duty.CASEWORKER else "counselling-assignment",
            record_id=row.case_id,
            title=YOU_WERE_ASSIGNED,
            code=code,
            at=row.from_at,
            by=people[signers[row.id]].name if signers.get(row.id) in people else "",
        )
        for row, code in rows
        if signers.get(row.id) != work.person.id
    ]


def _query(work: UnitOfWork, source: _Source) -> Select[Any]:
    # A meeting is read by the whole office; whose case the child has is not.
    whose = Permission.CASE_READ if source.model is Encounter else source.permission
    query = (
        select(
            literal(source.kind).label("kind"),
            source.asked_by.label("record_id"),
            Case.code.label("code"),
            source.at.label("at"),
            source.by.label("by"),
        )
        .select_from(source.model)
        .where(
            condition(work, source.model, source.permission),
            condition(work, Case, whose),
            source.at > work.now - LOOKING_BACK,
            source.by != work.person.id,
            Case.closed_at.is_(None),
        )
    )
    if source.model is Encounter:
        query = query.join(EncounterChild, EncounterChild.encounter_id == Encounter.id)
    return query.join(Case, source.of_case)
