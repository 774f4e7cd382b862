"""For people who maintain the system but read no cases: keys, circles, accounts, the trail; nothing about a child."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from app.access.scope import condition, has
from app.access.trail import seen_events
from app.audit.chain import CLOCK_EVENTS
from app.foundation.access_rules import reach_of
from app.foundation.permissions import Permission, Reach
from app.foundation.roles import Role
from app.keyring.known_directory import directory_for
from app.staff.set_up_steps import waiting_to_be_admitted
from app.staff.without_account import people_without_account
from app.unit_of_work import UnitOfWork
from models.audit_event import AuditEvent
from models.checkpoint import Checkpoint
from models.staff_member import StaffMember

LOOKING_BACK = timedelta(days=7)
TOLD_FOR = timedelta(days=30)
REFUSALS = ("refused", "not_found")
SEAL_REFUSALS = ("seal.refused",)


@dataclass(frozen=True)
class Warnings:
    """Problems that affect everyone until somebody fixes them."""

    directory_is_broken: bool = False
    without_account: tuple[str, ...] = ()
    """The names of people who are vouched for and have no account."""
    clock_was_wrong: bool = False
    """Whether the server's clock was set back or went far ahead lately."""


@dataclass(frozen=True)
class SystemHealth:
    """The state of accounts and trail, for people who look after them. None where the role may not see it."""

    accounts_waiting: int | None
    invitations_open: int | None
    refused_pages: int | None
    refused_seals: int | None
    last_checkpoint_at: datetime | None


def current_warnings(work: UnitOfWork) -> Warnings:
    """Return the permanent warnings, to directors; a broken directory also to technicians and auditors."""
    role = work.person.role
    if role not in (Role.DIRECTOR, Role.TECHNICIAN, Role.AUDITOR):
        return Warnings()
    is_broken = directory_for(work).broken_at is not None
    if role is not Role.DIRECTOR:
        return Warnings(is_broken, clock_was_wrong=clock_was_wrong(work))
    lacking = tuple(one.name for one in people_without_account(work))
    return Warnings(is_broken, lacking, clock_was_wrong(work))


def system_health(work: UnitOfWork) -> SystemHealth | None:
    """Return the state of the system, to technicians and auditors; None to everyone else."""
    if work.person.role not in (Role.TECHNICIAN, Role.AUDITOR):
        return None
    sees_all = reach_of(work.person, Permission.AUDIT_READ) is Reach.ALL
    sees_accounts = has(work, Permission.ACCOUNT_READ)
    return SystemHealth(
        accounts_waiting=waiting_to_be_admitted(work) if sees_accounts else None,
        invitations_open=_invitations_open(work) if sees_accounts else None,
        refused_pages=_events(work, REFUSALS) if sees_all else None,
        refused_seals=_events(work, SEAL_REFUSALS) if sees_all else None,
        last_checkpoint_at=work.session.scalar(
            select(Checkpoint.signed_at).order_by(Checkpoint.seq.desc()).limit(1)
        ),
    )


def clock_was_wrong(work: UnitOfWork) -> bool:
    """Tell whether the trail says so of the last thirty days, or of days still to come."""
    lately = AuditEvent.at > work.now - TOLD_FOR
    query = select(AuditEvent.seq).where(lately, AuditEvent.action.in_(CLOCK_EVENTS)).limit(1)
    return work.session.scalars(query).first() is not None


def _invitations_open(work: UnitOfWork) -> int:
    reached = condition(work, StaffMember, Permission.ACCOUNT_READ)
    stands = StaffMember.state.in_(("invited", "shell"))
    query = select(func.count()).select_from(StaffMember).where(stands, reached)
    return work.session.scalar(query) or 0


def _events(work: UnitOfWork, actions: tuple[str, ...]) -> int:
    query = (
        select(func.count())
        .select_from(AuditEvent)
        .where(seen_events(work), AuditEvent.action.in_(actions), AuditEvent.at > work.now - LOOKING_BACK)
    )
    return work.session.scalar(query) or 0
