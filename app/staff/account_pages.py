"""What the pages about accounts show: the list, one account, and what may be done with it."""

from collections import Counter
from collections.abc import Sized
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.access.scope import has, require, scoped
from app.foundation.errors import NotVisible
from app.foundation.numbering import Numbered
from app.foundation.permissions import Permission
from app.foundation.roles import FLAGS_OF_ROLE, PROGRAMME_STAFF, Flag, Role
from app.keyring.acting_directors import acting_is_over
from app.keyring.known_directory import directory_for
from app.keyring.policy import CircleKind
from app.staff.account_facts import AccountFacts, AccountState
from app.staff.circle_places import joined_circles, only_holder_of
from app.staff.members import account, facts_of, is_in_charge_of, mark_of
from app.staff.pending import PendingLine, pending_lines
from app.staff.without_account import WithoutAccount, named_circles, people_without_account
from app.unit_of_work import UnitOfWork
from models.staff_member import StaffMember


@dataclass(frozen=True)
class AccountLine:
    """One line of the list. `base_name` is empty for people without a base."""

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
    """The list's filter; None for everything."""

    state: AccountState | None = None
    base_id: UUID | None = None


@dataclass(frozen=True)
class AccountsPage(Numbered):
    """One page of the list, and the number of accounts in each state."""

    lines: tuple[AccountLine, ...]
    total: int
    page: int
    counts: dict[AccountState, int]
    bases: tuple[tuple[UUID, str], ...]
    may_make: bool
    without_account: tuple[WithoutAccount, ...]

    @property
    def shown_lines(self) -> Sized:
        """The lines on this page."""
        return self.lines


def accounts_page(work: UnitOfWork, wanted: AccountFilter, *, page: int) -> AccountsPage:
    """Return the accounts the acting person may see, by name. Raises NotVisible."""
    require(work, Permission.ACCOUNT_READ)
    everyone = work.session.scalars(scoped(work, StaffMember, Permission.ACCOUNT_READ))
    # All accounts, because the directory holds what they are found, counted and sorted by; staff are hundreds at
    # most.
    known = [(row, facts) for row in everyone if _is_theirs(work, facts := facts_of(work, row))]
    counts = Counter(facts.state for _, facts in known)
    found = sorted(
        ((row, facts) for row, facts in known if _fits(facts, wanted)),
        key=lambda pair: (pair[1].name.casefold(), pair[0].id.hex),
    )
    bases = bases_to_choose(work)
    names = dict(bases)
    first = (page - 1) * AccountsPage.PAGE_SIZE
    return AccountsPage(
        lines=tuple(
            _line(work, row, facts, names) for row, facts in found[first : first + AccountsPage.PAGE_SIZE]
        ),
        total=len(found),
        page=page,
        counts={state: counts[state] for state in AccountState},
        bases=bases if len(bases) > 1 else (),
        may_make=has(work, Permission.ACCOUNT_SHELL),
        without_account=people_without_account(work),
    )


def _is_theirs(work: UnitOfWork, facts: AccountFacts) -> bool:
    """Tell whether an account belongs to a base this person looks after, whatever its row says."""
    return work.person.base_id in (None, facts.base_id)


def _fits(facts: AccountFacts, wanted: AccountFilter) -> bool:
    return wanted.state in (None, facts.state) and wanted.base_id in (None, facts.base_id)


def _line(work: UnitOfWork, row: StaffMember, facts: AccountFacts, names: dict[UUID, str]) -> AccountLine:
    return AccountLine(
        id=row.id,
        display_name=facts.name,
        username=row.username,
        role=facts.role,
        base_name=names.get(facts.base_id, "") if facts.base_id else "",
        state=facts.state,
        ends_on=facts.ends_on,
        has_ended=facts.has_ended(work.now),
    )


def bases_to_choose(work: UnitOfWork) -> tuple[tuple[UUID, str], ...]:
    """Return the bases the acting person may put an account into: a supervisor's own, otherwise all."""
    own = work.person.base_id
    bases = directory_for(work).bases_by_name()
    return tuple((base.id, base.name) for base in bases if own in (None, base.id))


def roles_to_choose(work: UnitOfWork) -> tuple[Role, ...]:
    """Return the roles for which the acting person may make shells."""
    if work.person.role is Role.SUPERVISOR:
        return tuple(role for role in Role if role in PROGRAMME_STAFF)
    return tuple(Role)


@dataclass(frozen=True)
class AccountPage:
    """One account, limited to what the reader may see. `version` goes into forms that change it.

    `worker_code` is shown only to directors, `flags` to people who may change or have them; both are None otherwise.
    `pending` is empty for people who see no circles. `acting_until` ends an acting director's duty.
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
    waits_with_new_keys: bool
    """Whether new keys wait beside the old ones, which go on until somebody admits the new."""
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
    may_end_keys: bool
    may_admit: bool
    may_change: bool
    may_change_role: bool
    may_close: bool


def _account_of_theirs(work: UnitOfWork, staff_id: UUID) -> tuple[StaffMember, AccountFacts]:
    row = account(work, staff_id)
    facts = facts_of(work, row)
    if not _is_theirs(work, facts):
        raise NotVisible("account")
    return row, facts


def account_page(work: UnitOfWork, staff_id: UUID) -> AccountPage:
    """Return one account. Raises NotVisible."""
    row, facts = _account_of_theirs(work, staff_id)
    names = {base.id: base.name for base in directory_for(work).bases_by_name()}
    state, role, is_own = facts.state, facts.role, row.id == work.person.id
    flags, acting_until = facts.flags, facts.acting_until
    directs = has(work, Permission.BASE_MANAGE)
    is_living = state is not AccountState.DISABLED
    in_charge = is_in_charge_of(work, row) and (directs or not flags)
    return AccountPage(
        id=row.id,
        display_name=facts.name,
        username=row.username,
        role=role,
        base_id=facts.base_id,
        base_name=names.get(facts.base_id, "") if facts.base_id else "",
        state=state,
        created_at=row.created_at,
        admitted_at=facts.admitted_at,
        disabled_at=facts.disabled_at,
        ends_on=facts.ends_on,
        invitation_ends_at=row.invitation_ends_at if row.invitation_hash else None,
        had_keys=row.public_keys is not None,
        waits_with_new_keys=row.waiting_keys is not None and state is AccountState.AWAITING,
        is_own=is_own,
        version=mark_of(work, row),
        worker_code=facts.worker_code if directs else None,
        flags=tuple(sorted(flags)) if has(work, Permission.ACCOUNT_ADMIT) else None,
        acting_until=acting_until,
        acting_has_ended=acting_until is not None and acting_is_over(acting_until, work.now),
        possible_flags=tuple(flag for flag in Flag if flag in FLAGS_OF_ROLE[role]),
        only_holder_of=_only_holder(work, row.id) if in_charge and is_living else (),
        pending=pending_lines(work, row.id) if in_charge and not is_own else (),
        may_invite=is_living and not is_own and _may_invite(work, row, in_charge=in_charge),
        may_end_keys=in_charge and not is_own and _is_vouched_for(work, row.id),
        may_admit=in_charge and state is AccountState.AWAITING,
        may_change=in_charge and is_living,
        may_change_role=directs and state is AccountState.ACTIVE and not is_own,
        may_close=in_charge and is_living and not is_own,
    )


def _is_vouched_for(work: UnitOfWork, staff_id: UUID) -> bool:
    known = directory_for(work).people.get(staff_id)
    return known is not None and known.enabled


def _may_invite(work: UnitOfWork, row: StaffMember, *, in_charge: bool) -> bool:
    if row.public_keys is not None:
        return in_charge
    return in_charge or work.person.role is Role.TECHNICIAN


def _only_holder(work: UnitOfWork, staff_id: UUID) -> tuple[tuple[CircleKind, str], ...]:
    joined = joined_circles(directory_for(work), staff_id)
    return named_circles(work, only_holder_of(work, staff_id, joined))
