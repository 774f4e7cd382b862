"""Set-up as its pages go through it: the organisation, its cards typed back, its first base."""

from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy import exists, select

from app.access.gate import abandon, finish
from app.access.scope import require
from app.foundation.errors import NotAllowedNow, WillNotOpen
from app.foundation.permissions import Permission
from app.foundation.text_cleaning import ascii_digits, clean_text
from app.keyring.known_directory import directory_for
from app.keyring.root import organisation_name, root_signer
from app.recovery.kit import confirm_cards, keep_only_in_file, make_kit
from app.recovery.printed_cards import PrintedCard, printed_kit, printed_personal
from app.recovery.typed_cards import CardFault, CardField, CardRefused, read_kit_cards, refused
from app.server import Server
from app.set_up.organisation import FirstDirectorInput, MadeOrganisation, set_up_organisation
from app.sign_in import throttling
from app.sign_in.password_choice import check_new_password
from app.sign_in.sessions import start_session
from app.sign_in.signing_in import normalise_username
from app.staff.accounts import check_username
from app.unit_of_work import UnitOfWork
from app.vault.cards import CardMistyped, KitCard
from app.vault.digests import same
from models.base import Base
from models.installation import Installation
from models.staff_member import StaffMember

THROTTLED_AS = "set-up code"
"""No user name has a space, so this counter belongs to no account."""


class WrongCode(throttling.WrongGuess):
    """The one-time code is not the one of this start. Likely cause: a typing mistake, or the server was restarted."""

    code = "wrong-code"


class SetUpStep(StrEnum):
    """What set-up still waits for."""

    ORGANISATION = "organisation"
    CARDS = "cards"
    BASE = "base"
    DONE = "done"


@dataclass(frozen=True, repr=False)
class Begun:
    """A new organisation: its director's session, and the three cards, shown once."""

    token: str
    cards: tuple[PrintedCard, ...]


def set_up_step(server: Server) -> SetUpStep:
    """Return what set-up waits for, in one query."""
    query = select(Installation.set_up_at, exists(select(StaffMember.id)), exists(select(Base.id)))
    with server.store.reading() as session:
        set_up_at, has_director, has_base = session.execute(query).one()
    if not has_director:
        return SetUpStep.ORGANISATION
    if set_up_at is None:
        return SetUpStep.CARDS
    return SetUpStep.DONE if has_base else SetUpStep.BASE


def begin_set_up(server: Server, code: str, first: FirstDirectorInput, *, device: str, address: str) -> Begun:
    """Make the organisation for somebody who knows the one-time code, and begin its director's session.

    Raises TooMany, WrongCode, or NotAllowedNow with a reason against a name or the password.
    """
    _check_code(server, code, address)
    first = replace(
        first,
        organisation=clean_text(first.organisation),
        display_name=clean_text(first.display_name),
        username=normalise_username(first.username),
    )
    if not first.organisation or not first.display_name:
        raise NotAllowedNow("name-missing")
    with server.store.reading() as session:
        check_username(session, first.username)
    check_new_password(first.password, names=(first.organisation, first.display_name, first.username))
    made = set_up_organisation(server, first)
    try:
        token = _begin_session(server, made, device=device, address=address)
        finish(made.work, checkpoint_key=server.checkpoint_key)
    finally:
        abandon(made.work)
    personal = printed_personal(made.recovery_card, of=first.username)
    return Begun(token, (personal, *printed_kit(made.kit_cards, of=first.organisation)))


def _check_code(server: Server, code: str, address: str) -> None:
    counters = throttling.counters(server.secret.counter_key(), account=THROTTLED_AS, address=address)
    typed = "".join(letter for letter in ascii_digits(code) if letter.isascii() and letter.isdigit())
    wanted = server.set_up_code.replace("-", "")
    with throttling.counted(server.store, counters, clock=server.clock):
        if not wanted or not same(typed.encode(), wanted.encode()):
            raise WrongCode


def _begin_session(server: Server, made: MadeOrganisation, *, device: str, address: str) -> str:
    member = made.work.session.get_one(StaffMember, made.work.person.id)
    private = made.work.keychain.private
    return start_session(
        made.work.session, server, member, private, generation=0, device=device, address=address
    )


def type_cards_back(server: Server, work: UnitOfWork, text_a: str, text_b: str) -> None:
    """Prove that both cards are on paper. In set-up this is the last step. Raises CardRefused."""
    require(work, Permission.BASE_MANAGE)
    card_a, card_b = read_kit_cards(text_a, text_b)
    _confirm(work, card_a, card_b)
    # The kit itself was committed when it was made; only now is it certain that somebody has its cards.
    keep_only_in_file(server, card_a, card_b)


def _confirm(work: UnitOfWork, card_a: KitCard, card_b: KitCard) -> None:
    try:
        confirm_cards(work, card_a, card_b)
    except CardMistyped as slip:
        raise refused(CardField.CARD_B, slip) from None
    except WillNotOpen:
        raise CardRefused(CardField.CARD_B, CardFault.OLDER_KIT) from None


def make_new_cards(server: Server, work: UnitOfWork) -> tuple[PrintedCard, PrintedCard]:
    """Make a new kit; the previous cards no longer open anything. Directors only."""
    require(work, Permission.BASE_MANAGE)
    cards = make_kit(server, work, signer=root_signer(work))
    return printed_kit(cards, of=organisation_name(work.session, directory_for(work)))
