"""Makes a person's keys, first or new: whatever was sealed to older ones is of no more use and goes."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.keyring.directory import Directory
from app.server import Server
from app.sign_in.pins import write_pins
from app.sign_in.private_keys import new_password_keys, seal_by_card, seal_by_password
from app.sign_in.sessions import end_all_sessions
from app.vault.cards import RecoveryCard
from app.vault.passwords import PasswordKeys
from app.vault.person_keys import PersonPrivateKeys
from app.vault.secrets import Passphrase
from models.circle import CircleMembership
from models.grant import Grant
from models.staff_member import StaffMember


@dataclass(frozen=True, repr=False)
class ChosenPassword:
    """A new password, already derived under a new salt."""

    salt: bytes
    keys: PasswordKeys


@dataclass(frozen=True, repr=False)
class KeysMade:
    """New keys of a person who now waits to be admitted, and their recovery card, shown once."""

    staff_id: UUID
    private: PersonPrivateKeys
    card: RecoveryCard


def derive_chosen(server: Server, password: str) -> ChosenPassword:
    """Derive a new password. Slow on purpose: call it outside a transaction."""
    return ChosenPassword(*new_password_keys(Passphrase(password), server.argon2_cost))


def store_password(
    server: Server, member: StaffMember, private: PersonPrivateKeys, chosen: ChosenPassword
) -> None:
    """Put a new password in force: its verifier, and the private keys under it."""
    seal_by_password(
        member,
        private,
        installation_id=server.installation_id,
        salt=chosen.salt,
        keys=chosen.keys,
        cost=server.argon2_cost,
    )


def make_keys(
    server: Server, session: Session, member: StaffMember, chosen: ChosenPassword, *, directory: Directory
) -> KeysMade:
    """Give an account new keys, under a new password and a new recovery card. Its sessions end.

    The account then waits: nobody seals to the new keys before somebody compared the six words. What the person
    remembers of the directory and the trail begins with the keys, so that no row is ever rightly without it.
    """
    private = PersonPrivateKeys.generate()
    card = RecoveryCard.generate()
    member.invitation_hash = None
    member.invitation_ends_at = None
    member.state = "awaiting"
    member.public_keys = private.public.to_bytes()
    member.key_version += 1
    store_password(server, member, private, chosen)
    seal_by_card(member, private, card, server.installation_id)
    write_pins(session, member, private, directory)
    session.execute(delete(CircleMembership).where(CircleMembership.holder_id == member.id))
    session.execute(delete(Grant).where(Grant.holder_id == member.id))
    end_all_sessions(session, member.id, server.clock.now())
    return KeysMade(member.id, private, card)
