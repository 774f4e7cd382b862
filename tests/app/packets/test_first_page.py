"""The first page tells one entry of the packet, in its own words, with who it is alleged to be about."""

import dataclasses
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from bs4 import BeautifulSoup

from app.packets.contents import ChronologyEntry, EntryKind, PacketContents, Source
from app.packets.document import PacketCopy, packet_html, packet_text
from app.packets.file_making import draw_pages
from app.packets.headlines import MOST_LETTERS, headline_of, with_headline
from app.packets.wording import Language
from tests.app.packets.packet_samples import NOW, rich_packet
from tests.support.pdf_readers import poppler

LOWER = 0.75
"""Where the lower quarter of a page begins."""
WORDS = "Ming Srey brings us there. " * 20
ENGLISH = PacketCopy(language=Language.ENGLISH, recipient_mark="01", issued_at=NOW, certificate="ab12" * 16)


def from_record(
    entry: ChronologyEntry, record: UUID, table: str = "concern", **changed: Any
) -> ChronologyEntry:
    source = Source(field="text", table=table, record=record, column="observation", digest="-")
    return dataclasses.replace(entry, origin=(source,), **changed)


def telling(**changed: Any) -> tuple[PacketContents, UUID]:
    """Return a packet whose third entry has a record and these fields, and the record."""
    packet, record = rich_packet(entries=4), uuid4()
    entries = list(packet.chronology)
    entries[2] = from_record(entries[2], record, **changed)
    return dataclasses.replace(packet, chronology=tuple(entries)), record


def test_it_says_what_happened_and_about_whom_and_where_that_stands() -> None:
    packet, record = telling(involved="The man in the white cap")
    shown = packet_text(with_headline(packet, record), ENGLISH)
    assert f"What happened (alleged):\n  | {packet.chronology[2].text}\n" in shown
    assert "About whom (alleged): The man in the white cap" in shown
    assert "(entry 3)" in shown


def test_only_the_records_words_or_our_marked_summary_are_told_and_a_child_is_never_cut() -> None:
    packet, record = telling(text=WORDS)
    told = headline_of(with_headline(packet, record))
    assert told is not None
    assert told.account is not None
    assert WORDS.startswith(f"{told.account} ")
    assert told.account.endswith(" there.")
    assert len(told.account) <= MOST_LETTERS
    assert told.goes_on

    packet, record = telling(text=WORDS, kind=EntryKind.SAID)
    told = headline_of(with_headline(packet, record))
    assert told is not None
    assert told.account is None
    assert "The child's own words stand in entry 3." in packet_text(with_headline(packet, record), ENGLISH)

    packet, record = telling(text=WORDS, summary="A woman brings the boys to the guesthouse")
    assert "Summary by the organisation: A woman brings" in packet_text(
        with_headline(packet, record), ENGLISH
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("He paid the boy. " + "The girl ran to the pier and " * 12 + "it was a film.", "He paid the boy."),
        ("She took him by the hand " * 12 + "but it was a film being made.", None),
        ("He went with Mr. Sok and Capt. Dara " + "past the gates of the market " * 12, None),
        ("He asked “come?” and then " + "they walked along the river " * 12, None),
        ("បុរសបានទិញមី។ " + "គេបានដើរតាមមាត់ទន្លេ " * 20, "បុរសបានទិញមី។"),
    ],
)
def test_no_sentence_is_cut_and_where_it_goes_on_is_said(text: str, told: str | None) -> None:
    packet, record = telling(text=text, involved=text)
    packet = with_headline(packet, record)
    found = headline_of(packet)
    assert found is not None
    assert (found.account, found.involved, found.goes_on) == (told, told, True)
    for shown in (packet_text(packet, ENGLISH), packet_html(packet, ENGLISH)):
        first = shown.split("What happened, in order")[0]
        assert "It goes on in entry 3: read all of it there." in first
        assert ("What happened stands in entry 3." in first) is (told is None)
        assert " …" not in first


def test_by_itself_it_tells_the_newest_entry_that_names_somebody_and_never_a_note_before_a_concern() -> None:
    packet = rich_packet(entries=4)
    ids = [uuid4() for _ in range(4)]
    tables = ["concern", "concern", "encounter", "note"]
    entries = [from_record(*each) for each in zip(packet.chronology, ids, tables, strict=True)]
    assert with_headline(dataclasses.replace(packet, chronology=tuple(entries)), None).headline == ids[1]
    entries[0] = dataclasses.replace(entries[0], involved="The man in the white cap")
    assert with_headline(dataclasses.replace(packet, chronology=tuple(entries)), None).headline == ids[0]


def test_an_entry_that_does_not_leave_is_not_told_and_no_other_takes_its_place() -> None:
    packet, _ = telling()
    assert with_headline(packet, uuid4()).headline is None
    assert headline_of(packet) is None
    assert "What happened (alleged)" not in packet_html(packet, ENGLISH)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("number", [None, 2])
def test_how_to_check_the_copy_stands_on_it_and_a_print_says_its_number(
    language: Language, number: int | None
) -> None:
    copy = dataclasses.replace(ENGLISH, language=language, print_number=number)
    shown = packet_text(rich_packet(entries=1), copy)
    assert "WH-PP-2026-0042" in shown
    assert ("ab12 ab12" in shown) is (number is None)
    if language is Language.ENGLISH:
        assert "Check this copy" in shown
        assert ("Copy 01 · print 2" in shown) is (number == 2)
    else:
        assert ("បោះពុម្ពលើកទី ២" in shown) is (number == 2)


@dataclasses.dataclass(frozen=True)
class Box:
    """A word on a page, and where it stands: from the left and from the top, each as a share of the page."""

    word: str
    left: float
    top: float
    bottom: float


def boxes_on_first(pdf: bytes, folder: Path) -> list[Box]:
    """Return the words of the first page, each with its place."""
    path = folder / "packet.pdf"
    path.write_bytes(pdf)
    page = BeautifulSoup(poppler("pdftotext", path, "", "-bbox", "-l", "1", "-"), "html.parser").select(
        "page"
    )[0]
    width, height = float(str(page["width"])), float(str(page["height"]))
    return [
        Box(
            each.get_text(),
            float(str(each["xmin"])) / width,
            float(str(each["ymin"])) / height,
            float(str(each["ymax"])) / height,
        )
        for each in page.select("word")
    ]


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("form", ["file", "print"])
@pytest.mark.parametrize("text", ["He paid.", WORDS], ids=["short", "longest"])
def test_the_lower_quarter_of_the_first_page_is_used(
    language: Language, form: str, text: str, tmp_path: Path
) -> None:
    packet, record = telling(text=text, involved="The man in the white cap")
    number = 1 if form == "print" else None
    copy = dataclasses.replace(ENGLISH, language=language, print_number=number)

    boxes = boxes_on_first(draw_pages(with_headline(packet, record), copy).pdf, tmp_path)

    lower = [box for box in boxes if box.top >= LOWER]
    bands = {int((box.top - LOWER) * 20) for box in lower}
    assert bands >= {0, 1, 2, 3}, "a band of a twentieth of the page's height stands empty"
    assert min(box.left for box in lower) < 0.2
    assert max(box.left for box in lower) > 0.5
    # What the packet tells ends above how to check the copy, and above the stamps.
    told = [box.bottom for box in boxes if box.word.strip(".") in {"guesthouse", "Ming", "paid", "cap"}]
    assert told
    assert max(told) < LOWER - 0.01
