"""A Khmer copy says coded answers in Khmer, and carries a translation only beside the words it was made from."""

import dataclasses

import pytest

from app.foundation.errors import NotAllowedNow
from app.foundation.vocabulary import company, guardian_relations, languages, sharing_partners
from app.packets.coded_words import account_in, grounds_in, guardian_in, languages_in, rule_in
from app.packets.contents import Passage
from app.packets.document import PacketCopy, packet_text
from app.packets.documents import PacketDraft
from app.packets.khmer_breaks import has_khmer, is_in_khmer
from app.packets.passages import digest_of_text, originals_in, translated, why_not_beside, with_passages
from app.packets.wording import Language
from tests.app.packets.packet_samples import NOW, rich_packet

KHMER, ENGLISH = Language.KHMER, Language.ENGLISH
PASSAGE = "សូមពិនិត្យនៅយប់នេះ"


@pytest.mark.parametrize("vocabulary", [languages, guardian_relations, company, sharing_partners])
def test_every_coded_answer_has_its_khmer(vocabulary: object) -> None:
    labels = vars(vocabulary)["LABELS"].values()
    for label in labels:
        said = {
            languages_in(label, KHMER),
            guardian_in(label, KHMER),
            account_in(f"x\nWith: {label}", KHMER),
            grounds_in(f"not to be told: {label}", KHMER),
        }
        assert any(has_khmer(text) and label not in text for text in said), label


def test_whole_answers_are_said_in_khmer_and_nobodys_words_are_changed() -> None:
    assert languages_in("Khmer, Chinese (Teochew, Hokkien)", KHMER) == "ខ្មែរ ចិន (ទាជីវ ហុកគៀន)"
    assert guardian_in("Grandmother, Sok Chan", KHMER) == "ជីដូន Sok Chan"
    assert account_in("He ran.\nWith: Alone; a dog", KHMER) == "He ran.\nនៅជាមួយ៖ ម្នាក់ឯង a dog"
    assert (
        rule_in("Through the club\nNever: telephone", KHMER) == "Through the club\nហាមធ្វើជាដាច់ខាត៖ telephone"
    )
    assert "កាតព្វកិច្ចតាមច្បាប់៖ The law" in grounds_in("RV-C-0001: A legal duty. The law", KHMER)
    for text in ("Said: With: her mother", "Alone he came", "With: her mother", "The grandmother, Sok Chan"):
        assert account_in(text, KHMER) == text
        assert guardian_in(text, KHMER) == text
    assert languages_in("Khmer", ENGLISH) == "Khmer"


def test_a_translation_stands_beside_exactly_the_words_it_was_made_from() -> None:
    packet = rich_packet(entries=1)
    request = packet.cover.request or ""
    passage = Passage(of=digest_of_text(request), text=PASSAGE, by="W-07")
    kept = with_passages(packet, [passage])
    shown = packet_text(kept, PacketCopy(language=KHMER, recipient_mark="01", issued_at=NOW))
    assert f"{request}\n  ការបកប្រែដោយ W-07៖ {PASSAGE}" in shown
    assert PASSAGE not in packet_text(kept, PacketCopy(language=ENGLISH, recipient_mark="01", issued_at=NOW))

    masked = dataclasses.replace(packet.cover, request=request.replace("night market", "[…]"))
    assert with_passages(dataclasses.replace(packet, cover=masked), [passage]).passages == ()


def test_who_translated_stays_said_until_somebody_writes_it_anew() -> None:
    packet = rich_packet(entries=1)
    draft = PacketDraft(contents=packet, withheld=(), recipients=(), writers=())
    digest = digest_of_text(packet.cover.request or "")
    draft = translated(draft, packet, {digest: PASSAGE}, by="W-07")
    kept = with_passages(packet, draft.passages)
    same = translated(draft, kept, {digest: PASSAGE}, by="W-08")
    assert [one.by for one in same.passages] == ["W-07"]
    assert [one.by for one in translated(draft, kept, {digest: f"{PASSAGE}។"}, by="W-08").passages] == [
        "W-08"
    ]
    assert translated(draft, kept, {digest: " "}, by="W-08").passages == ()
    with pytest.raises(NotAllowedNow, match="packet-not-khmer"):
        translated(draft, kept, {digest: "Please check tonight"}, by="W-08")
    # What is in Khmer already is not offered.
    assert not [one for one in originals_in(rich_packet(entries=2)) if is_in_khmer(one.text)]


@pytest.mark.parametrize(
    ("text", "is_khmer"),
    [
        ("Rith raped the boy and sold him. ។", False),
        ("។", False),
        ("RITH RAPED THE BOY ខ្មែរ", False),
        ("Rith Vannak នៅផ្ទះ", True),
        ("[…] ជួបបុរសនៅ House 12", True),
        ("Somebody Quite Different នៅផ្ទះ", False),
    ],
)
def test_khmer_beside_an_original_is_mostly_khmer_and_may_have_its_names(text: str, is_khmer: bool) -> None:
    packet = rich_packet(entries=2)
    original = "Rith and Vannak raped nobody. He sold nothing at House 12."
    packet = dataclasses.replace(packet, cover=dataclasses.replace(packet.cover, request=original))
    (offered,) = (one for one in originals_in(packet) if one.text == original)
    assert why_not_beside(offered, text) == ("" if is_khmer else "packet-not-khmer")
    passage = Passage(of=offered.digest, text=text, by="P3")
    assert bool(with_passages(packet, [passage]).passages) is is_khmer


def test_an_english_text_with_one_khmer_sign_is_offered_for_translation() -> None:
    packet = rich_packet(entries=2)
    request = "Please find the boy. ។"
    packet = dataclasses.replace(packet, cover=dataclasses.replace(packet.cover, request=request))
    assert request in [one.text for one in originals_in(packet)]
