"""Copies kept elsewhere: whether somebody says that one opened, and whether a signed head was taken away lately.

Wayhome makes no copies itself yet. Somebody does and says so here, which the trail keeps; a copy that nobody opened
counts as none.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, true

from app.access.scope import require
from app.audit.chain_links import chained
from app.foundation.clock import SET_BACK
from app.foundation.errors import NotAllowedNow
from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.offers.set_up_steps import SetUpStep
from app.system_health.signed_heads import TAKEN
from app.unit_of_work import UnitOfWork, Visibility
from models.audit_event import AuditEvent

OPENED = "copy.opened"
NOT_OPENED = "copy.not_opened"
COUNTS_FOR = timedelta(days=31)
"""A copy, or a signed head, older than a month protects too little of what was written since."""


@dataclass(frozen=True)
class CopiesPage:
    """When somebody last said that a copy opened, if that still counts; None otherwise."""

    opened_at: datetime | None


def copies_page(work: UnitOfWork) -> CopiesPage:
    """Return what is known of the copies. Directors and technicians only."""
    require(work, Permission.COPIES_CONFIRM)
    return CopiesPage(_opened_at(work))


def confirm_copy(work: UnitOfWork) -> None:
    """Note that a copy of the data folder and of the key file was opened on another machine today."""
    require(work, Permission.COPIES_CONFIRM)
    work.record(OPENED, visibility=Visibility.SYSTEM)


def take_back(work: UnitOfWork) -> None:
    """Note that it was not so: no copy counts until another opens. Raises NotAllowedNow if none counts now."""
    require(work, Permission.COPIES_CONFIRM)
    if _opened_at(work) is None:
        raise NotAllowedNow("no-copy")
    work.record(NOT_OPENED, visibility=Visibility.SYSTEM)


def set_up_steps(work: UnitOfWork) -> tuple[SetUpStep, ...]:
    """Return the steps of what is kept outside this machine."""
    head = _newest(work, TAKEN)
    return (
        SetUpStep(
            what=N_("A copy that was opened elsewhere"),
            why=N_("Only a copy that opened on another machine, in the last month, is one to rely on."),
            is_done=_opened_at(work) is not None,
            endpoint="settings.show_copies",
            permission=Permission.COPIES_CONFIRM,
            by=N_("A technician makes it and says so."),
        ),
        SetUpStep(
            what=N_("A signed head of the trail kept elsewhere"),
            why=N_(
                "Only with a head from outside, of the last month, is it seen that the newest events were cut off."
            ),
            is_done=head is not None,
            endpoint="settings.show_checkpoint",
            permission=Permission.AUDIT_READ,
            by=N_("An auditor or a director takes it away."),
        ),
    )


def _opened_at(work: UnitOfWork) -> datetime | None:
    newest = _newest(work, OPENED, NOT_OPENED)
    return newest.at if newest is not None and newest.action == OPENED else None


def _newest(work: UnitOfWork, *actions: str) -> AuditEvent | None:
    """Return the newest of these events of the last month, if it is as it was recorded.

    What a clock that was ahead put into the future counts for nothing; only that a copy did *not* open still does.
    """
    found = [
        event
        for action in actions
        for event in work.session.scalars(
            select(AuditEvent)
            .where(
                AuditEvent.action == action,
                AuditEvent.at > work.now - COUNTS_FOR,
                true() if action == NOT_OPENED else AuditEvent.at <= work.now + SET_BACK,
            )
            .order_by(AuditEvent.seq.desc())
            .limit(1)
        )
    ]
    if not found:
        return None
    newest = max(found, key=lambda event: event.seq)
    return newest if chained(work.session, [newest]) else None
