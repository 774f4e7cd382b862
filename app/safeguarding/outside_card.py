"""The outside member's card: made by a member together with both cards of the kit, replaced at its first use."""

import secrets
from uuid import UUID, uuid4

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.foundation.errors import NotAllowedNow, WillNotOpen
from app.foundation.text_cleaning import ascii_digits, clean_text
from app.keyring.adding_statements import own_signer
from app.keyring.known_directory import directory_for
from app.keyring.safeguarding_acts import Act, ActKind, Voucher
from app.recovery.printed_cards import PrintedCard, printed_outside
from app.safeguarding.agreeing import agree, kit_signer
from app.safeguarding.circle import is_member
from app.sign_in.signing_in import require_fresh_proof
from app.unit_of_work import UnitOfWork
from app.vault import canonical
from app.vault.cards import RecoveryCard
from app.vault.person_keys import PersonPrivateKeys
from app.vault.sealing import open_value, seal_value
from models.outside_card import OutsideCard
from models.outside_session import OutsideSession

SALT_BYTES = 16


def make_outside_card(
    work: UnitOfWork, name: str, phone: str, text_a: str, text_b: str
) -> PrintedCard | None:
    """Make the outside member and their card, as a member with both cards of the kit: two of three.

    Somebody else than before becomes the outside member; the same name and number only get another card. Anybody else
    who types both cards gives notice that somebody else is to be the outside member, and gets no card (None). Raises
    FreshProofNeeded, CardRefused, or NotAllowedNow with `name-missing`, `phone-missing`, `not-to-agree` or
    `agreed-before`.
    """
    require_fresh_proof(work)
    name, phone = clean_text(name), ascii_digits(clean_text(phone))
    if not name or not phone:
        raise NotAllowedNow("phone-missing" if name else "name-missing")
    kit, known = kit_signer(work, text_a, text_b), directory_for(work).outside_member
    named = Act(ActKind.OUTSIDE, name=name, phone=phone)
    if not is_member(work):
        agree(work, named, Voucher.KIT, kit)
        return None
    if known is None or (known.name, known.phone) != (name, phone):
        agree(work, named, Voucher.MEMBER, own_signer(work))
        agree(work, named, Voucher.KIT, kit)
    private, outside_id = PersonPrivateKeys.generate(), uuid4()
    card = Act(ActKind.CARD, person=outside_id, key=private.public.to_bytes().hex())
    agree(work, card, Voucher.MEMBER, own_signer(work))
    agree(work, card, Voucher.KIT, kit)
    return _store(work, outside_id, private, name)


def _store(work: UnitOfWork, outside_id: UUID, private: PersonPrivateKeys, name: str) -> PrintedCard:
    # What earlier cards opened is theirs no more; their sessions end.
    work.session.execute(delete(OutsideCard))
    work.session.execute(delete(OutsideSession))
    row, card = OutsideCard(id=outside_id), RecoveryCard.generate()
    seal_by_outside_card(row, private, card, work.installation_id)
    work.session.add(row)
    return printed_outside(card, of=name)


def seal_by_outside_card(
    row: OutsideCard, private: PersonPrivateKeys, card: RecoveryCard, installation_id: UUID
) -> None:
    """Seal the keys under a card; the card before it opens nothing any more."""
    row.card_salt = secrets.token_bytes(SALT_BYTES)
    context = _context(installation_id, row.id)
    row.keys_by_card = seal_value(card.sealing_key(row.card_salt), context, private.to_bytes())


def open_by_outside_card(
    session: Session, outside_id: UUID, card: RecoveryCard, installation_id: UUID
) -> tuple[OutsideCard, PersonPrivateKeys]:
    """Open the outside member's keys with their card. Raises WillNotOpen for any other card."""
    row = session.get(OutsideCard, outside_id, with_for_update=True)
    if row is None:
        raise WillNotOpen("there is no card")
    opened = open_value(
        card.sealing_key(row.card_salt), _context(installation_id, outside_id), row.keys_by_card
    )
    return row, PersonPrivateKeys.from_bytes(opened)


def _context(installation_id: UUID, outside_id: UUID) -> bytes:
    return canonical.encode("outside member's private keys", installation_id, outside_id)
