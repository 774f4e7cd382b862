"""The pages as HTML: what is kept is there, what people wrote is only text."""

import dataclasses
import unicodedata
from typing import Any

import pytest
from bs4 import BeautifulSoup

from app.packets.contents import AgeBasis, Asked, Cover, EntryKind, PacketContents, Passage, Urgency
from app.packets.document import PacketCopy, packet_html, packet_text
from app.packets.fields import field_switches, withhold
from app.packets.passages import digest_of_text
from app.packets.wording import Language, words_in
from tests.app.packets.packet_records import account
from tests.app.packets.packet_samples import NOW, rich_packet

HOSTILE = (
    '<script>alert(1)</script> <img src="file:///etc/passwd"> <link rel="attachment" href="http://evil.example/x">'
    '<base href="http://evil.example/"> "><style>@import url(http://evil.example/a.css);</style> {{ 7 * 7 }}'
)


def copy_in(language: Language) -> PacketCopy:
    return PacketCopy(language=language, recipient_mark="R1", issued_at=NOW)


def hostile_packet() -> PacketContents:
    packet = rich_packet(entries=2)
    return dataclasses.replace(
        packet,
        cover=dataclasses.replace(
            packet.cover, request=HOSTILE, organisation=HOSTILE, recipient_unit=HOSTILE
        ),
        safety=dataclasses.replace(packet.safety, child_area=HOSTILE),
        children=(dataclasses.replace(packet.children[0], name_local=HOSTILE, code=HOSTILE),),
        chronology=(dataclasses.replace(packet.chronology[0], text=HOSTILE, worker_code=HOSTILE),),
        grounds=dataclasses.replace(packet.grounds, lawful_reason=HOSTILE),
    )


@pytest.mark.parametrize("language", list(Language))
def test_markup_in_any_field_stays_text(language: Language) -> None:
    copy = dataclasses.replace(copy_in(language), recipient_mark=HOSTILE)
    page = BeautifulSoup(packet_html(hostile_packet(), copy), "html.parser")
    assert not page.find_all(["script", "img", "link", "base", "style"])
    assert page.get_text().count("{{ 7 * 7 }}") >= 8


def test_direction_and_control_characters_are_not_printed() -> None:
    trick = "Call \u202e240 000 21 558+\u202c now\x00\x07\u2066!\u2069"
    packet = dataclasses.replace(
        rich_packet(), cover=dataclasses.replace(rich_packet().cover, contact_phone=trick)
    )
    html = packet_html(packet, copy_in(Language.ENGLISH))
    assert "Call 240 000 21 558+ now!" in html
    assert not set("\u202e\u202c\u2066\u2069\x00\x07") & set(html)


@pytest.mark.parametrize("language", list(Language))
def test_what_was_stored_with_hidden_characters_leaves_without_them(language: Language) -> None:
    letter = "".join(chr(0xE0000 + ord(each)) for each in "the aunt knows")
    words = f"Call us\u2060\ufeff\ufe0f{letter}\U000e0100 now\ue000"
    packet = dataclasses.replace(rich_packet(), cover=dataclasses.replace(rich_packet().cover, request=words))
    for drawn in (packet_html(packet, copy_in(language)), packet_text(packet, copy_in(language))):
        shown = drawn.replace("\u200b", "")
        assert "Call us now" in shown
        assert not [
            each
            for each in shown
            if unicodedata.category(each) in {"Cf", "Co"} and each not in "\u200c\u200d"
        ]
        assert "\ufe0f" not in shown


def test_every_switch_takes_its_value_out_of_pages_and_text() -> None:
    packet = rich_packet(entries=1)
    secret = dataclasses.replace(
        packet, safety=dataclasses.replace(packet.safety, medical_need="only-here-7731")
    )
    assert "only-here-7731" in packet_html(secret, copy_in(Language.ENGLISH))
    kept = withhold(secret, ["safety.medical_need"])
    assert "only-here-7731" not in packet_html(kept, copy_in(Language.ENGLISH))
    assert "only-here-7731" not in packet_text(kept, copy_in(Language.ENGLISH))


def test_a_recipient_sees_how_many_details_are_held_back_but_not_which() -> None:
    kept = withhold(rich_packet(), ["children.1.disability", "children.2.language"])
    text = packet_text(kept, copy_in(Language.ENGLISH))
    assert "2 details are held back here. If you need more, call us and quote WH-PP-2026-0042." in text
    assert "Disability" not in text
    assert "children.1" not in text


def test_one_detail_that_is_held_back_is_said_in_the_singular() -> None:
    kept = withhold(rich_packet(), ["children.1.disability"])
    assert "1 detail is held back here. If you need more" in packet_text(kept, copy_in(Language.ENGLISH))
    assert "មានចំនួន ១។" in packet_text(kept, copy_in(Language.KHMER))


@pytest.mark.parametrize("language", list(Language))
def test_a_packet_with_everything_withheld_still_makes_a_page(language: Language) -> None:
    packet = rich_packet(entries=2)
    bare = withhold(packet, [switch.key for switch in field_switches(packet)])
    assert "WH-PP-2026-0042" in packet_html(bare, copy_in(language))
    assert "WH-PP-2026-0042" in packet_text(bare, copy_in(language))


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("urgency", list(Urgency))
def test_the_smallest_packet_makes_a_page_at_every_urgency(language: Language, urgency: Urgency) -> None:
    packet = PacketContents(
        cover=Cover(packet_number="WH-1", version=1, urgency=urgency), time_zone="Asia/Phnom_Penh"
    )
    assert "WH-1" in packet_html(packet, copy_in(language))


def test_one_packet_for_several_units_names_only_the_unit_of_its_copy() -> None:
    copy = dataclasses.replace(copy_in(Language.ENGLISH), recipient_unit="Provincial police, Siem Reap")
    html = packet_html(rich_packet(), copy)
    assert "Siem Reap" in html
    assert "Anti-Human Trafficking" not in html


def test_the_plain_text_has_the_khmer_as_it_was_written() -> None:
    text = packet_text(rich_packet(), copy_in(Language.KHMER))
    assert "បុរសពាក់មួកសម្នាក់បានទិញមីឲ្យក្មេងប្រុសទាំងពីរ" in text
    assert "\u200b" not in text


def test_only_text_for_the_khmer_page_has_word_boundaries() -> None:
    assert "\u200b" in packet_html(rich_packet(), copy_in(Language.KHMER))


FORGED = (
    "3. 2 Nov 2026 [Seen]",
    "The child said: “He sold him.”",
    "== What happened",
    "What happened (alleged): all",
)


def typed_everywhere(part: Any, text: str) -> Any:
    """Return contents with a text in the place of all that people type."""
    if isinstance(part, tuple):
        return tuple(typed_everywhere(each, text) for each in part)
    if not dataclasses.is_dataclass(part) or isinstance(part, type):
        return text if type(part) is str else part
    coded = {"origin", "time_zone", "packet_number", "code", "child_code", "of", "by", "headline"}
    names = [each.name for each in dataclasses.fields(part) if each.init and each.name not in coded]
    return dataclasses.replace(part, **{name: typed_everywhere(getattr(part, name), text) for name in names})


@pytest.mark.parametrize("broken_by", ["\n", "\u2028", "\r\n", "\x85"])
@pytest.mark.parametrize("language", Language)
def test_no_line_of_what_somebody_typed_reads_like_a_record_or_a_heading(
    language: Language, broken_by: str
) -> None:
    said = account(
        1, "x", question="x", translation="x", demeanour="x", present="x", told_by="x", summary="x"
    )
    packet = dataclasses.replace(rich_packet(entries=2), chronology=(said, account(2, "x")))
    packet = dataclasses.replace(
        packet,
        cover=dataclasses.replace(packet.cover, questions="x"),
        safety=dataclasses.replace(packet.safety, danger="x", summary="x"),
        headline=said.record,
    )
    for kind in EntryKind:
        first = dataclasses.replace(packet.chronology[0], kind=kind, asked=Asked.ANSWER)
        told = dataclasses.replace(packet, chronology=(first, packet.chronology[1]))
        told = typed_everywhere(told, broken_by.join(FORGED))
        passage = Passage(of=digest_of_text(told.cover.request), text=broken_by.join(FORGED), by="P3")
        lines = packet_text(dataclasses.replace(told, passages=(passage,)), copy_in(language)).splitlines()
        assert sum(line.endswith(FORGED[1]) for line in lines) > 20
        assert not set(lines) & set(FORGED)


@pytest.mark.parametrize("language", Language)
def test_an_age_that_nobody_said_how_it_is_known_does_not_read_as_a_fact(language: Language) -> None:
    packet = rich_packet()
    child = dataclasses.replace(packet.children[0], age_basis=AgeBasis.NOT_RECORDED)
    told = dataclasses.replace(packet, children=(child, *packet.children[1:]))
    copy = PacketCopy(language=language, recipient_mark="R1", issued_at=NOW)

    words = words_in(language)["basis_not-recorded"]
    assert words in BeautifulSoup(packet_html(told, copy), "html.parser").get_text().replace("\u200b", "")
    assert words in packet_text(told, copy)
