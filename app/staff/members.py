"""Loads accounts through their permission, and says who may act on whose."""

from collections.abc import Sequence
from uuid import UUID

from app.access.scope import declare_scope, own_base, require, visible
from app.foundation.errors import Conflict, NotAllowedNow, Refused
from app.foundation.permissions import Permission, Reach
from app.foundation.roles import PROGRAMME_STAFF, Role
from app.keyring.directory import Directory
from app.keyring.known_directory import directory_for
from app.keyring.repeated_facts import declare_repeats
from app.staff.account_facts import AccountFacts
from app.unit_of_work import UnitOfWork
from app.vault import canonical, digests
from models.staff_member import StaffMember

MARK_BYTES = 3

declare_scope(
    StaffMember,
    allowed={Permission.ACCOUNT_READ},
    rules={
        Reach.BASE: own_base(StaffMember.base_id),
        Reach.SYSTEM: lambda _work: StaffMember.id.is_not(None),
    },
)


def account(work: UnitOfWork, staff_id: UUID) -> StaffMember:
    """Return an account the acting person may see. Raises NotVisible."""
    require(work, Permission.ACCOUNT_READ)
    return visible(work, StaffMember, staff_id, Permission.ACCOUNT_READ)


def facts_of(work: UnitOfWork, member: StaffMember) -> AccountFacts:
    """Return what is believed of an account."""
    return AccountFacts.of(directory_for(work), member)


def is_in_charge_of(work: UnitOfWork, member: StaffMember) -> bool:
    """Tell whether the acting person vouches for people like this one.

    A supervisor does for programme staff of their own base, a director for everyone.
    """
    if work.person.role is Role.SUPERVISOR:
        facts = facts_of(work, member)
        return facts.role in PROGRAMME_STAFF and facts.base_id == work.person.base_id
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
    if work.person.role is Role.SUPERVISOR and facts_of(work, member).flags:
        raise NotAllowedNow("director-only")
    return member


def row_differs(work: UnitOfWork, member: StaffMember) -> bool:
    """Tell whether an active account's row says another role, base or name than was signed, or nothing was."""
    known = directory_for(work).people.get(member.id)
    if known is None or not known.enabled:
        return True
    signed = (known.role.value, known.base_id, known.name)
    return signed != (member.role, member.base_id, member.display_name)


def _misfits(work: UnitOfWork, rows: Sequence[StaffMember]) -> list[StaffMember]:
    """Return the accounts whose row says something else than the directory; lists are cut by the row's base."""
    directory = directory_for(work)
    return [
        row
        for row in rows
        if (_repeats_wrongly(directory, row) if row.id in directory.people else row.state == "active")
    ]


def _repeats_wrongly(directory: Directory, row: StaffMember) -> bool:
    facts = AccountFacts.of(directory, row)
    said = (row.display_name, row.worker_code, row.role, row.base_id, row.ends_on, row.state)
    code = facts.worker_code or row.worker_code
    return said != (facts.name, code, facts.role, facts.base_id, facts.ends_on, facts.state)


declare_repeats(StaffMember, _misfits)


def mark_of(work: UnitOfWork, member: StaffMember) -> int:
    """Return a number that stands for everything that forms about an account change.

    Forms carry it as the version they were opened with. The row's own version would not do: it also grows with
    every sign-in of that person.
    """
    facts = facts_of(work, member)
    parts = (facts.name, facts.role.value, facts.base_id, facts.state.value, str(facts.ends_on))
    flags = sorted(flag.value for flag in facts.flags)
    return int.from_bytes(digests.sha256(canonical.encode(*parts, *flags))[:MARK_BYTES], "big")


def check_mark(work: UnitOfWork, member: StaffMember, version: int) -> None:
    """Raise Conflict when the account changed since a form that carries this mark was opened."""
    if mark_of(work, member) != version:
        raise Conflict(staff=member.id)
