"""What others did that no select of rows alone may tell: assignments, by their signed statement, and a high risk."""

from datetime import datetime

from app.access.proven_cases import codes_of_cases
from app.access.scope import scoped
from app.cases.stages import CaseStatus
from app.foundation.chronology import Change
from app.foundation.clock import SET_BACK
from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.foundation.vocabulary.risks import Risk
from app.keyring.folders import Fit, fit_in, folders_to_check
from app.keyring.known_directory import directory_for
from app.keyring.policy import Duty
from app.mistakes.states import is_marked
from app.staff.colleagues import colleagues
from app.unit_of_work import UnitOfWork
from models.case import Case, RiskChange

RISK_BECAME_HIGH = N_("The risk became high")
YOU_WERE_ASSIGNED = N_("You were assigned to a case")


def news_of_cases(work: UnitOfWork, *, since: datetime, at_most: int) -> list[Change]:
    """Return what is new of both kinds."""
    return [
        *assigned_lately(work, since=since, at_most=at_most),
        *risen_lately(work, since=since, at_most=at_most),
    ]


def risen_lately(work: UnitOfWork, *, since: datetime, at_most: int) -> list[Change]:
    """Return the open cases whose risk somebody else set to high and which still are, newest first; nothing is opened.

    A change that is not what was written is left out: what is due says that the case is of high risk.
    """
    in_open_case = scoped(work, Case, Permission.CASE_READ).where(
        Case.closed_at.is_(None), Case.risk == Risk.HIGH.value
    )
    rows = work.session.scalars(
        scoped(work, RiskChange, Permission.CASE_READ)
        .where(
            RiskChange.case_id.in_(in_open_case.with_only_columns(Case.id)),
            RiskChange.to_risk == Risk.HIGH.value,
            RiskChange.changed_at > since,
            RiskChange.changed_at <= work.now + SET_BACK,
            RiskChange.changed_by != work.person.id,
        )
        .order_by(RiskChange.changed_at.desc())
        .limit(at_most)
    ).all()
    folders = folders_to_check(work, [row.folder_id for row in rows])
    sound = [
        row for row in rows if not is_marked(row) and fit_in(folders.get(row.folder_id), row) is Fit.FITS
    ]
    codes = codes_of_cases(work, [row.case_id for row in sound])
    people = colleagues(work, [row.changed_by for row in sound])
    return [
        Change(
            kind="risk",
            record_id=row.case_id,
            title=RISK_BECAME_HIGH,
            code=codes[row.case_id],
            at=row.changed_at,
            by=people[row.changed_by].name if row.changed_by in people else "",
            case_id=row.case_id,
        )
        for row in sound
        if codes[row.case_id]
    ]


def assigned_lately(work: UnitOfWork, *, since: datetime, at_most: int) -> list[Change]:
    """Return this person's newest assignments in force, in open cases, newest first."""
    directory = directory_for(work)
    stated = [
        each
        for each in directory.on_cases_of.get(work.person.id, ())
        if each.base_id is not None
        and each.since > since
        and each.stated_by != work.person.id
        and directory.case_status_of(each.case_id, each.base_id) is not CaseStatus.CLOSED
    ]
    newest = sorted(stated, key=lambda each: each.since, reverse=True)[:at_most]
    codes = codes_of_cases(work, [each.case_id for each in newest])
    people = colleagues(work, [each.stated_by for each in newest])
    return [
        Change(
            kind="assignment" if each.duty is Duty.CASEWORKER else "counselling-assignment",
            record_id=each.case_id,
            title=YOU_WERE_ASSIGNED,
            code=codes.get(each.case_id, ""),
            at=each.since,
            by=people[each.stated_by].name if each.stated_by in people else "",
            case_id=each.case_id,
        )
        for each in newest
    ]
