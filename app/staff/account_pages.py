"""What the pages about accounts show: the list, one account, and what may be done with it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import func, select

from app.access.scope import condition, has, require, scoped
from app.foundation.local_time import local_day
from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.foundation.roles import BASED_ROLES, FLAGS_OF_ROLE, PROGRAMME_STAFF, Flag, Role
from app.keyring.known_directory import directory_for
from app.keyring.policy import CircleKind
from app.staff.circle_places import joined_circles, only_holder_of
from app.staff.members import account, flags_of, is_in_charge_of, mark_of
from app.staff.pending import PendingLine, pending_lines
from app.unit_of_work import UnitOfWork
from models.staff_flag import StaffFlag
from models.staff_member import StaffMember

ACCOUNTS_A_PAGE = 50


class AccountState(StrEnum):
    """Where an account stands."""

    SHELL = "shell"
    AWAITING = "awaiting"
    ACTIVE = "active"
    DISABLED = "disabled"


STATE_LABELS: dict[AccountState, str] = {
    AccountState.SHELL: N_("Invited, not opened yet"),
    AccountState.AWAITING: N_("Waits to be admitted"),
    AccountState.ACTIVE: N_("Active"),
    AccountState.DISABLED: N_("Closed"),
}


@dataclass(frozen=True)
class AccountLine:
    """One line of the list. `base_name` is empty for people of no base."""

    id: UUID
    display_name: str
    username: str
    role: Role
    base_name: str
    state: AccountState
    ends_on: date | None
    has_ended: bool


@dataclass(frozen=True)
class AccountFilter:
    """What the list is cut to; None for everything."""

    state: AccountState | None = None
    base_id: UUID | None = None


@dataclass(frozen=True)
class AccountsPage:
    """One page of the list, and how many there are by state."""

    lines: tuple[AccountLine, ...]
    total: int
    page: int
    counts: dict[AccountState, int]
    bases: tuple[tuple[UUID, str], ...]
    may_make: bool

    @property
    def first(self) -> int:
        """The number of the first line, from 1."""
        return (self.page - 1) * ACCOUNTS_A_PAGE + 1

    @property
    def last(self) -> int:
        """The number of the last line."""
        return self.first + len(self.lines) - 1


def accounts_page(work: UnitOfWork, wanted: AccountFilter, *, page: int) -> AccountsPage:
    """Return the accounts the acting person may see, by name. Raises NotVisible."""
    require(work, Permission.ACCOUNT_READ)
    query = scoped(work, StaffMember, Permission.ACCOUNT_READ)
    if wanted.state is not None:
        query = query.where(StaffMember.state == wanted.state.value)
    if wanted.base_id is not None:
        query = query.where(StaffMember.base_id == wanted.base_id)
    total = work.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    rows = work.session.scalars(
        query.order_by(StaffMember.display_name, StaffMember.id)
        .limit(ACCOUNTS_A_PAGE)
        .offset((page - 1) * ACCOUNTS_A_PAGE)
    )
    bases = bases_to_choose(work)
    names = dict(bases)
    return AccountsPage(
        lines=tuple(_line(work, row, names) for row in rows),
        total=total,
        page=page,
        counts=_counts(work),
        bases=bases if len(bases) > 1 else (),
        may_make=has(work, Permission.ACCOUNT_SHELL),
    )


def _counts(work: UnitOfWork) -> dict[AccountState, int]:
    mine = condition(work, StaffMember, Permission.ACCOUNT_READ)
    rows = work.session.execute(
        select(StaffMember.state, func.count()).where(mine).group_by(StaffMember.state)
    )
    found = {AccountState(state): count for state, count in rows}
    return {state: found.get(state, 0) for state in AccountState}


def _line(work: UnitOfWork, row: StaffMember, names: dict[UUID, str]) -> AccountLine:
    return AccountLine(
        id=row.id,
        display_name=row.display_name,
        username=row.username,
        role=Role(row.role),
        base_name=names.get(row.base_id, "") if row.base_id else "",
        state=AccountState(row.state),
        ends_on=row.ends_on,
        has_ended=row.ends_on is not None and local_day(work.now) > row.ends_on,
    )


def bases_to_choose(work: UnitOfWork) -> tuple[tuple[UUID, str], ...]:
    """Return the bases the acting person may put an account into: a supervisor's own, else all."""
    own = work.person.base_id
    bases = directory_for(work).bases_by_name()
    return tuple((base.id, base.name) for base in bases if own in (None, base.id))


def roles_to_choose(work: UnitOfWork) -> tuple[Role, ...]:
    """Return the roles the acting person may make shells of."""
    if work.person.role is Role.SUPERVISOR:
        return tuple(role for role in Role if role in PROGRAMME_STAFF)
    return tuple(Role)


@dataclass(frozen=True)
class AccountPage:
    """One account, cut to what the reader may see. `version` goes into forms that change it.

    `worker_code` is shown to directors only, `flags` to those who may change or carry them; both are None
    otherwise. `pending` is empty for those who see no circles. `acting_until` ends an acting director's duty.
    """

    id: UUID
    display_name: str
    username: str
    role: Role
    base_id: UUID | None
    base_name: str
    state: AccountState
    created_at: datetime
    admitted_at: datetime | None
    disabled_at: datetime | None
    ends_on: date | None
    invitation_ends_at: datetime | None
    had_keys: bool
    is_own: bool
    version: int
    worker_code: str | None
    flags: tuple[Flag, ...] | None
    acting_until: datetime | None
    acting_has_ended: bool
    possible_flags: tuple[Flag, ...]
    only_holder_of: tuple[tuple[CircleKind, str], ...]
    pending: tuple[PendingLine, ...]
    may_invite: bool
    may_admit: bool
    may_change: bool
    may_change_role: bool
    may_close: bool

    @property
    def needs_base(self) -> bool:
        """Whether the role belongs to a base."""
        return self.role in BASED_ROLES


def account_page(work: UnitOfWork, staff_id: UUID) -> AccountPage:
    """Return one account. Raises NotVisible."""
    row = account(work, staff_id)
    names = {base.id: base.name for base in directory_for(work).bases_by_name()}
    state, role, is_own = _state_of(work, row), Role(row.role), row.id == work.person.id
    flags, acting_until = flags_of(work.session, row.id), _acting_until(work, row.id)
    directs = has(work, Permission.BASE_MANAGE)
    is_living = state is not AccountState.DISABLED
    in_charge = is_in_charge_of(work, row) and (directs or not flags)
    return AccountPage(
        id=row.id,
        display_name=row.display_name,
        username=row.username,
        role=role,
        base_id=row.base_id,
        base_name=names.get(row.base_id, "") if row.base_id else "",
        state=state,
        created_at=row.created_at,
        admitted_at=row.admitted_at,
        disabled_at=row.disabled_at,
        ends_on=row.ends_on,
        invitation_ends_at=row.invitation_ends_at if row.invitation_hash else None,
        had_keys=row.public_keys is not None,
        is_own=is_own,
        version=mark_of(work, row),
        worker_code=row.worker_code if directs else None,
        flags=tuple(sorted(flags)) if has(work, Permission.ACCOUNT_ADMIT) else None,
        acting_until=acting_until,
        acting_has_ended=acting_until is not None and acting_until <= work.now,
        possible_flags=tuple(flag for flag in Flag if flag in FLAGS_OF_ROLE[role]),
        only_holder_of=_only_holder(work, row.id, names) if in_charge and is_living else (),
        pending=pending_lines(work, row.id) if in_charge and not is_own else (),
        may_invite=is_living and not is_own and _may_invite(work, row, in_charge=in_charge),
        may_admit=in_charge and state is AccountState.AWAITING,
        may_change=in_charge and is_living,
        may_change_role=directs and state is AccountState.ACTIVE and not is_own,
        may_close=in_charge and is_living and not is_own,
    )


def _state_of(work: UnitOfWork, row: StaffMember) -> AccountState:
    """Return the row's state; closed only when the signed directory says so too, or the account could not be closed."""
    known = directory_for(work).people.get(row.id)
    state = AccountState(row.state)
    if state is AccountState.DISABLED and known is not None and known.enabled:
        return AccountState.ACTIVE
    return state


def _may_invite(work: UnitOfWork, row: StaffMember, *, in_charge: bool) -> bool:
    if row.public_keys is not None:
        return in_charge
    return in_charge or work.person.role is Role.TECHNICIAN


def _acting_until(work: UnitOfWork, staff_id: UUID) -> datetime | None:
    row = work.session.get(StaffFlag, (staff_id, Flag.ACTING_DIRECTOR.value))
    return row.ends_at if row else None


def _only_holder(
    work: UnitOfWork, staff_id: UUID, names: dict[UUID, str]
) -> tuple[tuple[CircleKind, str], ...]:
    directory = directory_for(work)
    only = only_holder_of(work, staff_id, joined_circles(directory, staff_id))
    found = [directory.circles[circle] for circle in only]
    return tuple((each.kind, names.get(each.base_id, "") if each.base_id else "") for each in found)
