"""What is believed of an account: the signed directory, or its row only while nobody has vouched for anybody."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Self
from uuid import UUID

from app.foundation.local_time import home_day
from app.foundation.marking import N_
from app.foundation.roles import Flag, Role
from app.keyring.account_ends import account_is_over
from app.keyring.acting_directors import acting_is_over
from app.keyring.directory import Directory, KnownPerson
from app.sign_in.waiting_keys import waiting_keys_of
from app.vault.person_keys import PersonPublicKeys
from models.staff_member import StaffMember


class AccountState(StrEnum):
    """The state of an account."""

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
class AccountFacts:
    """An account as it is shown and acted on. `flags` are all that were given, even if their days are over."""

    id: UUID
    name: str
    worker_code: str
    role: Role
    base_id: UUID | None
    flags: frozenset[Flag]
    acting_until: datetime | None
    ends_on: date | None
    state: AccountState
    admitted_at: datetime | None
    disabled_at: datetime | None

    @classmethod
    def of(cls, directory: Directory, row: StaffMember) -> Self:
        """Return what is believed of the account with this row."""
        known = directory.people.get(row.id)
        if known is None:
            return cls._unvouched(row)
        return cls(
            id=row.id,
            name=known.name,
            worker_code=known.worker_code or "",
            role=known.role,
            base_id=known.base_id,
            flags=known.flags,
            acting_until=known.acting_until,
            ends_on=_last_day(known, row),
            state=_state(known, row),
            admitted_at=known.admitted_at,
            disabled_at=known.disabled_at if not known.enabled else None,
        )

    @classmethod
    def _unvouched(cls, row: StaffMember) -> Self:
        """Return what was typed about a person whom nobody has admitted yet: it opens nothing."""
        return cls(
            id=row.id,
            name=row.display_name,
            worker_code=row.worker_code,
            role=Role(row.role),
            base_id=row.base_id,
            flags=frozenset(),
            acting_until=None,
            ends_on=row.ends_on,
            state=_state(None, row),
            admitted_at=None,
            disabled_at=row.disabled_at,
        )

    def has_ended(self, now: datetime) -> bool:
        """Tell whether the account's last day is over."""
        return account_is_over(self.ends_on, home_day(now))

    def living_flags(self, now: datetime) -> frozenset[Flag]:
        """Return the duties that have not ended by the clock."""
        if self.acting_until is not None and acting_is_over(self.acting_until, now):
            return self.flags - {Flag.ACTING_DIRECTOR}
        return self.flags


def _last_day(known: KnownPerson, row: StaffMember) -> date | None:
    """Return the signed last day; the row's only where the statement is older than signed last days."""
    return row.ends_on if known.worker_code is None else known.ends_on


def _state(known: KnownPerson | None, row: StaffMember) -> AccountState:
    """Return the account's state, from the statements and from its current keys.

    Somebody with other keys than the ones vouched for waits to be admitted with them, whatever else the row says.
    """
    waiting = waiting_keys_of(row)
    own = row.public_keys
    if known is None:
        if row.state == AccountState.DISABLED:
            return AccountState.DISABLED
        return AccountState.SHELL if own is None else AccountState.AWAITING
    has_new_keys = own is not None and own != known.keys.to_bytes()
    if known.enabled:
        return AccountState.AWAITING if has_new_keys or waiting is not None else AccountState.ACTIVE
    if row.state == AccountState.DISABLED:
        return AccountState.DISABLED
    if has_new_keys:
        return AccountState.AWAITING
    # Keys that a colleague ended, with an invitation to make new ones.
    is_invited = own is None and row.invitation_hash is not None
    return AccountState.SHELL if is_invited else AccountState.DISABLED


def keys_to_admit(row: StaffMember) -> PersonPublicKeys | None:
    """Return the keys that wait for somebody to compare their six words, as the row has them."""
    waiting = waiting_keys_of(row)
    public = waiting.public_keys if waiting is not None else row.public_keys
    return PersonPublicKeys.from_bytes(public) if public is not None else None
