"""New keys of somebody who lost password and card: kept beside the old ones, which go on until the new are admitted.

They lie in one column of the account, because none of them is asked for by itself. They open nothing of the
organisation's: nobody has vouched for them yet.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from uuid import UUID

from app.vault import canonical
from app.vault.person_keys import PersonPublicKeys
from models.staff_member import StaffMember

_OPTIONAL = 9


@dataclass
class WaitingKeys:
    """What an account keeps of a person's keys, under the names of its columns; `id` is the person's."""

    id: UUID
    public_keys: bytes
    password_salt: bytes | None = None
    password_memory_kib: int | None = None
    password_passes: int | None = None
    password_lanes: int | None = None
    password_verifier: bytes | None = None
    keys_by_password: bytes | None = None
    card_salt: bytes | None = None
    keys_by_card: bytes | None = None
    pins: bytes | None = None

    def to_bytes(self) -> bytes:
        """Return the keys as the account stores them."""
        _, *kept = astuple(self)
        return canonical.encode(*kept)

    @classmethod
    def from_bytes(cls, person_id: UUID, raw: bytes) -> "WaitingKeys":
        """Read what `to_bytes` wrote. Raises ValueError."""
        public, *rest = canonical.decode(raw)
        if not isinstance(public, bytes) or len(rest) != _OPTIONAL:
            raise ValueError("waiting keys are not in their form")
        return cls(person_id, public, *rest)  # type: ignore[arg-type]  # a changed cell opens nothing


KeyHolder = StaffMember | WaitingKeys
"""Where a set of a person's keys is kept."""


def waiting_keys_of(member: StaffMember) -> WaitingKeys | None:
    """Return the keys that wait beside those of the account; None also when somebody changed the column."""
    if member.waiting_keys is None:
        return None
    try:
        return WaitingKeys.from_bytes(member.id, member.waiting_keys)
    except ValueError:
        return None


def holder_of(member: StaffMember, keys: PersonPublicKeys) -> KeyHolder:
    """Return where these keys are kept: among the waiting ones, otherwise in the account."""
    waiting = waiting_keys_of(member)
    return waiting if waiting is not None and waiting.public_keys == keys.to_bytes() else member


@contextmanager
def held(member: StaffMember, keys: PersonPublicKeys) -> Iterator[KeyHolder]:
    """Give the same to be changed; what was changed is stored at the end of the block."""
    holder = holder_of(member, keys)
    yield holder
    if isinstance(holder, WaitingKeys):
        member.waiting_keys = holder.to_bytes()


def put_in_force(member: StaffMember, waiting: WaitingKeys) -> None:
    """Put waiting keys in the place of the account's, once somebody has vouched for them."""
    for name, value in vars(waiting).items():
        if name != "id":
            setattr(member, name, value)
    member.waiting_keys = None
