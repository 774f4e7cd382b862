"""Recovery on paper is read back from hurried hands, and slips are told."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.vault.cards import CardMistyped, CardProblem, KitCard, KitLetter, RecoveryCard, RecoveryKit
from app.vault.secrets import Secret, SymmetricKey
from app.vault.words import WORDS
from tests.app.vault.strategies import GENTLY, symmetric_keys

SALT = bytes(range(16))


def problem_of(text: str, kind: type[RecoveryCard] | type[KitCard] = RecoveryCard) -> CardMistyped:
    with pytest.raises(CardMistyped) as caught:
        kind.from_words(text)
    return caught.value


def reads(text: str) -> bool:
    try:
        RecoveryCard.from_words(text)
    except CardMistyped:
        return False
    return True


def as_printed(words: tuple[str, ...]) -> str:
    return "\n".join(f"{number:>2}. {word.upper()}" for number, word in enumerate(words, start=1))


class TestRecoveryCard:
    @GENTLY
    @given(st.binary(min_size=20, max_size=20), st.sampled_from([" ", "\n", "  ", ", ", " - "]))
    def test_words_read_back(self, secret: bytes, between: str) -> None:
        card = RecoveryCard(Secret(secret))
        assert len(card.words()) == 15
        for typed in (between.join(card.words()), as_printed(card.words()), card.payload()):
            assert RecoveryCard.from_words(typed).sealing_key(SALT) == card.sealing_key(SALT)

    @GENTLY
    @given(st.binary(min_size=20, max_size=20))
    def test_four_letters_of_each_word_are_enough(self, secret: bytes) -> None:
        card = RecoveryCard(Secret(secret))
        typed = " ".join(word[:4] for word in card.words())
        assert RecoveryCard.from_words(typed).words() == card.words()

    def test_an_unknown_word_is_told_by_its_number(self) -> None:
        words = list(RecoveryCard.generate().words())
        words[6] = "bicycel"
        error = problem_of(" ".join(words))
        assert (error.problem, error.word_number) == (CardProblem.UNKNOWN_WORD, 7)

    @pytest.mark.parametrize("typed", ["", "abandon", "abandon " * 14, "abandon " * 16])
    def test_a_wrong_number_of_words_is_told(self, typed: str) -> None:
        error = problem_of(typed)
        assert error.problem is CardProblem.WORD_COUNT
        assert error.facts["found"] == len(typed.split())
        assert error.facts["expected"] == 15

    def test_most_slips_to_another_list_word_fail_the_checksum(self) -> None:
        words = RecoveryCard(Secret(bytes(20))).words()
        slips = [" ".join((other, *words[1:])) for other in WORDS[1:321]]
        unnoticed = [slip for slip in slips if reads(slip)]
        assert len(unnoticed) < 20  # the checksum has five bits: one in 32

    def test_a_failed_checksum_is_told(self) -> None:
        assert problem_of("abandon " * 15).problem is CardProblem.CHECKSUM

    @pytest.mark.parametrize(
        "damage",
        ["the last letter lost", "a letter added", "letters that base32 lacks", "nothing but the mark"],
    )
    def test_a_damaged_code_is_unreadable(self, damage: str) -> None:
        code = RecoveryCard.generate().payload()
        damaged = {
            "the last letter lost": code[:-1],
            "a letter added": code + "A",
            "letters that base32 lacks": code[:-3] + "111",
            "nothing but the mark": "WAYHOME-CARD-1:",
        }
        assert problem_of(damaged[damage]).problem is CardProblem.UNREADABLE_CODE

    def test_the_error_holds_no_word(self) -> None:
        error = problem_of("canary " * 15)
        assert "canary" not in f"{error} {error!r} {error.facts}"

    def test_another_salt_or_card_gives_another_key(self) -> None:
        card = RecoveryCard.generate()
        assert card.sealing_key(SALT) != card.sealing_key(SALT[::-1])
        assert card.sealing_key(SALT) != RecoveryCard.generate().sealing_key(SALT)

    def test_known_answer(self, vectors: dict[str, Any]) -> None:
        known = vectors["recovery_card"]
        card = RecoveryCard(Secret(bytes.fromhex(known["secret"])))
        assert list(card.words()) == known["words"]
        assert card.payload() == known["payload"]
        assert card.sealing_key(SALT).reveal().hex() == known["sealing_key"]


class TestRecoveryKit:
    @GENTLY
    @given(symmetric_keys)
    def test_two_cards_in_either_order_give_the_kit(self, secret: SymmetricKey) -> None:
        kit = RecoveryKit(secret)
        card_a, card_b = kit.split()
        typed_a, scanned_b = (
            KitCard.from_words(as_printed(card_a.words())),
            KitCard.from_words(card_b.payload()),
        )
        for joined in (RecoveryKit.join(typed_a, scanned_b), RecoveryKit.join(scanned_b, typed_a)):
            assert joined.recovery_key() == kit.recovery_key()
            assert joined.database_key_wrap() == kit.database_key_wrap()

    def test_a_card_says_which_it_is(self) -> None:
        card_a, card_b = RecoveryKit.generate().split()
        assert KitCard.from_words(" ".join(card_a.words())).letter is KitLetter.A
        assert KitCard.from_words(" ".join(card_b.words())).letter is KitLetter.B

    def test_one_card_alone_fits_every_secret(self) -> None:
        """Card A is drawn without looking at the secret, and for card B there is a card A for any secret."""
        card_a, card_b = RecoveryKit(SymmetricKey(bytes(32))).split()
        wanted = bytes(range(32))
        fitting = bytes(x ^ y for x, y in zip(card_b.half.reveal(), wanted, strict=True))
        forged = KitCard(SymmetricKey(fitting), letter=KitLetter.A, kit_number=card_b.kit_number)
        assert (
            RecoveryKit.join(forged, card_b).recovery_key()
            == RecoveryKit(SymmetricKey(wanted)).recovery_key()
        )
        assert card_a.half == card_b.half  # of the secret that is all zeros, and of no other

    def test_the_two_derived_keys_are_unrelated(self) -> None:
        kit = RecoveryKit.generate()
        assert kit.recovery_key() != kit.database_key_wrap()

    def test_the_same_card_twice_is_told(self) -> None:
        card_a, _ = RecoveryKit.generate().split()
        with pytest.raises(CardMistyped) as caught:
            RecoveryKit.join(card_a, card_a)
        assert caught.value.problem is CardProblem.SAME_CARD_TWICE

    @pytest.mark.parametrize("kit_numbers", [(1, 2), (1, 1)])
    @pytest.mark.parametrize("letters", [(KitLetter.A, KitLetter.A), (KitLetter.B, KitLetter.B)])
    def test_two_cards_of_one_letter_are_of_two_kits(
        self, kit_numbers: tuple[int, int], letters: tuple[KitLetter, KitLetter]
    ) -> None:
        one, other = (
            KitCard(SymmetricKey.generate(), letter=letter, kit_number=number)
            for letter, number in zip(letters, kit_numbers, strict=True)
        )
        with pytest.raises(CardMistyped) as caught:
            RecoveryKit.join(one, other)
        assert caught.value.problem is CardProblem.OTHER_KIT

    def test_a_card_of_another_kit_is_told(self) -> None:
        one = KitCard(SymmetricKey.generate(), letter=KitLetter.A, kit_number=7)
        other = KitCard(SymmetricKey.generate(), letter=KitLetter.B, kit_number=8)
        with pytest.raises(CardMistyped) as caught:
            RecoveryKit.join(one, other)
        assert caught.value.problem is CardProblem.OTHER_KIT

    @pytest.mark.parametrize("position", range(26))
    def test_a_word_of_the_other_card_in_its_place_is_nearly_always_caught(self, position: int) -> None:
        caught = 0
        for _ in range(12):
            card_a, card_b = RecoveryKit.generate().split()
            words = list(card_a.words())
            words[position] = card_b.words()[position]
            try:
                read = KitCard.from_words(" ".join(words))
            except CardMistyped:
                caught += 1
            else:
                caught += read.words() == card_a.words()  # the two cards had the same word there
        assert caught >= 10

    def test_the_last_words_of_the_two_cards_cannot_be_exchanged(self) -> None:
        card_a = KitCard(SymmetricKey(bytes(32)), letter=KitLetter.A, kit_number=5)
        card_b = KitCard(SymmetricKey(b"\x01" * 32), letter=KitLetter.B, kit_number=5)
        mixed = card_a.words()[:24] + card_b.words()[24:]
        assert problem_of(" ".join(mixed), KitCard).problem is CardProblem.CHECKSUM

    def test_a_personal_card_is_not_a_kit_card(self) -> None:
        error = problem_of(" ".join(RecoveryCard.generate().words()), KitCard)
        assert (error.problem, error.facts["expected"]) == (CardProblem.WORD_COUNT, 26)
        assert problem_of(RecoveryCard.generate().payload(), KitCard).problem in CardProblem

    def test_a_changed_code_is_refused(self) -> None:
        payload = RecoveryKit.generate().split()[0].payload()
        for position in range(len("WAYHOME-KIT-1:"), len(payload)):
            letter = "A" if payload[position] != "A" else "B"
            changed = payload[:position] + letter + payload[position + 1 :]
            assert problem_of(changed, KitCard).problem is CardProblem.UNREADABLE_CODE

    def test_known_answers(self, vectors: dict[str, Any]) -> None:
        known = vectors["recovery_kit"]
        cards = [KitCard.from_words(known[letter]["words"]) for letter in ("A", "B")]
        assert [card.payload() for card in cards] == [known[letter]["payload"] for letter in ("A", "B")]
        kit = RecoveryKit.join(cards[0], cards[1])
        assert kit.recovery_key().reveal().hex() == known["recovery_key"]
        assert kit.database_key_wrap().reveal().hex() == known["database_key_wrap"]

    def test_words_are_those_of_bip_39(self) -> None:
        """32 zero bytes are 23 times "abandon" and "art" in the test vectors of BIP 39."""
        card = KitCard(SymmetricKey(bytes(32)), letter=KitLetter.A, kit_number=0)
        assert card.words()[:24] == ("abandon",) * 23 + ("art",)
