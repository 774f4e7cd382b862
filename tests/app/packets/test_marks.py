"""Masks take out names and places and never put other words in; a text that changed since is withheld as a whole."""

from dataclasses import replace

import pytest

from app.foundation.errors import NotAllowedNow
from app.packets.contents import PacketContents, Passage
from app.packets.document import PacketCopy, packet_html, packet_text
from app.packets.documents import PacketDraft
from app.packets.fields import Section
from app.packets.marks import is_masked_form, outdated_summaries, with_mask, with_summary
from app.packets.mask_words import masked_names
from app.packets.parts import part_views, still_told_in
from app.packets.passages import originals_in, translated
from app.packets.snapshots import kept_contents
from app.packets.taking import taken_in
from app.packets.wording import Language
from tests.app.packets.packet_records import GROUND, account, child, draft_of, records, safety, said
from tests.app.packets.packet_samples import NOW

SEEN = account(10, "Srey Leak met the man at House 12.", involved="The man, and srey  leak's aunt")
SAID = said(11, "ស្រី\u200bលក្ខណ៍នៅផ្ទះ", "Srey Leak is at the house")
SEEN_PART, SAID_PART = f"chronology.{SEEN.record.hex}", f"chronology.{SAID.record.hex}"  # type: ignore[union-attr]  # both have one


def printed(draft: PacketDraft) -> PacketContents:
    return kept_contents(draft, GROUND)


def test_a_masked_name_is_out_of_every_text_of_the_part_in_pages_and_text_and_it_is_said_so() -> None:
    draft = with_mask(draft_of(records(SEEN, SAID)), SEEN_PART, ["Srey Leak", "House 12"])
    contents = printed(draft)

    seen = contents.chronology[1]
    assert (seen.text, seen.involved) == ("[…] met the man at […].", "The man, and […]'s aunt")
    assert contents.masked == (f"{SEEN_PART}.involved", f"{SEEN_PART}.text")
    copy = PacketCopy(language=Language.ENGLISH, recipient_mark="R1", issued_at=NOW)
    for said_there in (packet_text(contents, copy), packet_html(contents, copy)):
        assert "House 12" not in said_there
        assert "[…] stands where we took out a name or a place. No other word was changed." in said_there


def test_one_mask_holds_for_the_childs_words_and_for_their_translation() -> None:
    draft = draft_of(records(SEEN, SAID))
    draft = with_mask(draft, SAID_PART, ["ស្រីលក្ខណ៍", "Srey Leak"])

    entry = printed(draft).chronology[0]
    assert (entry.text, entry.translation) == ("[…]នៅផ្ទះ", "[…] is at the house")


def test_a_name_that_still_stands_in_another_part_is_told() -> None:
    draft = with_mask(draft_of(records(SEEN, SAID)), SEEN_PART, ["Srey Leak", "House 12"])
    still = {part.key: part.still_here for part in part_views(draft, draft.contents)}
    assert (still[SEEN_PART], still[SAID_PART]) == ((), ("Srey Leak",))


def test_our_own_words_that_tell_a_masked_name_are_told_before_they_leave() -> None:
    draft = with_mask(draft_of(records(SEEN)), SEEN_PART, ["Srey Leak", "House 12"])
    assert still_told_in(printed(draft), masked_names(draft)) == ()
    cover = replace(draft.contents.cover, request="Please look for SREY LEAK.")
    draft = replace(draft, contents=replace(draft.contents, cover=cover))
    found = still_told_in(printed(draft), masked_names(draft))
    assert [(one.section, one.words) for one in found] == [(Section.COVER, ("Srey Leak",))]


def test_khmer_beside_an_original_tells_no_name_that_was_taken_out_of_it() -> None:
    draft = with_mask(draft_of(records(SEEN)), SEEN_PART, ["Srey Leak"])
    seen = next(
        one for one in originals_in(printed(draft), masked_names(draft)) if one.text.startswith("[…] met")
    )
    with pytest.raises(NotAllowedNow, match="packet-khmer-unmasks"):
        translated(draft, printed(draft), {seen.digest: "Srey\u200b Leak ជួបបុរសម្នាក់"}, by="W-07")
    draft = translated(draft, printed(draft), {seen.digest: "[…] ជួបបុរសនៅ House 12"}, by="W-07")
    assert [one.of for one in printed(draft).passages] == [seen.digest]

    # One that was written before the name was masked anywhere is left out as well.
    aunt = next(one for one in originals_in(printed(draft)) if "aunt" in one.text)
    told = replace(
        draft, passages=(*draft.passages, Passage(of=aunt.digest, text="Srey Leak និងមីង", by="W-07"))
    )
    assert [one.of for one in printed(told).passages] == [seen.digest]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["The uncle"], "not-found"),
        (["a"], "too-short"),
        ([f"word {n}" for n in range(41)], "too-many"),
    ],
)
def test_what_stands_nowhere_cannot_be_taken_out(words: list[str], reason: str) -> None:
    with pytest.raises(NotAllowedNow, match=f"packet-mask-{reason}"):
        with_mask(draft_of(records(SEEN)), SEEN_PART, words)


def test_a_masked_text_that_says_something_else_since_is_withheld_until_somebody_masks_anew() -> None:
    draft = with_mask(draft_of(records(SEEN)), SEEN_PART, ["Srey Leak"])
    mended = account(10, "Srey Leak, who is nine, met the man.", involved="The man, and srey  leak's aunt")
    draft = taken_in(draft, records(mended))

    assert printed(draft).chronology == ()
    assert SEEN_PART in printed(draft).withheld
    anew = with_mask(draft, SEEN_PART, ["Srey Leak"])
    assert printed(anew).chronology[0].text == "[…], who is nine, met the man."


def test_only_the_text_that_changed_is_withheld_of_a_child() -> None:
    facts = child(appearance="Wears the shirt of Hope School", guardian="Aunt, of Hope School")
    draft = with_mask(draft_of(records(child_facts=facts)), "children.1", ["Hope School"])
    facts = child(appearance="Wears a cap of Hope School", guardian="Aunt, of Hope School")
    (told,) = printed(taken_in(draft, records(child_facts=facts))).children

    assert (told.name_romanised, told.guardian, told.appearance) == ("Sok Vannak", "Aunt, of […]", None)


def test_a_text_that_came_later_into_a_masked_part_is_withheld_too() -> None:
    draft = with_mask(draft_of(records(SEEN)), SEEN_PART, ["Srey Leak"])
    later = account(10, SEEN.text, involved=SEEN.involved, place="Near Srey Leak's house")
    entry = printed(taken_in(draft, records(later))).chronology[0]
    assert (entry.text, entry.place) == ("[…] met the man at House 12.", None)


def test_a_mask_is_the_source_with_pieces_taken_out_and_nothing_put_in() -> None:
    assert is_masked_form("[…] met […].", "Dara met the man.")
    assert not is_masked_form("[…] struck […].", "Dara met the man.")
    assert not is_masked_form("Dara met the man. […]", "Dara met the man.")


def test_a_summary_is_printed_as_ours_beside_its_record_and_only_as_long_as_that_says_the_same() -> None:
    draft = with_summary(draft_of(records(SEEN)), SEEN_PART, "A girl was taken there.")
    copy = PacketCopy(language=Language.ENGLISH, recipient_mark="R1", issued_at=NOW)
    assert "Summary by the organisation: A girl was taken there." in packet_text(printed(draft), copy)

    mended = taken_in(draft, records(account(10, "Nobody was there.")))
    assert "taken there" not in packet_text(printed(mended), copy)
    assert [one.words for one in outdated_summaries(mended)] == ["A girl was taken there."]


def test_a_summary_does_not_leave_without_what_it_summarises() -> None:
    draft = with_summary(draft_of(records(SEEN)), "safety", "He is near the pier.")
    draft = with_summary(draft, SEEN_PART, "She was taken.")
    off = ("safety.danger", "safety.safe_contact", SEEN_PART)
    contents = printed(replace(draft, withheld=off))
    assert "pier" not in repr(contents)
    assert "taken" not in repr(contents)
    assert printed(draft).safety.summary == "He is near the pier."
    assert safety().summary is None
