"""What is printed on a recovery card: shown once, in one response, and kept nowhere."""

from dataclasses import dataclass
from enum import StrEnum

from app.vault.cards import KitCard, RecoveryCard


class CardKind(StrEnum):
    """Which card it is."""

    PERSONAL = "personal"
    KIT_A = "kit_a"
    KIT_B = "kit_b"
    OUTSIDE = "outside"
    RECEIPT = "receipt"


@dataclass(frozen=True, repr=False)
class PrintedCard:
    """One card as printed: its words in order, and the text of its QR code.

    `kit_number` says which two kit cards belong together; None on a personal card. `of` is its owner.
    """

    kind: CardKind
    words: tuple[str, ...]
    payload: str
    of: str
    kit_number: int | None = None


def printed_personal(card: RecoveryCard, *, of: str) -> PrintedCard:
    """Return a person's recovery card for printing. `of` is their user name."""
    return PrintedCard(CardKind.PERSONAL, card.words(), card.payload(), of)


def printed_outside(card: RecoveryCard, *, of: str) -> PrintedCard:
    """Return the outside member's card for printing. `of` is their name."""
    return PrintedCard(CardKind.OUTSIDE, card.words(), card.payload(), of)


def printed_receipt(card: RecoveryCard, *, of: str) -> PrintedCard:
    """Return the secret receipt of somebody who wrote to safeguarding. `of` is its reference."""
    return PrintedCard(CardKind.RECEIPT, card.words(), card.payload(), of)


def printed_kit(cards: tuple[KitCard, KitCard], *, of: str) -> tuple[PrintedCard, PrintedCard]:
    """Return the organisation's two kit cards for printing. `of` is the organisation's name."""
    card_a, card_b = cards
    return (
        PrintedCard(CardKind.KIT_A, card_a.words(), card_a.payload(), of, card_a.kit_number),
        PrintedCard(CardKind.KIT_B, card_b.words(), card_b.payload(), of, card_b.kit_number),
    )
