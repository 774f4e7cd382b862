"""Makes the organisation: its root, its first director, the direction and recovery circles, the signing key."""

import secrets
from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy import func, select

from app.database.store import Turn
from app.foundation.errors import NotAllowedNow
from app.foundation.people import Person
from app.foundation.roles import Role
from app.keyring import circles
from app.keyring.adding_statements import Signer, state
from app.keyring.admitting import state_first_director
from app.keyring.known_directory import directory_for
from app.keyring.known_organisation import KnownOrganisation
from app.keyring.policy import CircleKind, FolderKind
from app.keyring.root import state_organisation
from app.keyring.statements import Kind
from app.keyring.writing import make_folder
from app.recovery.kit import make_kit
from app.server import Server
from app.sign_in.pins import write_pins
from app.sign_in.private_keys import new_password_keys, seal_by_card, seal_by_password
from app.staff.worker_codes import free_worker_code
from app.unit_of_work import Mode, UnitOfWork, Visibility
from app.vault.cards import KitCard, RecoveryCard
from app.vault.keychain import Keychain
from app.vault.packet_signing import make_signing_identity
from app.vault.passwords import PasswordKeys
from app.vault.person_keys import PersonPrivateKeys
from app.vault.secrets import Passphrase
from app.vault.signing import SigningKey
from models.installation import Installation
from models.staff_member import StaffMember

SIGNING_YEARS = 10


@dataclass(frozen=True)
class FirstDirectorInput:
    """What is typed on the set-up page."""

    organisation: str
    display_name: str
    username: str
    password: str


@dataclass(frozen=True)
class MadeOrganisation:
    """What set-up returns, once: the director, the work to continue with, and three cards to print."""

    work: UnitOfWork
    recovery_card: RecoveryCard
    kit_cards: tuple[KitCard, KitCard]


def is_set_up(server: Server) -> bool:
    """Tell whether the organisation has its first director."""
    with server.store.reading() as session:
        return bool(session.scalar(select(func.count()).select_from(StaffMember)))


def set_up_organisation(server: Server, first: FirstDirectorInput) -> MadeOrganisation:
    """Make the organisation in one transaction, which the caller finishes. Raises NotAllowedNow when it exists.

    The slow derivation runs before the transaction begins.
    """
    salt, keys = new_password_keys(Passphrase(first.password), server.argon2_cost)
    private = PersonPrivateKeys.generate()
    director = Person(uuid4(), first.username, first.display_name, "", Role.DIRECTOR, None)
    work = UnitOfWork(
        server.store,
        director,
        Keychain(director.id, private),
        installation_id=server.installation_id,
        clock=server.clock,
        mode=Mode.WRITING,
        turn=Turn.ALONE,
        proved_at=server.clock.now(),
    )
    if work.session.scalar(select(func.count()).select_from(StaffMember)):
        work.end_transaction()
        raise NotAllowedNow("already-set-up")
    root = Signer(None, SigningKey.generate())
    _state_root(work, root)
    worker_code = free_worker_code(work.session, directory_for(work))
    card = _add_director(server, work, first, private, worker_code=worker_code, salt=salt, keys=keys)
    state_first_director(work, root, worker_code=worker_code)
    kit_cards = make_kit(server, work, signer=root)
    circles.make_circle(work, CircleKind.DIRECTION, None, members=[director.id], signer=root)
    _keep_root(work, root.key)
    _keep_signing_identity(work, first.organisation, root)
    write_pins(work.session, work.session.get_one(StaffMember, director.id), private, directory_for(work))
    work.record("organisation.made", visibility=Visibility.SYSTEM)
    return MadeOrganisation(work, card, kit_cards)


def _state_root(work: UnitOfWork, root: Signer) -> None:
    state(work, Kind.ROOT, {"public": root.key.public.raw.hex()}, signer=root)
    row = work.session.get_one(Installation, work.installation_id)
    row.root_public = root.key.public.raw


def _add_director(
    server: Server,
    work: UnitOfWork,
    first: FirstDirectorInput,
    private: PersonPrivateKeys,
    *,
    worker_code: str,
    salt: bytes,
    keys: PasswordKeys,
) -> RecoveryCard:
    member = StaffMember(
        id=work.person.id,
        username=first.username,
        display_name=first.display_name,
        worker_code=worker_code,
        role=Role.DIRECTOR.value,
        base_id=None,
        state="active",
        created_at=work.now,
        created_by=work.person.id,
        admitted_at=work.now,
        public_keys=private.public.to_bytes(),
        key_version=1,
    )
    seal_by_password(
        member, private, installation_id=server.installation_id, salt=salt, keys=keys, cost=server.argon2_cost
    )
    card = RecoveryCard.generate()
    seal_by_card(member, private, card, server.installation_id)
    work.session.get_one(Installation, work.installation_id).name = first.organisation
    work.session.add(member)
    work.session.flush()
    return card


def _keep_root(work: UnitOfWork, key: SigningKey) -> None:
    folder = make_folder(work, FolderKind.ROOT)
    row = work.session.get_one(Installation, work.installation_id)
    row.root_folder_id = folder.id
    row.root_sealed = folder.seal_bytes(
        key.to_bytes(), table="installation", column="root_sealed", row_id=row.id
    )


def _keep_signing_identity(work: UnitOfWork, organisation: str, root: Signer) -> None:
    """Make the identity that signs packets, and state its certificate and the organisation's printed name."""
    identity = make_signing_identity(organisation, organisation, now=work.now, years=SIGNING_YEARS)
    folder = make_folder(work, FolderKind.SIGNING)
    row = work.session.get_one(Installation, work.installation_id)
    row.signing_folder_id = folder.id
    row.signing_certificate = identity.certificate_der
    row.signing_sealed = folder.seal_bytes(
        identity.private_key_der.reveal(), table="installation", column="signing_sealed", row_id=row.id
    )
    known = KnownOrganisation(organisation, row.kind, identity.certificate_der)
    state_organisation(work, known, root=root)


def new_set_up_code() -> str:
    """Return a one-time code for the console: eight digits in two groups, new at every start."""
    number = secrets.randbelow(10**8)
    return f"{number // 10**4:04d}-{number % 10**4:04d}"
