"""Reads the words of recovery cards as people typed them, and says which card was wrong and how."""

from enum import StrEnum

from app.sign_in.throttling import WrongGuess
from app.vault.cards import CardMistyped, KitCard, RecoveryCard


class CardField(StrEnum):
    """Which field of a form the card was typed into."""

    PERSONAL = "card_words"
    CARD_A = "card_a"
    CARD_B = "card_b"


class CardFault(StrEnum):
    """What is wrong with a card, as told to the person who typed it."""

    WORD_COUNT = "word_count"
    UNKNOWN_WORD = "unknown_word"
    CHECKSUM = "checksum"
    UNREADABLE_CODE = "unreadable_code"
    SAME_CARD_TWICE = "same_card_twice"
    OTHER_KIT = "other_kit"
    OLDER_KIT = "older_kit"


class CardRefused(WrongGuess):
    """A typed card was not accepted. Likely cause: one word mistyped, or a card that was replaced.

    `field` says which one, `fault` what is wrong, `word_number` (from 1) the first word not on the list.
    """

    code = "card-refused"

    def __init__(self, field: CardField, fault: CardFault, *, word_number: int | None = None) -> None:
        super().__init__(fault.value, field=field.value, word_number=word_number)
        self.field = field
        self.fault = fault
        self.word_number = word_number


def read_personal_card(text: str) -> RecoveryCard:
    """Return the personal card that was typed or scanned. Raises CardRefused."""
    try:
        return RecoveryCard.from_words(text)
    except CardMistyped as slip:
        raise refused(CardField.PERSONAL, slip) from None


def read_kit_cards(text_a: str, text_b: str) -> tuple[KitCard, KitCard]:
    """Return the two cards of a kit, in whichever order they were typed. Raises CardRefused."""
    return _read_kit_card(CardField.CARD_A, text_a), _read_kit_card(CardField.CARD_B, text_b)


def _read_kit_card(field: CardField, text: str) -> KitCard:
    try:
        return KitCard.from_words(text)
    except CardMistyped as slip:
        raise refused(field, slip) from None


def refused(field: CardField, slip: CardMistyped) -> CardRefused:
    """Return the refusal for a mistake found in a field."""
    return CardRefused(field, CardFault(slip.problem.value), word_number=slip.word_number)
