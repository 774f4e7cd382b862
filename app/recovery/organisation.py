"""Recovers the organisation from its two kit cards when every password and every personal card is lost."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.access.gate import abandon, finish
from app.database.store import Turn
from app.foundation.errors import KeyRefused, NotAllowedNow, WillNotOpen
from app.foundation.people import Person
from app.foundation.roles import Role
from app.foundation.text_cleaning import clean_text
from app.keyring import circles
from app.keyring.adding_statements import Signer
from app.keyring.admitting import admit_to_circles, state_first_director
from app.keyring.directory import KnownCircle
from app.keyring.folders import OpenFolder
from app.keyring.known_directory import directory_for, verified_directory
from app.keyring.policy import CircleKind
from app.keyring.root import organisation_name
from app.recovery.kit import agree_to_new_kit, make_kit, open_with_kit
from app.recovery.printed_cards import PrintedCard, printed_kit, printed_personal
from app.recovery.typed_cards import CardFault, CardField, CardRefused, read_kit_cards, refused
from app.server import Server
from app.sign_in import throttling
from app.sign_in.password_choice import check_new_password
from app.sign_in.pins import write_pins
from app.sign_in.private_keys import seal_by_card
from app.sign_in.sessions import start_session
from app.sign_in.signing_in import normalise_username
from app.staff.accounts import check_username
from app.staff.own_keys import ChosenPassword, derive_chosen, store_password
from app.staff.worker_codes import free_worker_code
from app.unit_of_work import Mode, UnitOfWork, Visibility
from app.vault import hpke
from app.vault.cards import CardMistyped, KitCard, RecoveryCard, RecoveryKit
from app.vault.keychain import Keychain
from app.vault.person_keys import PersonPrivateKeys
from app.vault.secrets import SymmetricKey
from app.vault.signing import SigningKey
from models.circle import CircleMembership
from models.folder import Folder, FolderKey
from models.grant import Grant
from models.installation import Installation
from models.staff_member import StaffMember

THROTTLED_AS = "kit"


@dataclass(frozen=True, repr=False)
class DirectorInput:
    """The person who takes over, as typed beside the two cards."""

    display_name: str
    username: str
    password: str


@dataclass(frozen=True, repr=False)
class Recovered:
    """A new director's session, and three cards, shown once: their own, and the two that replace the kit."""

    token: str
    cards: tuple[PrintedCard, ...]


def recover_organisation(
    server: Server, text_a: str, text_b: str, new: DirectorInput, *, device: str, address: str
) -> Recovered:
    """Open everything with both cards for a new director, and replace the used kit with a new one.

    The new cards must be typed back as in set-up. Other people keep their accounts. Those who lost their passwords
    are invited and admitted again. Raises TooMany, CardRefused, or NotAllowedNow with a reason against a name or the
    password.
    """
    # Nobody guesses 256 bits. A count for the whole server would only let a stranger block recovery for everyone.
    counters = throttling.address_counter(server.secret.counter_key(), step=THROTTLED_AS, address=address)
    with throttling.counted(server.store, counters, clock=server.clock):
        new, cards = _checked(server, text_a, text_b, new)
        chosen = derive_chosen(server, new.password)
        work = _open_work(server, new)
        try:
            recovered = _recover(server, work, new, cards, chosen, device=device, address=address)
            finish(work, checkpoint_key=server.checkpoint_key)
        finally:
            abandon(work)
    return recovered


def _checked(
    server: Server, text_a: str, text_b: str, new: DirectorInput
) -> tuple[DirectorInput, tuple[KitCard, KitCard]]:
    with server.store.reading() as session:
        cards = read_kit_cards(text_a, text_b)
        _secret_of_kit(session, cards)
        new = DirectorInput(clean_text(new.display_name), normalise_username(new.username), new.password)
        if not new.display_name:
            raise NotAllowedNow("name-missing")
        check_username(session, new.username)
        directory = verified_directory(server.store, session, server.installation_id)
        organisation = organisation_name(session, directory)
    check_new_password(new.password, names=(organisation, new.display_name, new.username))
    return new, cards


def _secret_of_kit(session: Session, cards: tuple[KitCard, KitCard]) -> SymmetricKey:
    try:
        return open_with_kit(session, *cards).recovery_secret
    except CardMistyped as slip:
        raise refused(CardField.CARD_B, slip) from None
    except WillNotOpen:
        raise CardRefused(CardField.CARD_B, CardFault.OLDER_KIT) from None


def _open_work(server: Server, new: DirectorInput) -> UnitOfWork:
    person = Person(uuid4(), new.username, new.display_name, "", Role.DIRECTOR, None)
    return UnitOfWork(
        server.store,
        person,
        Keychain(person.id, PersonPrivateKeys.generate()),
        installation_id=server.installation_id,
        clock=server.clock,
        mode=Mode.WRITING,
        turn=Turn.ALONE,
        proved_at=server.clock.now(),
    )


def _recover(
    server: Server,
    work: UnitOfWork,
    new: DirectorInput,
    cards: tuple[KitCard, KitCard],
    chosen: ChosenPassword,
    *,
    device: str,
    address: str,
) -> Recovered:
    _open_every_circle(work, _secret_of_kit(work.session, cards))
    root = Signer(None, _root_key(work))
    check_username(work.session, new.username)
    member, card = _add_director(server, work, chosen)
    state_first_director(work, root, worker_code=member.worker_code)
    admit_to_circles(work, member.id, signer=root)
    row = work.session.scalars(select(Installation)).one()
    row.set_up_at = None  # until the new cards are typed back, as in set-up
    kit_cards = make_kit(server, work, signer=root)
    agree_to_new_kit(work, RecoveryKit.join(*cards))
    write_pins(work.session, member, work.keychain.private, directory_for(work))
    work.record("organisation.recovered", subjects=[member.id], visibility=Visibility.SYSTEM)
    token = start_session(
        work.session, server, member, work.keychain.private, generation=0, device=device, address=address
    )
    printed = printed_kit(kit_cards, of=organisation_name(work.session, directory_for(work)))
    return Recovered(token, (printed_personal(card, of=member.username), *printed))


def _open_every_circle(work: UnitOfWork, recovery_secret: SymmetricKey) -> None:
    """Put every circle secret that `recovery` holds on the keychain, each checked against the signed directory."""
    directory = directory_for(work)
    recovery = directory.circle(CircleKind.RECOVERY, None)
    version = recovery.current_version
    circles.check_secret(recovery, version, recovery_secret)
    private = circles.circle_private_key(work, recovery.id, version, recovery_secret)
    held = select(CircleMembership).where(CircleMembership.holder_id == recovery.id)
    for row in work.session.scalars(held):
        secret = _circle_secret(work, private, directory.circles.get(row.circle_id), row)
        if secret is not None:
            work.keychain.circle_secrets[row.circle_id, row.version] = secret


def _circle_secret(
    work: UnitOfWork, private: hpke.PrivateKey, circle: KnownCircle | None, row: CircleMembership
) -> SymmetricKey | None:
    """Open one circle's secret; None for one still sealed to an older kit, or for a row nobody vouches for."""
    if circle is None or row.version not in circle.versions:
        return None
    context = circles.membership_context(work.installation_id, row.circle_id, row.version, row.holder_id)
    try:
        secret = SymmetricKey(hpke.open_with(private, context, row.secret_sealed))
    except WillNotOpen:
        work.record("kit.left_shut", subjects=[row.circle_id], visibility=Visibility.SYSTEM)
        return None
    circles.check_secret(circle, row.version, secret)
    return secret


def _root_key(work: UnitOfWork) -> SigningKey:
    """Open the root key with the secret of `direction`, of which the new director is not a member yet."""
    row = work.session.scalars(select(Installation)).one()
    if row.root_folder_id is None or row.root_sealed is None:
        raise RuntimeError("the organisation is not set up")
    opened = [
        (Grant.holder_id == circle) & (Grant.holder_version == version)
        for circle, version in work.keychain.circle_secrets
    ]
    granted = select(Grant).where(Grant.folder_id == row.root_folder_id, or_(*opened))
    keys = select(FolderKey).where(FolderKey.folder_id == row.root_folder_id)
    folder = OpenFolder(
        work,
        work.session.get_one(Folder, row.root_folder_id),
        {key.version: key for key in work.session.scalars(keys)},
        work.session.scalars(granted).all(),
    )
    raw = folder.open_bytes(row.root_sealed, table="installation", column="root_sealed", row_id=row.id)
    key = SigningKey.from_bytes(raw)
    if key.public != directory_for(work).root:
        raise KeyRefused("a root key that is not the key directory's")
    return key


def _add_director(
    server: Server, work: UnitOfWork, chosen: ChosenPassword
) -> tuple[StaffMember, RecoveryCard]:
    person: UUID = work.person.id
    member = StaffMember(
        id=person,
        username=work.person.username,
        display_name=work.person.display_name,
        worker_code=free_worker_code(work.session, directory_for(work)),
        role=Role.DIRECTOR.value,
        base_id=None,
        state="active",
        created_at=work.now,
        created_by=person,
        admitted_at=work.now,
        public_keys=work.keychain.private.public.to_bytes(),
        key_version=1,
    )
    store_password(server, member, work.keychain.private, chosen)
    card = RecoveryCard.generate()
    seal_by_card(member, work.keychain.private, card, server.installation_id)
    work.session.add(member)
    work.session.flush()
    return member, card
