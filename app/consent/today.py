"""What waits in this room: requests to share without consent that this person may approve."""

from dataclasses import replace

from sqlalchemy import Select, select

from app.access.scope import condition, has, scoped
from app.audit.trail_pages import subjects_of_action
from app.case_records.lists import due_of_rows
from app.consent.recording import OVERRIDE_ASKED
from app.foundation.chronology import DueItem
from app.foundation.local_time import local_day
from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.keyring.boards import board_fits
from app.keyring.folders import Fit
from app.mistakes.states import is_marked
from app.unit_of_work import UnitOfWork
from models.audit_event import AuditEvent, AuditSubject
from models.case import Case
from models.consent import Consent

APPROVE = N_("Decide whether to share without consent")
SHOWN_AT_MOST = 100


def overrides_to_approve(work: UnitOfWork) -> list[DueItem]:
    """Return others' requests, in open cases, that nobody has approved or taken back, longest wait first.

    Nothing is opened: a row does not say which record asks, but the trail says that somebody did. `record_id` is the
    case, `code` its code.
    """
    if not has(work, Permission.STAGE_APPROVE):
        return []
    rows = work.session.scalars(_waiting(work).order_by(Consent.written_at).limit(SHOWN_AT_MOST)).all()
    # The query found events by rows that no hash covers, so the events themselves must confirm it.
    really_asked = subjects_of_action(work, OVERRIDE_ASKED, (row.id for row in rows))
    fits = board_fits(work, rows)
    # What was written by mistake waits for nobody, unless it only says so: then it shows as changed.
    asked = [
        row for row in rows if row.id in really_asked and (not is_marked(row) or fits[row.id] is Fit.CHANGED)
    ]
    items = due_of_rows(
        work, asked, kind="consent", title=APPROVE, due_on=lambda row: local_day(row.written_at)
    )
    return [
        item if item.is_changed else replace(item, due_at=row.written_at, is_waiting=True)
        for row, item in zip(asked, items, strict=True)
    ]


def _waiting(work: UnitOfWork) -> Select[Consent]:
    """Return the query for what others asked for, according to the rows beside the trail."""
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
