"""Makes a person's keys, first or new. The new ones wait beside those that somebody vouches for."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.keyring.directory import Directory
from app.server import Server
from app.sign_in.pins import write_pins
from app.sign_in.private_keys import new_password_keys, salt_to_share, seal_by_card, seal_by_password
from app.sign_in.sessions import end_all_sessions, end_sessions_of_other_keys
from app.sign_in.waiting_keys import WaitingKeys, held
from app.vault.cards import RecoveryCard
from app.vault.passwords import PasswordKeys
from app.vault.person_keys import PersonPrivateKeys, PersonPublicKeys
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


def derive_chosen(server: Server, password: str, *, beside: StaffMember | None = None) -> ChosenPassword:
    """Derive a new password. Slow on purpose: call it outside a transaction.

    `beside` is the account whose own keys the new ones will wait beside.
    """
    salt = salt_to_share(beside, server.argon2_cost) if beside is not None else None
    return ChosenPassword(*new_password_keys(Passphrase(password), server.argon2_cost, salt=salt))


def store_password(
    server: Server, member: StaffMember, private: PersonPrivateKeys, chosen: ChosenPassword
) -> None:
    """Put a new password in force: its verifier, and the private keys under it."""
    with held(member, private.public) as holder:
        seal_by_password(
            holder,
            private,
            installation_id=server.installation_id,
            salt=chosen.salt,
            keys=chosen.keys,
            cost=server.argon2_cost,
        )


def store_new_card(server: Server, member: StaffMember, private: PersonPrivateKeys) -> RecoveryCard:
    """Make a recovery card, to be shown once; the person's previous one no longer opens anything."""
    card = RecoveryCard.generate()
    with held(member, private.public) as holder:
        seal_by_card(holder, private, card, server.installation_id)
    return card


def make_keys(
    server: Server, session: Session, member: StaffMember, chosen: ChosenPassword, *, directory: Directory
) -> KeysMade:
    """Give an account new keys, under a new password and a new recovery card.

    The account then waits: nobody seals to the new keys until somebody has compared the six words. Where the
    directory vouches for other keys, those go on meanwhile, with everything they open: whoever got hold of an
    invitation, or wrote one into the row, destroys nothing. What the person remembers of the directory and the trail
    is stored with the keys, so a row without it is never legitimate.
    """
    private = PersonPrivateKeys.generate()
    member.invitation_hash = None
    member.invitation_ends_at = None
    known = directory.people.get(member.id)
    if known is not None and known.enabled:
        # Those that waited until now are nobody's any more.
        end_sessions_of_other_keys(
            session,
            member.id,
            known.keys.sign,
            installation_id=server.installation_id,
            now=server.clock.now(),
        )
        member.public_keys = known.keys.to_bytes()
        member.waiting_keys = WaitingKeys(member.id, private.public.to_bytes()).to_bytes()
    else:
        _begin_anew(server, session, member, private.public)
    store_password(server, member, private, chosen)
    card = store_new_card(server, member, private)
    write_pins(session, member, private, directory)
    return KeysMade(member.id, private, card)


def _begin_anew(server: Server, session: Session, member: StaffMember, public: PersonPublicKeys) -> None:
    """Put keys into an account whose earlier ones, if there were any, a statement has ended."""
    member.state = "awaiting"
    member.public_keys = public.to_bytes()
    member.key_version += 1
    member.waiting_keys = None
    delete_what_was_sealed(session, member.id)
    end_all_sessions(session, member.id, server.clock.now())


def delete_what_was_sealed(session: Session, person_id: UUID) -> None:
    """Delete the folder keys and circle secrets sealed to keys of a person that are over."""
    session.execute(delete(CircleMembership).where(CircleMembership.holder_id == person_id))
    session.execute(delete(Grant).where(Grant.holder_id == person_id))
