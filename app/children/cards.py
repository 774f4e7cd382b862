"""Writes and opens name cards: the few facts that a search finds a child by, under one card key per base."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import Executable, case, select, update

from app.access.scope import condition
from app.children.contact_rules import rules_on_cards
from app.children.documents import CardFacts
from app.foundation.contact_rules import REFUSED, ContactRule
from app.foundation.permissions import Permission
from app.keyring.boards import board_fits
from app.keyring.folders import Fit, Look, look_in, open_folders
from app.keyring.policy import FolderKind
from app.keyring.writing import base_folder_to_write
from app.mistakes.states import is_marked
from app.unit_of_work import UnitOfWork
from models.base import Base
from models.child import Child
from models.name_card import NameCard


@dataclass(frozen=True)
class OpenedCard:
    """A child's card as this person may read it; `facts` is None when the card does not open.

    If the child's row or the card `is_changed` outside Wayhome, nothing of either is shown; `code` is empty if it is
    the row.
    """

    id: UUID
    code: str
    base_id: UUID
    updated_at: datetime
    facts: CardFacts | None
    is_changed: bool = False
    rule: ContactRule | None = None
    is_mistaken: bool = False
    """Whether the child was written down by mistake, or twice; then `same_as_id` is the record that counts."""
    same_as_id: UUID | None = None


def write_card(work: UnitOfWork, child: Child, facts: CardFacts) -> None:
    """Write a child's card again and increment the base's change counter, so that name indexes notice the change."""
    folder = base_folder_to_write(work, FolderKind.NAME_CARDS, child.base_id)
    change = _next_change(work, child.base_id)
    card = work.session.get(NameCard, child.id) or NameCard(child_id=child.id)
    folder.write(card, facts)
    card.base_id, card.folder_id = child.base_id, folder.id
    card.change, card.changed_at = change, child.updated_at


def open_cards(work: UnitOfWork, child_ids: Iterable[UUID]) -> dict[UUID, OpenedCard]:
    """Open the cards of those children that this person may see; the others are left out.

    The trail then says of these children that they were listed, which is less than that they were opened.
    """
    wanted = list(dict.fromkeys(child_ids))
    if not wanted:
        return {}
    rows = [(child, card) for child, card in work.session.execute(_cards_query(work, wanted))]
    fits = board_fits(work, [child for child, _ in rows])
    folders = open_folders(work, (card.folder_id for _, card in rows if card is not None))
    opened = {}
    for child, card in rows:
        folder = folders.get(card.folder_id) if card is not None else None
        look = look_in(folder, card, CardFacts) if card is not None else Look(Fit.NO_KEY, None)
        if folder is not None:
            work.note_listed(folder.id, child.id, base_id=child.base_id)
        opened[child.id] = _opened(child, fits[child.id], look)
    rules = rules_on_cards(work, [(child, opened[child.id].facts) for child, _ in rows])
    return {
        id_: replace(opened[id_], rule=REFUSED if opened[id_].is_changed else rules.get(id_))
        for id_ in wanted
        if id_ in opened
    }


def _opened(child: Child, fit: Fit, look: Look[CardFacts]) -> OpenedCard:
    is_changed = fit is Fit.CHANGED or look.is_changed
    code = "" if fit is Fit.CHANGED else child.code
    facts = None if is_changed else look.document
    opened = OpenedCard(child.id, code, child.base_id, child.updated_at, facts, is_changed)
    if fit is Fit.CHANGED or not is_marked(child):
        return opened
    return replace(opened, is_mistaken=True, same_as_id=child.same_as_id)


def _cards_query(work: UnitOfWork, wanted: Sequence[UUID]) -> Executable:
    # Wrapped, so that an engine without statistics looks the ids up one by one instead of reading the whole base.
    in_scope = case((condition(work, Child, Permission.PROFILE_READ), 1), else_=0) == 1
    return (
        select(Child, NameCard)
        .outerjoin(NameCard, NameCard.child_id == Child.id)
        .where(Child.id.in_(wanted), in_scope)
    )


def _next_change(work: UnitOfWork, base_id: UUID) -> int:
    # The row stays locked until this work commits, so changes are counted in the order in which they appear.
    return work.session.execute(
        update(Base)
        .where(Base.id == base_id)
        .values(name_card_changes=Base.name_card_changes + 1)
        .returning(Base.name_card_changes)
    ).scalar_one()
