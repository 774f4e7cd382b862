"""How long a packet is when printed is known before anybody draws or approves it."""

from dataclasses import replace

import pytest

from app.foundation.errors import NotAllowedNow
from app.packets.contents import PacketContents, Urgency
from app.packets.document import PacketCopy
from app.packets.drafting import change_words
from app.packets.file_making import draw_pages
from app.packets.length import MOST_PAGES, is_too_long, length_of
from app.packets.offers import OFFERS
from app.packets.submitting import submit_packet
from app.packets.wording import Language
from tests.app.packets.packet_samples import NOW, rich_packet
from tests.support.organisation import Organisation
from tests.support.packets import PacketCase, drafted, opened, page_of, version_of

KHMER = "បុរសពាក់មួកសម្នាក់បានទិញមីឲ្យក្មេងប្រុសទាំងពីរ ហើយនិយាយថាគាត់នឹងត្រឡប់មកវិញនៅយប់ស្អែក។ "


def packet_of(entries: int, text: str) -> PacketContents:
    packet = rich_packet(entries=1)
    return replace(packet, chronology=tuple(replace(packet.chronology[0], text=text) for _ in range(entries)))


@pytest.mark.parametrize(
    ("entries", "text"),
    [(1, "seen"), (60, "seen"), (8, "a word " * 300), (6, KHMER * 20), (4, "one\n" * 150), (3, "😊 " * 150)],
    ids=["least", "many", "long", "khmer", "lines", "pictures"],
)
@pytest.mark.parametrize("language", Language)
def test_it_is_about_what_is_drawn(entries: int, text: str, language: Language) -> None:
    packet = packet_of(entries, text)
    copy = PacketCopy(language=language, recipient_mark="R1", issued_at=NOW)
    drawn = draw_pages(packet, copy).pages
    assert drawn * 0.7 - 1 <= length_of(packet).pages <= drawn * 1.5 + 1


def test_the_longest_entries_are_told_by_their_number() -> None:
    packet = packet_of(5, "seen")
    long = replace(packet.chronology[0], text="a word " * 2000)
    packet = replace(packet, chronology=(*packet.chronology[:3], long, *packet.chronology[3:]))
    assert length_of(packet).longest[0].number == 4


@pytest.mark.parametrize(
    "text", ["a" * 100_000, "\n" * 4000, KHMER * 900, "\U0001f469\U0001f3fd\u200d⚕ " * 3000]
)
def test_what_would_keep_the_machine_busy_is_too_long(text: str) -> None:
    assert is_too_long(packet_of(1, text))


def test_the_words_name_the_number_of_pages() -> None:
    assert f"{MOST_PAGES} pages" in OFFERS.words.reasons["packet-too-long"]


def test_a_draft_that_is_too_long_cannot_be_submitted_and_says_so(
    organisation: Organisation, case: PacketCase
) -> None:
    packet_id = drafted(organisation, case.case_id)
    with organisation.writing("caseworker") as work:
        words = {"cover.request": "one\ntwo\n" * 1200}
        change_words(
            work, packet_id, words, urgency=Urgency.HIGH, version=version_of(organisation, packet_id)
        )

    page = page_of(organisation, packet_id, by="caseworker")
    assert page.missing == ("packet-too-long",)
    assert page.length.is_too_long
    with organisation.writing("caseworker") as work, pytest.raises(NotAllowedNow, match="packet-too-long"):
        submit_packet(work, packet_id, version=version_of(organisation, packet_id))
    assert opened(organisation, packet_id).snapshot is None
