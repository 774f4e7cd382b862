"""Loads accounts through their permission, and says who may act on whose."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.scope import declare_scope, own_base, require, visible
from app.foundation.errors import Conflict, NotAllowedNow, Refused
from app.foundation.permissions import Permission, Reach
from app.foundation.roles import PROGRAMME_STAFF, Flag, Role
from app.keyring.known_directory import directory_for
from app.unit_of_work import UnitOfWork
from app.vault import canonical, digests
from models.staff_flag import StaffFlag
from models.staff_member import StaffMember

MARK_BYTES = 3

declare_scope(
    StaffMember,
    {
        Reach.BASE: own_base(StaffMember.base_id),
        Reach.SYSTEM: lambda _work: StaffMember.id.is_not(None),
    },
)


def account(work: UnitOfWork, staff_id: UUID) -> StaffMember:
    """Return an account the acting person may see. Raises NotVisible."""
    require(work, Permission.ACCOUNT_READ)
    return visible(work, StaffMember, staff_id, Permission.ACCOUNT_READ)


def is_in_charge_of(work: UnitOfWork, member: StaffMember) -> bool:
    """Tell whether the acting person vouches for people like this one.

    A supervisor does for programme staff of their own base, a director for everyone.
    """
    if work.person.role is Role.SUPERVISOR:
        return Role(member.role) in PROGRAMME_STAFF and member.base_id == work.person.base_id
    return work.person.role is Role.DIRECTOR


def account_in_charge_of(work: UnitOfWork, staff_id: UUID) -> StaffMember:
    """Return an account the acting person may admit, close or change.

    Raises NotVisible, Refused, or NotAllowedNow with `director-only`: whoever carries further duties is stated
    by the root, which only directors open.
    """
    require(work, Permission.ACCOUNT_ADMIT)
    member = account(work, staff_id)
    if not is_in_charge_of(work, member):
        raise Refused(Permission.ACCOUNT_ADMIT.value)
    if work.person.role is Role.SUPERVISOR and flags_of(work.session, member.id):
        raise NotAllowedNow("director-only")
    return member


def row_differs(work: UnitOfWork, member: StaffMember) -> bool:
    """Tell whether an active account's row says another role, base or name than was signed, or nothing was."""
    known = directory_for(work).people.get(member.id)
    if known is None or not known.enabled:
        return True
    signed = (known.role.value, known.base_id, known.name)
    return signed != (member.role, member.base_id, member.display_name)


def mark_of(work: UnitOfWork, member: StaffMember) -> int:
    """Return a number that stands for everything that forms about an account change.

    Forms carry it as the version they were opened with. The row's own version would not do: it also grows with
    every sign-in of that person.
    """
    facts = (member.display_name, member.role, member.base_id, member.state, str(member.ends_on))
    flags = sorted(flag.value for flag in flags_of(work.session, member.id))
    return int.from_bytes(digests.sha256(canonical.encode(*facts, *flags))[:MARK_BYTES], "big")


def check_mark(work: UnitOfWork, member: StaffMember, version: int) -> None:
    """Raise Conflict when the account changed since a form that carries this mark was opened."""
    if mark_of(work, member) != version:
        raise Conflict(staff=member.id)


def flags_of(session: Session, staff_id: UUID, *, now: datetime | None = None) -> frozenset[Flag]:
    """Return a person's further duties as their row says; with `now`, only those that have not ended."""
    rows = session.scalars(select(StaffFlag).where(StaffFlag.staff_id == staff_id))
    return frozenset(
        Flag(row.flag) for row in rows if now is None or row.ends_at is None or row.ends_at > now
    )
