"""Text that looks the same becomes the same, and nothing a reader sees is lost."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.foundation.text_cleaning import ascii_digits, clean_lines, clean_text, khmer_order

ANY_TEXT = st.text(max_size=40)
KHMER_TEXT = st.text(
    alphabet=st.one_of(
        st.characters(min_codepoint=0x1780, max_codepoint=0x17DD),
        st.sampled_from("\u17d2\u17c1\u17b6\u17bb\u17b8\u17c9\u17ca\u200b\u200c\u200d a"),
    ),
    max_size=14,
)


class TestCleaningOneLine:
    @given(ANY_TEXT)
    def test_changes_nothing_the_second_time(self, text: str) -> None:
        once = clean_text(text)
        assert clean_text(once) == once

    @given(ANY_TEXT)
    def test_leaves_one_line_in_nfc_that_a_database_takes(self, text: str) -> None:
        clean = clean_text(text)
        assert unicodedata.is_normalized("NFC", clean)
        assert clean == clean.strip()
        assert not set(clean) & set("\n\r\t\x00\u200b\u200e\u200f\u202e\u2066\ufeff")
        clean.encode("utf-8")

    @pytest.mark.parametrize(
        ("typed", "stored"),
        [
            ("  Sok \t Dara\n", "Sok Dara"),
            ("សុខ\u200bដារា", "សុខដារា"),
            ("ដារា\u200d", "ដារា"),
            ("\u202eDara\u202c", "Dara"),
            ("e\u0301", "é"),
            ("Dara\u00a0Sok\u3000Chan", "Dara Sok Chan"),
            ("a\u200b \u200bb", "a b"),
        ],
    )
    def test_removes_what_cannot_be_seen(self, typed: str, stored: str) -> None:
        assert clean_text(typed) == stored

    def test_keeps_a_joiner_in_the_scripts_that_need_it(self) -> None:
        assert clean_text("क्\u200dष") == "क्\u200dष"
        assert clean_text("می\u200cخواهم") == "می\u200cخواهم"


class TestCleaningSeveralLines:
    @given(ANY_TEXT)
    def test_changes_nothing_the_second_time(self, text: str) -> None:
        once = clean_lines(text)
        assert clean_lines(once) == once

    def test_keeps_lines_and_one_blank_line_between_paragraphs(self) -> None:
        assert (
            clean_lines("\n first \r\n\r\n\r\n\r\nsecond  line\nthird\n\n") == "first\n\nsecond line\nthird"
        )


class TestDigits:
    @pytest.mark.parametrize(
        ("typed", "read"),
        [("០១២៣៤៥៦៧៨៩", "0123456789"), ("អាយុ ១៤", "អាយុ 14"), ("१२", "12"), ("7", "7"), ("²", "²")],
    )
    def test_reads_digits_of_any_script(self, typed: str, read: str) -> None:
        assert ascii_digits(typed) == read

    @given(ANY_TEXT)
    def test_changes_nothing_the_second_time(self, text: str) -> None:
        assert ascii_digits(ascii_digits(text)) == ascii_digits(text)


class TestKhmerOrder:
    @given(KHMER_TEXT)
    @example("ក\u17dd\u17d2ក")
    @example("\u17d2\u17dd")
    def test_changes_nothing_the_second_time_and_survives_cleaning(self, text: str) -> None:
        once = khmer_order(text)
        assert khmer_order(once) == once
        stored = khmer_order(clean_text(text))
        assert clean_text(stored) == stored

    @given(KHMER_TEXT)
    def test_never_loses_a_letter(self, text: str) -> None:
        letters = [char for char in text if "\u1780" <= char <= "\u17a2" or "\u17a9" <= char <= "\u17b3"]
        kept = khmer_order(text)
        assert all(kept.count(char) for char in letters if char != "\u178a")

    @pytest.mark.parametrize(
        ("typed", "canonical"),
        [
            ("\u1780\u17c1\u17b6", "\u1780\u17c4"),  # split O
            ("\u1780\u17b6\u17c1", "\u1780\u17c4"),
            ("\u1780\u17c1\u17b8", "\u1780\u17be"),  # split OE
            ("\u179f\u17b8\u17d2\u179a", "\u179f\u17d2\u179a\u17b8"),  # vowel before subscript: srey
            ("\u1781\u17c6\u17bb", "\u1781\u17bb\u17c6"),  # nikahit before vowel
            (
                "\u179f\u17d2\u179a\u17d2\u178f\u17b8",
                "\u179f\u17d2\u178f\u17d2\u179a\u17b8",
            ),  # subscript RO last
            (
                "\u1780\u178e\u17d2\u178a\u17b6",
                "\u1780\u178e\u17d2\u178f\u17b6",
            ),  # subscript DA looks like TA
            ("\u1798\u17c9\u17d2\u1799\u17b6", "\u1798\u17d2\u1799\u17c9\u17b6"),  # shifter after subscript
            ("\u179f\u17bb\u17b8", "\u179f\u17ca\u17b8"),  # U typed for triisap
            ("\u1789\u17bb\u17b6\u17c6", "\u1789\u17c9\u17b6\u17c6"),  # U typed for muusikatoan
            ("\u1780\u17bb\u17c6", "\u1780\u17bb\u17c6"),  # but U with nikahit is a vowel of its own
            ("\u17a3\u17b6", "\u17a2\u17b6"),
            ("\u17a4", "\u17a2\u17b6"),
            ("\u1780\u17b4", "\u1780"),
            ("\u1780\u17d3", "\u1780\u17c6"),
            ("\u1780\u17c9\u200c\u17b8", "\u1780\u17c9\u17b8"),
            ("\u1780\u17b6\u17b6", "\u1780\u17b6"),
        ],
    )
    def test_brings_several_encodings_of_a_word_to_one(self, typed: str, canonical: str) -> None:
        assert khmer_order(typed) == canonical

    @given(ANY_TEXT.filter(lambda text: not any("\u1780" <= char <= "\u17ff" for char in text)))
    def test_leaves_other_scripts_alone(self, text: str) -> None:
        assert khmer_order(text) == text
