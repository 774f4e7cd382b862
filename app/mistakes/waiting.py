"""Which marks wait for this person to decide them as a second person."""

from app.access.proven_cases import codes_of_cases
from app.access.scope import has, scoped
from app.foundation.chronology import DueItem
from app.foundation.local_time import local_day
from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.foundation.vocabulary.mark_outcomes import MarkOutcome
from app.keyring.boards import board_fits
from app.keyring.folders import Fit
from app.unit_of_work import UnitOfWork
from models.mistake import MistakeMark

KIND = "mistake"
DECIDE = N_("Decide whether a record was written by mistake")
SHOWN_AT_MOST = 100


def marks_to_decide(work: UnitOfWork) -> list[DueItem]:
    """Return what others asked for and nobody has decided, longest wait first. `record_id` is the mark's id.

    Nothing is opened, so whom the records are by or about shows only when they are decided.
    """
    if not has(work, Permission.MISTAKE_DECIDE):
        return []
    rows = waiting_rows(work)
    fits = board_fits(work, rows)
    codes = codes_of_cases(work, [row.case_id for row in rows if row.case_id])
    today = local_day(work.now)
    return [
        DueItem(today, KIND, row.id, DECIDE, "", is_changed=True)
        if fits[row.id] is Fit.CHANGED
        else DueItem(
            due_on=local_day(row.asked_at),
            kind=KIND,
            record_id=row.id,
            title=DECIDE,
            code=codes[row.case_id] if row.case_id else "",
            due_at=row.asked_at,
            is_waiting=True,
            case_id=row.case_id,
        )
        for row in rows
    ]


def waiting_rows(work: UnitOfWork, *, at_most: int = SHOWN_AT_MOST) -> list[MistakeMark]:
    """Return the rows of what others asked for and nobody has decided, longest wait first."""
    query = scoped(work, MistakeMark, Permission.MISTAKE_DECIDE).where(
        MistakeMark.outcome == MarkOutcome.WAITING.value, MistakeMark.asked_by != work.person.id
    )
    return list(work.session.scalars(query.order_by(MistakeMark.asked_at).limit(at_most)))
