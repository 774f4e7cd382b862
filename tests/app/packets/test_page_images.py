"""The preview: one picture a page, of exactly the pages that leave."""

from io import BytesIO

import pytest
from PIL import Image

from app.packets.document import PacketCopy, Purpose
from app.packets.file_making import draw_pages, draw_preview
from app.packets.page_images import page_images
from app.packets.wording import Language
from tests.app.packets.packet_samples import NOW, rich_packet


def test_every_page_becomes_one_picture_of_a4_shape() -> None:
    preview = draw_preview(rich_packet(), language=Language.ENGLISH, recipient_mark="R1", now=NOW)
    pictures = page_images(preview.pdf, dots_per_inch=50)
    assert [picture.number for picture in pictures] == list(range(1, preview.pages + 1))
    for picture in pictures:
        assert picture.png.startswith(b"\x89PNG")
        assert abs(picture.height / picture.width - 297 / 210) < 0.01


@pytest.mark.parametrize(("purpose", "marked"), [(Purpose.PREVIEW, True), (Purpose.HANDOVER, False)])
def test_a_preview_is_marked_across_every_page_and_a_packet_is_not(purpose: Purpose, marked: bool) -> None:
    copy = PacketCopy(language=Language.ENGLISH, recipient_mark="R1", issued_at=NOW, purpose=purpose)
    for picture in page_images(draw_pages(rich_packet(), copy).pdf, dots_per_inch=50):
        middle = Image.open(BytesIO(picture.png)).convert("L")
        grey = middle.histogram()[0xE2]  # the shade of the mark in packet.css
        assert (grey > 4 * picture.width) is marked
