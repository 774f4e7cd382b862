"""Nothing hidden travels in a text, and every script keeps what it needs to be read."""

import unicodedata

import pytest
import regex  # type: ignore[import-untyped]  # the only library at hand that knows Unicode's properties
from hypothesis import given
from hypothesis import strategies as st

from app.foundation.hidden_characters import BREAK, JOINER, NON_JOINER, SIGN, without_hidden
from app.foundation.text_cleaning import clean_lines, clean_text
from app.name_matching.folding import name_keys, name_words

IGNORABLE = regex.compile(r"\p{Default_Ignorable_Code_Point}")
KEPT = {BREAK, NON_JOINER, JOINER}
HIDDEN = st.one_of(
    st.characters(min_codepoint=0xE0000, max_codepoint=0xE0FFF),  # tags, and selectors 17 to 256
    st.sampled_from("\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180e\u180f\u200e\u200f"),
    st.sampled_from("\u202a\u202e\u2060\u2061\u2064\u2065\u2066\u2069\u206a\u206f\u3164\ufe00\ufe0f\ufeff"),
    st.sampled_from("\uffa0\ufff0\ufff9\ufffa\ufffb\U0001bca0\U0001d173\U00013430"),
)
SAMPLES = {
    "khmer with breaks": "គ្រួសារ\u200bរបស់\u200bកុមារ",
    "khmer shifter": "ប៊\u200cី",
    "malagasy": "Ny zanako dia any Antsirabe; n’iza i Rakotoarisoa? Ô, eto àry.",
    "hindi": "क्\u200dष और र\u094d\u200c",
    "bengali": "র\u200d\u09cdয",
    "persian": "می\u200cخواهم",
    "persian abbreviation": "ه\u200d",
    "arabic year": "\u0601\u0662\u0660\u0662\u0666 الطفل في البيت",
    "burmese": "ကလေး\u200bများ",
    "thai": "เด็ก\u200bหญิง",
    "sinhala": "ක්\u200dෂ",
    "family": "👨\u200d👩\u200d👧",
    "woman health worker": "👩🏽\u200d⚕",
    "new picture": "\U0001fae9 ☎",
    "vietnamese": "Nguyễn Thị Hồng",
    "braces and signs": "“…” — 5 € №",
}


@pytest.mark.parametrize("text", SAMPLES.values(), ids=SAMPLES.keys())
def test_what_a_script_needs_stays(text: str) -> None:
    assert without_hidden(text) == text
    assert clean_lines(text) == unicodedata.normalize("NFC", text)


def test_every_character_is_dropped_when_ignorable_and_kept_when_drawn() -> None:
    few_of_the_rest = range(0x20000, 0x110000, 997)
    for code in (*range(0x20000), *range(0xE0000, 0xE1100), *few_of_the_rest):
        _check(chr(code))


def _check(character: str) -> None:
    found = without_hidden(f"a{character}b")[1:-1]
    category = unicodedata.category(character)
    if IGNORABLE.match(character) or character in KEPT:
        assert found == "", hex(ord(character))
    elif category in {"Cs", "Co"}:
        assert found == SIGN
    elif category[0] in "LMNPS" and character != "\u2800":
        assert found == character, hex(ord(character))


@given(st.text(max_size=30), HIDDEN, st.text(max_size=30))
def test_a_hidden_character_changes_nothing(before: str, hidden: str, after: str) -> None:
    found = without_hidden(before + hidden + after)
    assert not set(hidden) & set(found)
    assert clean_lines(before + hidden + after) == clean_lines(before + after)


@given(st.text(alphabet=st.one_of(st.characters(), HIDDEN, st.sampled_from(sorted(KEPT) * 8)), max_size=40))
def test_changes_nothing_the_second_time_and_leaves_no_two_marks_together(text: str) -> None:
    once = without_hidden(text)
    assert without_hidden(once) == once
    assert not regex.search(f"[{''.join(KEPT)}]{{2}}", once)
    assert all(mark in KEPT for mark in IGNORABLE.findall(once))


@pytest.mark.parametrize(
    "text", ["\u200ba", "a\u200db", "Da\u200bra", "ដារា\u200d", "😊\u200d", "a\u200c", "س\u200b", "ក\u200ba"]
)
def test_a_joiner_that_nothing_needs_is_dropped(text: str) -> None:
    assert not set(without_hidden(text)) & KEPT


@given(st.sampled_from(["Sok Sophea", "សុខ សុភា", "काव्या क्षमा", "ရွှေ"]), st.lists(HIDDEN, max_size=3), st.data())
def test_a_name_is_the_same_with_and_without_what_nobody_sees(
    name: str, hidden: list[str], data: st.DataObject
) -> None:
    written = name
    for each in (*hidden, JOINER, BREAK):
        at = data.draw(st.integers(0, len(written)))
        written = written[:at] + each + written[at:]
    assert name_words(written) == name_words(name)
    assert name_keys(written) == name_keys(name)


def test_a_private_or_unassigned_character_is_asked_about() -> None:
    assert without_hidden("a\ue000b\U000f0000c\ufdd0d\u0378e") == f"a{SIGN}b{SIGN}c{SIGN}d{SIGN}e"


def test_one_line_has_no_marks_for_breaks() -> None:
    assert clean_text("សុខ\u200bដារា") == "សុខដារា"
