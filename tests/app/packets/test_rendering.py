"""Drawing: shipped fonts only, nothing fetched, the same bytes for the same input."""

import builtins
import dataclasses
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from app.packets.document import PacketCopy, Purpose, Translation
from app.packets.file_making import draw_pages
from app.packets.page_images import page_images
from app.packets.rendering import PdfLibraryMissing, render_pdf
from app.packets.wording import Language
from tests.app.packets.packet_samples import NOW, rich_packet
from tests.support.pdf_readers import everything_inside, page_texts, poppler

ENGLISH = PacketCopy(language=Language.ENGLISH, recipient_mark="R1", issued_at=NOW)
KHMER = dataclasses.replace(ENGLISH, language=Language.KHMER)

_DRAW = """
import hashlib, sys
from app.packets.file_making import draw_pages
from tests.app.packets.test_rendering import KHMER
from tests.app.packets.packet_samples import rich_packet
pdf = draw_pages(rich_packet(entries=3), KHMER).pdf
open(sys.argv[1], "wb").write(pdf)
"""


def test_the_same_packet_gives_the_same_bytes_in_any_process(tmp_path: Path) -> None:
    here = draw_pages(rich_packet(entries=3), KHMER).pdf
    elsewhere = _drawn_elsewhere(tmp_path / "other.pdf", PYTHONHASHSEED="77")
    assert elsewhere.read_bytes() == here


def test_pages_look_the_same_on_a_machine_without_any_font(tmp_path: Path) -> None:
    nothing = tmp_path / "fonts.conf"
    cache = tmp_path / "cache"
    nothing.write_text(f"<fontconfig><cachedir>{cache}</cachedir></fontconfig>")
    bare = _drawn_elsewhere(tmp_path / "bare.pdf", FONTCONFIG_FILE=str(nothing))
    fonts = poppler("pdffonts", bare, "")
    assert "Noto-Sans-Khmer" in fonts
    assert "DejaVu" not in fonts
    here = draw_pages(rich_packet(entries=3), KHMER).pdf
    assert [page.png for page in page_images(bare.read_bytes())] == [page.png for page in page_images(here)]


def _drawn_elsewhere(output: Path, **settings: str) -> Path:
    environment = {**os.environ, **settings}
    command = [sys.executable, "-c", _DRAW, str(output)]
    subprocess.run(command, env=environment, check=True, capture_output=True)  # noqa: S603 - our own program
    return output


def test_no_address_is_fetched_and_no_file_is_read(tmp_path: Path, listener: "Listener") -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("from-the-disk-4471")
    addresses = [secret.as_uri(), f"http://127.0.0.1:{listener.port}/x.png"]
    tags = "".join(
        f'<link rel="stylesheet" href="{address}"><link rel="attachment" href="{address}"><img src="{address}">'
        f'<object data="{address}"></object><p style="background:url({address})">text</p>'
        f"<style>@import url({address}); @font-face{{font-family:x;src:url({address})}}</style>"
        for address in addresses
    )
    drawn = tmp_path / "drawn.pdf"
    drawn.write_bytes(
        render_pdf(f"<html lang=en><title>t</title><body>{tags}</body></html>", made_at=NOW).pdf
    )
    assert b"from-the-disk-4471" not in everything_inside(drawn, "")
    assert listener.calls == 0


class Listener:
    """A port that counts who calls."""

    def __init__(self) -> None:
        import socket

        self.calls = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._thread = Thread(target=self._answer, daemon=True)
        self._thread.start()

    def _answer(self) -> None:
        while True:
            caller, _ = self._socket.accept()
            with caller:
                if caller.recv(4) == b"stop":
                    return
                self.calls += 1

    def stop(self) -> None:
        """Stop listening."""
        import socket

        with socket.create_connection(("127.0.0.1", self.port)) as last:
            last.sendall(b"stop")
        self._thread.join()
        self._socket.close()


@pytest.fixture
def listener() -> Any:
    made = Listener()
    yield made
    made.stop()


def test_a_machine_without_pango_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real_import: Callable[..., Any] = builtins.__import__

    def without_pango(name: str, *rest: Any) -> Any:
        if name.startswith("weasyprint"):
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real_import(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without_pango)
    with pytest.raises(PdfLibraryMissing, match=r"apt-get install libpango-1\.0-0"):
        render_pdf("<html></html>", made_at=NOW)


@pytest.mark.parametrize(
    "text",
    ["a" * 100_000, "នៅក្បែរ" * 3_000, "word " * 20_000, "e" + "\u0301" * 100_000],
    ids=["no space", "khmer", "words", "accents"],
)
def test_a_very_long_text_is_drawn_inside_the_margins(text: str) -> None:
    packet = rich_packet(entries=1)
    long = dataclasses.replace(packet, chronology=(dataclasses.replace(packet.chronology[0], text=text),))
    drawn = draw_pages(long, ENGLISH)
    second = page_images(drawn.pdf, dots_per_inch=36)[2]
    assert _ink_in_right_margin(second.png) == 0


def _ink_in_right_margin(png: bytes) -> int:
    from io import BytesIO

    from PIL import Image

    picture = Image.open(BytesIO(png)).convert("L")
    margin = picture.crop((round(picture.width * 196 / 210), 0, picture.width, picture.height))
    return sum(count for count, shade in margin.getcolors() or [] if shade != 255)


@pytest.mark.parametrize(
    ("copy", "words"),
    [
        (KHMER, "draft translation"),
        (dataclasses.replace(ENGLISH, purpose=Purpose.PREVIEW), "Preview: not for handing over"),
    ],
)
def test_drafts_and_previews_say_so_on_every_page(copy: PacketCopy, words: str, tmp_path: Path) -> None:
    pages = _page_texts(copy, tmp_path)
    assert len(pages) == 4
    assert all(words in page for page in pages)


def test_a_reviewed_translation_carries_no_draft_mark(tmp_path: Path) -> None:
    reviewed = dataclasses.replace(KHMER, translation=Translation.REVIEWED)
    assert not any("draft" in page for page in _page_texts(reviewed, tmp_path))


@pytest.mark.parametrize("entries", range(2, 7))
def test_consents_stand_together_below_their_head(entries: int, tmp_path: Path) -> None:
    pages = _page_texts(ENGLISH, tmp_path, entries)
    with_rows = [page for page in pages if "Asked for" in page or "not asked" in page]
    assert len(with_rows) == 1
    assert "Consent and assent" in with_rows[0]


def _page_texts(copy: PacketCopy, folder: Path, entries: int = 25) -> list[str]:
    drawn = folder / "drawn.pdf"
    drawn.write_bytes(draw_pages(rich_packet(entries=entries), copy).pdf)
    return page_texts(drawn, "")
