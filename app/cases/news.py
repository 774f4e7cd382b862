"""To which cases somebody else assigned this person lately; who did so is in the signed statement, in no row."""

from datetime import datetime

from app.access.proven_cases import codes_of_cases
from app.cases.stages import CaseStatus
from app.foundation.chronology import Change
from app.foundation.marking import N_
from app.keyring.known_directory import directory_for
from app.keyring.policy import Duty
from app.staff.colleagues import colleagues
from app.unit_of_work import UnitOfWork

YOU_WERE_ASSIGNED = N_("You were assigned to a case")


def assigned_lately(work: UnitOfWork, *, since: datetime, at_most: int) -> list[Change]:
    """Return the newest assignments of this person that are in force, in open cases, newest first."""
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
        )
        for each in newest
    ]
