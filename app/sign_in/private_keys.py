"""A person's private keys, sealed by the password and by the recovery card."""

import secrets
from uuid import UUID

from app.foundation.errors import WillNotOpen
from app.sign_in.waiting_keys import KeyHolder, waiting_keys_of
from app.vault import canonical
from app.vault.cards import RecoveryCard
from app.vault.passwords import Argon2Cost, PasswordKeys, derive, verifier_hash, verifier_matches
from app.vault.person_keys import PersonPrivateKeys
from app.vault.sealing import open_value, seal_value
from app.vault.secrets import Passphrase, SymmetricKey
from models.staff_member import StaffMember

SALT_BYTES = 16


def derive_for(member: KeyHolder, password: Passphrase) -> PasswordKeys:
    """Run the member's Argon2id over a password they typed. Slow on purpose: call it outside a transaction."""
    if member.password_salt is None:
        raise WillNotOpen("the account has no password yet")
    return derive(password, member.password_salt, _cost_of(member))


def new_password_keys(
    password: Passphrase, cost: Argon2Cost, *, salt: bytes | None = None
) -> tuple[bytes, PasswordKeys]:
    """Derive keys for a new password, under a new salt if none is given. Slow: call it outside a transaction."""
    salt = salt or secrets.token_bytes(SALT_BYTES)
    return salt, derive(password, salt, cost)


def salt_to_share(member: StaffMember, cost: Argon2Cost) -> bytes | None:
    """Return the account's salt for keys that will wait beside its own; None where it cannot serve both.

    One derivation then tries both passwords, so nobody can tell from the time an answer takes that keys are waiting.
    With another cost than today's the salt is not shared: whoever lowered it would be guessing the new password.
    """
    return member.password_salt if _cost_of(member) == cost else None


def _cost_of(member: KeyHolder) -> Argon2Cost:
    return Argon2Cost(
        memory_kib=member.password_memory_kib or 0,
        passes=member.password_passes or 0,
        lanes=member.password_lanes or 0,
    )


def _with_password(member: StaffMember) -> list[KeyHolder]:
    """Return the sets of a person's keys that a password opens.

    The waiting ones come first: somebody who chose their old password again goes on with what they did last.
    """
    holders = (waiting_keys_of(member), member)
    return [each for each in holders if each is not None and each.password_verifier is not None]


def has_password(member: StaffMember) -> bool:
    """Tell whether any password opens keys of this person."""
    return bool(_with_password(member))


def opening(member: StaffMember, keys: PasswordKeys) -> KeyHolder | None:
    """Return which of a person's sets of keys a password opens; None when it opens none."""
    for holder in _with_password(member):
        if verifier_matches(keys.login_verifier, holder.password_verifier or b""):
            return holder
    return None


def derive_to_open(member: StaffMember, password: Passphrase) -> PasswordKeys | None:
    """Return the keys of a password that opens one of a person's sets of keys; None when it opens none.

    A second derivation is needed only if the waiting keys have a salt of their own.
    """
    for holder in {(each.password_salt, _cost_of(each)): each for each in _with_password(member)}.values():
        keys = derive_for(holder, password)
        if opening(member, keys) is not None:
            return keys
    return None


def seal_by_password(
    member: KeyHolder,
    private: PersonPrivateKeys,
    *,
    installation_id: UUID,
    salt: bytes,
    keys: PasswordKeys,
    cost: Argon2Cost,
) -> None:
    """Store a new password's verifier and the private keys under it."""
    member.password_salt = salt
    member.password_memory_kib = cost.memory_kib
    member.password_passes = cost.passes
    member.password_lanes = cost.lanes
    member.password_verifier = verifier_hash(keys.login_verifier)
    context = _context(installation_id, member.id, "password")
    member.keys_by_password = seal_value(keys.sealing_key, context, private.to_bytes())


def open_by_password(member: KeyHolder, keys: PasswordKeys, installation_id: UUID) -> PersonPrivateKeys:
    """Open the private keys with a password that was already checked."""
    context = _context(installation_id, member.id, "password")
    return _opened(keys.sealing_key, context, member.keys_by_password)


def seal_by_card(
    member: KeyHolder, private: PersonPrivateKeys, card: RecoveryCard, installation_id: UUID
) -> None:
    """Seal the private keys to a new recovery card; the previous card no longer opens anything."""
    member.card_salt = secrets.token_bytes(SALT_BYTES)
    context = _context(installation_id, member.id, "card")
    member.keys_by_card = seal_value(card.sealing_key(member.card_salt), context, private.to_bytes())


def open_by_card(member: KeyHolder, card: RecoveryCard, installation_id: UUID) -> PersonPrivateKeys:
    """Open the private keys with the recovery card. Raises WillNotOpen for another card."""
    if member.card_salt is None:
        raise WillNotOpen("the account has no recovery card")
    context = _context(installation_id, member.id, "card")
    return _opened(card.sealing_key(member.card_salt), context, member.keys_by_card)


def _opened(key: SymmetricKey, context: bytes, sealed: bytes | None) -> PersonPrivateKeys:
    if sealed is None:
        raise WillNotOpen("no keys are kept here")
    return PersonPrivateKeys.from_bytes(open_value(key, context, sealed))


def _context(installation_id: UUID, staff_id: UUID, way: str) -> bytes:
    return canonical.encode("person private keys", installation_id, staff_id, way)
