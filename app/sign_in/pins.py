"""What each person's keychain remembers between sign-ins: the root, and the heads they last saw."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session

from app.audit.chain import hash_at, head_of
from app.foundation.errors import WillNotOpen
from app.keyring.directory import Directory
from app.sign_in.waiting_keys import held, holder_of
from app.vault import canonical
from app.vault.derivation import derive_key
from app.vault.person_keys import PersonPrivateKeys
from app.vault.sealing import open_value, seal_value
from app.vault.secrets import Secret, SymmetricKey
from models.staff_member import StaffMember


class PinBroken(StrEnum):
    """What no longer agrees with what the person saw last time."""

    ROOT = "root"
    DIRECTORY = "directory"
    AUDIT = "audit"
    PINS = "pins"


@dataclass(frozen=True)
class Pins:
    """The root's fingerprint, and (number, hash) of the last seen links of the directory and the audit trail."""

    root: bytes
    directory: tuple[int, bytes]
    audit: tuple[int, bytes]


def read_pins(member: StaffMember, private: PersonPrivateKeys, installation_id: UUID) -> Pins:
    """Open the pins. Raises WillNotOpen when the row was changed.

    Pins are written with the keys, so a row without them was emptied. Accepting that would let somebody replace the
    whole directory.
    """
    pins = holder_of(member, private.public).pins
    if pins is None:
        raise WillNotOpen("the pins are gone")
    opened = open_value(_key(private), _context(installation_id, member.id), pins)
    match canonical.decode(opened):
        case (bytes(root), int(d_seq), bytes(d_hash), int(a_seq), bytes(a_hash)):
            return Pins(root, (d_seq, d_hash), (a_seq, a_hash))
        case _:
            raise WillNotOpen("pins are not in their form")


@dataclass(frozen=True)
class PinState:
    """Which parts of the directory the person last saw are gone, and which link of the trail they last saw."""

    broken: tuple[PinBroken, ...]
    audit: tuple[int, bytes] | None
    """None when the pins do not open."""

    @property
    def may_be_another_root(self) -> bool:
        """Whether it is uncertain that the root is the one the person saw last time.

        Missing pins, and pins that do not open, count as another root: somebody who replaces the directory can also
        empty or damage the row.
        """
        return PinBroken.ROOT in self.broken or PinBroken.PINS in self.broken

    @property
    def is_another_directory(self) -> bool:
        """Whether the directory no longer reaches what the person saw last time, although the pins open."""
        return PinBroken.DIRECTORY in self.broken

    def broken_with_trail(self, session: Session) -> tuple[PinBroken, ...]:
        """Return everything that no longer agrees, including the trail; empty when all of it agrees."""
        if self.audit is None or hash_at(session, self.audit[0]) == self.audit[1]:
            return self.broken
        return (*self.broken, PinBroken.AUDIT)


def compare_pins(member: StaffMember, private: PersonPrivateKeys, directory: Directory) -> PinState:
    """Compare what the person saw last time with what is here now; the pins are opened once."""
    try:
        pins = read_pins(member, private, directory.installation_id)
    except (WillNotOpen, ValueError):
        return PinState((PinBroken.PINS,), None)
    found = []
    if _is_other_root(pins, directory):
        found.append(PinBroken.ROOT)
    if not directory.reaches(*pins.directory):
        found.append(PinBroken.DIRECTORY)
    return PinState(tuple(found), pins.audit)


def _is_other_root(pins: Pins, directory: Directory) -> bool:
    return directory.root is None or pins.root != directory.root_fingerprint


def write_pins(
    session: Session, member: StaffMember, private: PersonPrivateKeys, directory: Directory
) -> None:
    """Remember the current heads, sealed to the person alone."""
    audit_seq, audit_hash = head_of(session)
    plain = canonical.encode(directory.root_fingerprint, directory.seq, directory.head, audit_seq, audit_hash)
    with held(member, private.public) as holder:
        holder.pins = seal_value(_key(private), _context(directory.installation_id, member.id), plain)


def _key(private: PersonPrivateKeys) -> SymmetricKey:
    return derive_key(Secret(private.to_bytes()), "person pins")


def _context(installation_id: UUID, staff_id: UUID) -> bytes:
    return canonical.encode("person pins", installation_id, staff_id)
