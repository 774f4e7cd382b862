"""Khmer gets invisible word boundaries for print, and loses them without a trace."""

from hypothesis import given
from hypothesis import strategies as st

from app.packets.khmer_breaks import ZERO_WIDTH_SPACE, with_khmer_breaks


def test_words_written_together_are_parted() -> None:
    parted = with_khmer_breaks("កុមារីម្នាក់នៅក្បែរផ្ទះសំណាក់")
    assert parted.split(ZERO_WIDTH_SPACE) == ["កុមារី", "ម្នាក់", "នៅ", "ក្បែរ", "ផ្ទះសំណាក់"]


def test_text_without_khmer_stays_as_it_is() -> None:
    assert with_khmer_breaks("Riverside, 21:40 · Nguyễn") == "Riverside, 21:40 · Nguyễn"


def test_no_boundary_is_put_beside_spaces_or_latin_letters() -> None:
    assert ZERO_WIDTH_SPACE not in with_khmer_breaks("កុមារី (Dara) កុមារី")


def test_a_full_stop_stays_with_its_sentence() -> None:
    assert not with_khmer_breaks("នៅក្បែរ។").endswith(f"{ZERO_WIDTH_SPACE}។")


@given(st.text(alphabet=st.characters(min_codepoint=0x1780, max_codepoint=0x17FF) | st.sampled_from("a ។👧")))
def test_nothing_is_lost_or_changed(text: str) -> None:
    assert with_khmer_breaks(text).replace(ZERO_WIDTH_SPACE, "") == text
