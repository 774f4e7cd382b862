"""What the shipped fonts cannot draw is said in words, and nothing else is touched."""

import dataclasses
from importlib import resources
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from app.packets.document import PacketCopy, packet_html, packet_text
from app.packets.file_making import draw_pages
from app.packets.unprintable import PRINTABLE_RANGES, has_unprintable, in_brackets
from app.packets.wording import Language
from tests.app.packets.packet_samples import NOW, rich_packet
from tests.support.pdf_readers import page_texts

ENGLISH = PacketCopy(language=Language.ENGLISH, recipient_mark="R1", issued_at=NOW)
COPIED = "So\ufb01a of the o\ufb03ce"
"""As some programs copy it: with two letters, and three, as one sign."""
FONTS = ("noto-sans-latin-{}-normal", "noto-sans-latin-ext-{}-normal", "noto-sans-khmer-{}")


@pytest.mark.parametrize("weight", [400, 700])
def test_every_character_said_to_be_printable_has_a_sign_in_a_shipped_font(weight: int) -> None:
    folder = resources.files("app") / "static" / "fonts"
    drawn = {ord(character) for character in "\t\n"}
    for name in FONTS:
        with (folder / f"{name.format(weight)}.woff2").open("rb") as file:
            drawn |= set(TTFont(file).getBestCmap())

    said = {code for first, last in PRINTABLE_RANGES for code in range(ord(first), ord(last) + 1)}
    assert said <= drawn


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("she wrote 😊", "she wrote [smiling face with smiling eyes]"),
        ("👍🏽 and ❤️", "[thumbs up sign] and [heavy black heart]"),
        ("👨‍👩‍👧", "[man, woman, girl]"),
        ("😂😂😂", "[face with tears of joy]"),
        ("home → school", "home [rightwards arrow] school"),
        ("called ชื่อ", "called [letters]"),
        ("So\ufb01a, of\ufb01ce, \ufb05eam", "Sofia, office, steam"),
        ("ក្រុម 😊", "ក្រុម [smiling face with smiling eyes]"),
    ],
)
def test_a_picture_is_named_and_foreign_letters_are_said_to_be_left_out(typed: str, printed: str) -> None:
    assert has_unprintable(typed) == ("[" in printed)
    assert in_brackets(typed) == printed


@pytest.mark.parametrize(
    "typed", ["Nguyễn Thị Hồng", "Tiếng Việt", "ក្រុមអប់រំ៛", "Ćuk Žižek “she” – 5 ₫", "line\nline\ttab", ""]
)
def test_what_the_fonts_draw_is_not_touched_or_only_put_together_from_parts(typed: str) -> None:
    assert not has_unprintable(typed)
    assert "[" not in in_brackets(typed)


def test_pages_and_text_name_a_picture_alike_and_say_so(tmp_path: Path) -> None:
    plain = rich_packet()
    packet = dataclasses.replace(
        plain,
        cover=dataclasses.replace(
            plain.cover,
            request=f"Find her 😊. Nguyễn Thị Hồng, {COPIED}, affluent official shuffle",
        ),
    )
    file = tmp_path / "packet.pdf"
    file.write_bytes(draw_pages(packet, ENGLISH).pdf)

    pages = " ".join(" ".join(page_texts(file, "")).split())
    assert "Find her [smiling face with smiling eyes]" in pages
    assert "In square brackets: the name of a picture" in pages
    for kept in ("Sofia of the office", "affluent official shuffle"):
        assert kept in pages
        assert kept in packet_text(packet, ENGLISH)
    assert "Find her [smiling face with smiling eyes]" in packet_text(packet, ENGLISH)
    assert "In square brackets: the name of a picture" in packet_text(packet, ENGLISH)
    assert "In square brackets" not in packet_html(plain, ENGLISH)
