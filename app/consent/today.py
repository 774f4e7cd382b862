"""What waits in this room: requests to share without consent that this person may approve."""

from sqlalchemy import Select, select

from app.access.scope import condition, has, scoped
from app.audit.reading import subjects_of_action
from app.consent.recording import OVERRIDE_ASKED
from app.foundation.chronology import DueItem
from app.foundation.local_time import local_day
from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.keyring.boards import board_fits
from app.keyring.case_standing import is_closed
from app.keyring.folders import Fit
from app.unit_of_work import UnitOfWork
from models.audit_event import AuditEvent, AuditSubject
from models.case import Case
from models.consent import Consent

APPROVE = N_("Sharing without consent waits for approval")
SHOWN_AT_MOST = 100


def overrides_to_approve(work: UnitOfWork) -> list[DueItem]:
    """Return what others asked for and nobody approved or took back, in open cases, the longest wait first.

    Nothing is opened: a row does not say which record asks, the trail says that somebody did. `record_id` is the
    case, `code` its code.
    """
    if not has(work, Permission.STAGE_APPROVE):
        return []
    rows = work.session.execute(
        _waiting(work).add_columns(Case).order_by(Consent.written_at).limit(SHOWN_AT_MOST)
    ).all()
    fits = board_fits(work, {case.id: case for _, case in rows}.values())
    # What the query found by rows in no hash, the events themselves must say.
    really_asked = subjects_of_action(work, OVERRIDE_ASKED, (row.id for row, _ in rows))
    return [
        DueItem(
            due_on=local_day(row.written_at),
            kind="consent",
            record_id=row.case_id,
            title=APPROVE,
            code="" if fits[case.id] is Fit.CHANGED else case.code,
            due_at=row.written_at,
            is_waiting=True,
        )
        for row, case in rows
        if row.id in really_asked and not is_closed(work, case)
    ]


def _waiting(work: UnitOfWork) -> Select[Consent]:
    """Return the query for what others asked for, as the rows beside the trail tell it."""
    asked = (
        select(AuditSubject.subject_id)
        .join(AuditEvent, AuditEvent.seq == AuditSubject.seq)
        .where(AuditEvent.action == OVERRIDE_ASKED)
    )
    return (
        scoped(work, Consent, Permission.STAGE_APPROVE)
        .join(Case, Case.id == Consent.case_id)
        .where(
            condition(work, Case, Permission.STAGE_APPROVE),
            Case.closed_at.is_(None),
            Consent.id.in_(asked),
            Consent.overridden_by.is_(None),
            Consent.withdrawn_at.is_(None),
            Consent.written_by != work.person.id,
        )
    )
