"""Recovery on paper: the personal card, and the organisation's kit of two cards.

The personal card holds 160 random bits as the fifteen words of BIP 39 (the last five bits are a checksum).

The kit holds 256 random bits, split: card A holds random bytes, card B the secret XOR those bytes, so that
each alone is uniformly random and tells nothing. A kit card has 26 words: the 24 BIP 39 words of its half,
then two that carry `letter (1 bit) | kit number (13 bits) | check (8 bits)`. The kit number is random, made
at each split, and says which two cards belong together; the check is the first byte of SHA-256 over half,
letter and number, so that words of two cards cannot be mixed. The two cards may come in either order; the
same card twice and cards of two kits are told by name. Two kits share a number once in 8,192; then what the
secret should open stays shut. Every card can be scanned instead: its QR code holds the same bytes in base32
with a 32-bit check.
"""

import base64
import binascii
import re
import secrets
from enum import StrEnum
from typing import Final, NoReturn, Self

from app.foundation.errors import WayhomeError
from app.vault import canonical, digests
from app.vault.derivation import derive_key
from app.vault.secrets import KEY_BYTES, Secret, SymmetricKey
from app.vault.signing import SigningKey
from app.vault.words import (
    completed,
    entropy_to_words,
    number_to_words,
    typed_words,
    words_to_entropy,
    words_to_number,
)

CARD_BYTES: Final = 20
CARD_WORDS: Final = 15
CARD_PAYLOAD_MARK: Final = "WAYHOME-CARD-1:"
HALF_WORDS: Final = 24
TAG_WORDS: Final = 2
KIT_CARD_WORDS: Final = HALF_WORDS + TAG_WORDS
KIT_PAYLOAD_MARK: Final = "WAYHOME-KIT-1:"
_KIT_NUMBER_BITS: Final = 13
_CHECK_BITS: Final = 8
_TAG_BYTES: Final = 3
_CODE_CHECK_BYTES: Final = 4


class CardProblem(StrEnum):
    """What is wrong with what was typed or scanned."""

    WORD_COUNT = "word_count"
    UNKNOWN_WORD = "unknown_word"
    CHECKSUM = "checksum"
    UNREADABLE_CODE = "unreadable_code"
    SAME_CARD_TWICE = "same_card_twice"
    OTHER_KIT = "other_kit"


class CardMistyped(WayhomeError):
    """A card was not read. Likely cause: a slip of one word, a missing word, or a card of another kit.

    `problem` names it; `word_number` (from 1) is the first word not on the list, where that can be told.
    """

    code = "card-mistyped"

    def __init__(self, problem: CardProblem, *, word_number: int | None = None, **facts: object) -> None:
        super().__init__(problem.value, word_number=word_number, **facts)
        self.problem = problem
        self.word_number = word_number


class RecoveryCard:
    """One person's recovery card.

    It is shown only on purpose, never in logs, and is not pickled or copied.
    """

    __slots__ = ("_secret",)

    def __init__(self, secret: Secret) -> None:
        if len(secret.reveal()) != CARD_BYTES:
            raise ValueError("a recovery card holds 20 bytes")
        self._secret = secret

    @classmethod
    def generate(cls) -> Self:
        """Return a new card of 160 random bits."""
        return cls(Secret(secrets.token_bytes(CARD_BYTES)))

    def words(self) -> tuple[str, ...]:
        """Return the fifteen BIP 39 words to print; the last five bits are a checksum."""
        return entropy_to_words(self._secret.reveal())

    def payload(self) -> str:
        """Return the text of the card's QR code, in QR's compact alphanumeric letters."""
        return CARD_PAYLOAD_MARK + _to_code(self._secret.reveal())

    @classmethod
    def from_words(cls, text: str) -> Self:
        """Return the card from its typed words or its scanned code. Raises CardMistyped.

        Capitals, spacing, line breaks and numbers do not matter, and four letters of a word are enough.
        """
        if text.strip().upper().startswith(CARD_PAYLOAD_MARK):
            return cls(Secret(_from_code(text.strip()[len(CARD_PAYLOAD_MARK) :], length=CARD_BYTES)))
        words = _read_words(text, count=CARD_WORDS)
        try:
            return cls(Secret(words_to_entropy(words)))
        except ValueError:
            raise CardMistyped(CardProblem.CHECKSUM) from None

    def sealing_key(self, salt: bytes) -> SymmetricKey:
        """Return the key that seals the person's private keys; `salt` is random, one a card (HKDF)."""
        return derive_key(self._secret, "recovery card: sealing key", salt=salt)

    def receipt_key(self, installation_id: bytes, number: int) -> SigningKey:
        """Return the key with which whoever posted an allegation proves it: number 0, and 1, 2 … for additions."""
        label = f"allegation receipt: signing key {number}"
        return SigningKey(derive_key(self._secret, label, salt=installation_id).reveal())

    def __repr__(self) -> str:
        return "<RecoveryCard redacted>"

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a recovery card is secret and is not pickled or copied")


class KitLetter(StrEnum):
    """Which of the two cards."""

    A = "A"
    B = "B"


class KitCard:
    """One half of the kit. It is shown only on purpose, never in logs, and is not pickled or copied."""

    __slots__ = ("half", "kit_number", "letter")

    def __init__(self, half: SymmetricKey, *, letter: KitLetter, kit_number: int) -> None:
        if not 0 <= kit_number < 1 << _KIT_NUMBER_BITS:
            raise ValueError("a kit number has 13 bits")
        self.half = half
        self.letter = letter
        self.kit_number = kit_number

    def words(self) -> tuple[str, ...]:
        """Return the 26 words to print."""
        return entropy_to_words(self.half.reveal()) + number_to_words(self._tag(), TAG_WORDS)

    def payload(self) -> str:
        """Return the text of the card's QR code, in QR's compact alphanumeric letters."""
        return KIT_PAYLOAD_MARK + _to_code(self.half.reveal() + self._tag().to_bytes(_TAG_BYTES, "big"))

    @classmethod
    def from_words(cls, text: str) -> Self:
        """Return the card from its typed words or its scanned code. Raises CardMistyped."""
        if text.strip().upper().startswith(KIT_PAYLOAD_MARK):
            data = _from_code(text.strip()[len(KIT_PAYLOAD_MARK) :], length=KEY_BYTES + _TAG_BYTES)
            return cls._checked(data[:KEY_BYTES], int.from_bytes(data[KEY_BYTES:], "big"))
        words = _read_words(text, count=KIT_CARD_WORDS)
        try:
            half = words_to_entropy(words[:HALF_WORDS])
        except ValueError:
            raise CardMistyped(CardProblem.CHECKSUM) from None
        return cls._checked(half, words_to_number(words[HALF_WORDS:]))

    @classmethod
    def _checked(cls, half: bytes, tag: int) -> Self:
        letter = KitLetter.B if tag >> (_KIT_NUMBER_BITS + _CHECK_BITS) else KitLetter.A
        kit_number = tag >> _CHECK_BITS & ((1 << _KIT_NUMBER_BITS) - 1)
        card = cls(SymmetricKey(half), letter=letter, kit_number=kit_number)
        if card._tag() != tag:
            raise CardMistyped(CardProblem.CHECKSUM)
        return card

    def _tag(self) -> int:
        bound = canonical.encode("wayhome kit card 1", self.half.reveal(), self.letter.value, self.kit_number)
        check = digests.sha256(bound)[0]
        marked = (self.letter is KitLetter.B) << _KIT_NUMBER_BITS | self.kit_number
        return marked << _CHECK_BITS | check

    def __repr__(self) -> str:
        return f"<KitCard {self.letter} redacted>"

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a kit card is secret and is not pickled or copied")


class RecoveryKit:
    """The secret itself, whole only while it is made or used."""

    __slots__ = ("_secret",)

    def __init__(self, secret: SymmetricKey) -> None:
        self._secret = secret

    @classmethod
    def generate(cls) -> Self:
        """Return a new kit of 256 random bits."""
        return cls(SymmetricKey.generate())

    def split(self) -> tuple[KitCard, KitCard]:
        """Return card A and card B. Each split is new: cards of two splits do not join."""
        mask = SymmetricKey.generate()
        kit_number = secrets.randbelow(1 << _KIT_NUMBER_BITS)
        return (
            KitCard(mask, letter=KitLetter.A, kit_number=kit_number),
            KitCard(_combined(self._secret, mask), letter=KitLetter.B, kit_number=kit_number),
        )

    @classmethod
    def join(cls, card_a: KitCard, card_b: KitCard) -> Self:
        """Return the kit from its two cards, in either order.

        Raises CardMistyped if they do not belong together.
        """
        if card_a.kit_number != card_b.kit_number:
            raise CardMistyped(CardProblem.OTHER_KIT)
        if card_a.letter is card_b.letter:
            problem = CardProblem.SAME_CARD_TWICE if card_a.half == card_b.half else CardProblem.OTHER_KIT
            raise CardMistyped(problem)
        return cls(_combined(card_a.half, card_b.half))

    def recovery_key(self) -> SymmetricKey:
        """Return the key under which the `recovery` circle's and the directory root's secrets are sealed."""
        return derive_key(self._secret, "recovery kit: recovery key")

    def database_key_wrap(self) -> SymmetricKey:
        """Return the key under which the server secret, and so the database key, is sealed."""
        return derive_key(self._secret, "recovery kit: database key wrap")

    def signing_key(self) -> SigningKey:
        """Return the key with which the two cards together agree to changes of the safeguarding circle."""
        return SigningKey(derive_key(self._secret, "recovery kit: signing key").reveal())

    def __repr__(self) -> str:
        return "<RecoveryKit redacted>"

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a recovery kit is secret and is not pickled or copied")


def _read_words(text: str, *, count: int) -> tuple[str, ...]:
    """Return the list words that were typed. Raises CardMistyped for a wrong count or an unknown word.

    An unknown word is told first: a slip that splits or joins words also changes the count.
    """
    typed = typed_words(text)
    words: list[str] = []
    for number, piece in enumerate(typed, start=1):
        word = completed(piece)
        if word is None:
            raise CardMistyped(CardProblem.UNKNOWN_WORD, word_number=number)
        words.append(word)
    if len(words) != count:
        raise CardMistyped(CardProblem.WORD_COUNT, found=len(words), expected=count)
    return tuple(words)


def _to_code(data: bytes) -> str:
    """Return `data` and four bytes of its SHA-256 as base32 without filling, for a QR code."""
    checked = data + digests.sha256(data)[:_CODE_CHECK_BYTES]
    return base64.b32encode(checked).decode("ascii").rstrip("=")


def _from_code(code: str, *, length: int) -> bytes:
    """Return the `length` bytes `_to_code` was given. Raises CardMistyped for any other text."""
    letters = re.sub(r"\s", "", code).upper()
    try:
        checked = base64.b32decode(letters + "=" * (-len(letters) % 8))
    except (binascii.Error, ValueError):
        raise CardMistyped(CardProblem.UNREADABLE_CODE) from None
    data = checked[:-_CODE_CHECK_BYTES]
    if len(data) != length or _to_code(data) != letters:
        raise CardMistyped(CardProblem.UNREADABLE_CODE)
    return data


def _combined(one: SymmetricKey, other: SymmetricKey) -> SymmetricKey:
    return SymmetricKey(bytes(a ^ b for a, b in zip(one.reveal(), other.reveal(), strict=True)))
