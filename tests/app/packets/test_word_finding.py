"""Masks find whole names however they were stored, and take out no word that turns a sentence around."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.foundation.errors import NotAllowedNow
from app.packets.documents import PacketDraft
from app.packets.marks import MASKED, is_masked_form, with_mask
from app.packets.mask_words import masked_names, told_names, untold_names, why_not_masked
from app.packets.parts import part_views, still_told_in
from app.packets.passages import originals_in, translated
from app.packets.word_finding import plain, without_words
from tests.app.packets.packet_records import account, child, draft_of, records
from tests.app.packets.test_marks import printed


@pytest.mark.parametrize(
    ("text", "word", "left"),
    [
        ("He did not hit me. No came.", "No", "He did not hit me. […] came."),
        ("Nothing is known of Noy.", "No", "Nothing is known of Noy."),
        ("Dara's aunt, Dara, DARA-", "Dara", "[…]'s aunt, […], […]-"),
        ("Don won’t say don’t", "Don", "[…] won’t say don’t"),
        ("Sreyនៅផ្ទះ", "Srey", "[…]នៅផ្ទះ"),
        ("Zoe and Zo\u0331e", "Zo", "Zoe and Zo\u0331e"),
        ("Srey  Leak\nmet srey\nleak", "Srey Leak", "[…]\nmet […]"),
        ("Srey Leakhena, Srey Leak", "Srey", "[…] Leakhena, […] Leak"),
        # A ligature prints as the letters it is made of, and is never cut.
        ("So\ufb01a", "Sofia", "[…]"),
        ("So\ufb01", "Sof", "So\ufb01"),
        ("\uff24ara", "Dara", "[…]"),
        # Khmer: whole clusters; a subscript that looks like its twin; marks typed in another order; unseen breaks.
        ("កក្រា", "ក", "[…]ក្រា"),
        ("តារានៅផ្ទះ", "តារា", "[…]នៅផ្ទះ"),
        ("ស្ដា", "ស្តា", "[…]"),
        ("\u179f\u17ca\u17b8", "\u179f\u17b8\u17ca", "[…]"),
        ("ល\u200bក្ខណ\u200b៍", "លក្ខណ៍", "[…]"),
        ("แดงมา", "แดง", "[…]มา"),
    ],
)
def test_only_whole_names_are_taken_out_however_they_are_stored(text: str, word: str, left: str) -> None:
    assert without_words(text, [word], MASKED) == left
    assert is_masked_form(left, text)


@given(
    st.text("Soﬁa fiD់រ្ដត\u200bា'’ \n", max_size=30),
    st.lists(st.text("Sofia រ្តាតD", min_size=1, max_size=5), max_size=3),
)
def test_all_that_is_not_taken_out_stays_as_it_is(text: str, words: list[str]) -> None:
    assert is_masked_form(without_words(text, words, MASKED), plain(text))
    assert without_words(text, [], MASKED) == plain(text)


@pytest.mark.parametrize(
    ("word", "reason"),
    [
        ("did not", "ordinary"),
        ("No", "ordinary"),
        ("Dara didn’t", "ordinary"),
        ("he and I", "ordinary"),
        ("មិន", "ordinary"),
        ("មិនបានវាយ", "ordinary"),
        ("គាត់", "ordinary"),
        ("x", "too-short"),
        ("he hit me with a stick today", "too-long"),
        ("y" * 61, "too-long"),
        ("Srey Leak", ""),
        ("House 12, behind the pagoda", ""),
        ("មិនា", ""),
        ("ស្រីលក្ខណ៍", ""),
    ],
)
def test_no_mask_turns_a_sentence_around(word: str, reason: str) -> None:
    assert why_not_masked(word) == (f"packet-mask-{reason}" if reason else "")


def test_a_mask_of_an_ordinary_word_is_refused() -> None:
    draft = draft_of(records(account(10, "He did not hit me.")))
    with pytest.raises(NotAllowedNow, match="packet-mask-ordinary"):
        with_mask(draft, part_of(draft), ["did not"])
    with pytest.raises(NotAllowedNow, match="packet-mask-not-found"):
        with_mask(draft, part_of(draft), ["hi"])


def part_of(draft: PacketDraft) -> str:
    (entry,) = draft.contents.chronology
    assert entry.record is not None
    return f"chronology.{entry.record.hex}"


@pytest.mark.parametrize("told", ["តារានៅផ្ទះ", "បង\u200bតារា\u200bនៅផ្ទះ", "Dara នៅផ្ទះ"])
def test_khmer_that_tells_a_masked_child_by_the_name_in_the_other_script_is_not_saved(told: str) -> None:
    facts = child("Sok Dara", name_local="សុខ តារា")
    draft = draft_of(records(account(10, "Dara was at the house."), child_facts=facts))
    draft = with_mask(draft, part_of(draft), ["Dara"])
    original = next(
        one for one in originals_in(printed(draft), masked_names(draft)) if one.text.startswith("[…] was")
    )
    with pytest.raises(NotAllowedNow, match="packet-khmer-unmasks"):
        translated(draft, printed(draft), {original.digest: told}, by="W-07")
    translated(draft, printed(draft), {original.digest: "[…] នៅផ្ទះ ហើយមានសុខភាពល្អ"}, by="W-07")


def test_a_name_that_an_original_tells_is_told_in_its_khmer_too() -> None:
    facts = child("Sok Dara", name_local="សុខ តារា")
    draft = draft_of(records(account(10, "Dara was at the house."), child_facts=facts))
    draft = with_mask(draft, part_of(draft), ["Dara"])
    assert masked_names(draft) == (("Dara", "តារា"),)
    assert untold_names("Dara is well", masked_names(draft)) == ()
    assert untold_names("He is well", masked_names(draft)) == ("Dara", "តារា")


@pytest.mark.parametrize(
    ("mask", "local", "otherwise"),
    [
        ("Sok Dara", "សុខ តារា", ("សុខ តារា", "សុខតារា", "តារា")),
        ("Dara", "សុខ តារា", ("តារា",)),
        ("Sok Dara", "សុខតារា", ("សុខតារា",)),
        ("Dara", "គឹម សុខ តារា", ("តារា",)),
        ("Vannak", "សុខ តារា", ()),
    ],
)
def test_the_same_part_of_a_name_in_the_other_script_is_known(
    mask: str, local: str, otherwise: tuple[str, ...]
) -> None:
    facts = child("Sok Dara", name_local=local)
    draft = draft_of(records(account(10, f"{mask} was there."), child_facts=facts))
    assert masked_names(with_mask(draft, part_of(draft), [mask])) == ((mask, *otherwise),)


def test_a_name_that_still_stands_as_a_ligature_or_in_khmer_is_told() -> None:
    facts = child("Sofia", name_local="សូហ្វីយ៉ា")
    draft = draft_of(records(account(10, "Sofia was there."), child_facts=facts))
    draft = with_mask(draft, part_of(draft), ["Sofia"])
    draft = replace(draft, withheld=("children.1.name_romanised", "children.1.name_local"))
    assert still_told_in(printed(draft), masked_names(draft)) == ()
    for request in ("Find So\ufb01a.", "សូមរក សូហ្វីយ៉ា"):
        cover = replace(draft.contents.cover, request=request)
        typed = replace(draft, contents=replace(draft.contents, cover=cover))
        assert [one.item for one in still_told_in(printed(typed), masked_names(typed))] == [None]
    (view,) = (one for one in part_views(draft, draft.contents) if one.key == "children.1")
    assert set(view.still_here) == {"Sofia", "សូហ្វីយ៉ា"}
    assert told_names(["So\ufb01a"], [("Sofia",)]) == ("Sofia",)
