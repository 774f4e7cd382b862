"""Since when nobody works on a case: what is late from the day it began, and not from the day somebody looks."""

from datetime import datetime

from app.keyring.case_status import is_closed
from app.keyring.known_assignments import Ending
from app.keyring.known_directory import directory_for
from app.keyring.policy import Duty
from app.unit_of_work import UnitOfWork
from models.case import Case


def nobody_since(work: UnitOfWork, case: Case) -> datetime | None:
    """Return since when an open case has no caseworker, by the signed directory; None while it has one, or is closed.

    That is when the last one's assignment ended, or when the case was opened. An assignment that was begun by mistake
    was none; a case that was closed by mistake was open all the time.
    """
    directory = directory_for(work)
    stated = directory.assigned(case.id, case.base_id)
    if any(each.duty is Duty.CASEWORKER for each in stated) or is_closed(work, case):
        return None
    ended = [
        each.until
        for each in directory.once_worked(case.id, case.base_id)
        if each.assignment.duty is Duty.CASEWORKER and each.ending is not Ending.BEGUN_BY_MISTAKE
    ]
    return max([case.opened_at, *ended])
