"""To which cases somebody else assigned this person lately; who did so is in the signed statement, in no row."""

from datetime import datetime

from sqlalchemy import select

from app.cases.stages import Standing
from app.foundation.chronology import Change
from app.foundation.marking import N_
from app.keyring.assigning import assigned_by
from app.keyring.policy import Duty
from app.staff.colleagues import colleagues
from app.unit_of_work import UnitOfWork
from models.assignment import Assignment
from models.case import Case

YOU_WERE_ASSIGNED = N_("You were assigned to a case")


def assigned_lately(work: UnitOfWork, *, since: datetime, at_most: int) -> list[Change]:
    """Return the newest assignments of this person that are in force, in open cases, newest first."""
    query = (
        select(Assignment, Case.code)
        .join(Case, Case.id == Assignment.case_id)
        .where(
            Assignment.staff_id == work.person.id,
            Assignment.until_at.is_(None),
            Assignment.from_at > since,
            Case.stage != Standing.CLOSED.value,
        )
    )
    rows = work.session.execute(query.order_by(Assignment.from_at.desc()).limit(at_most)).all()
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
