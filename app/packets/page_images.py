"""Draws the pages of an unencrypted rendering as PNG, so that the preview shows exactly what leaves."""

from dataclasses import dataclass
from io import BytesIO
from threading import Lock

import pypdfium2

POINTS_PER_INCH = 72
_DEFAULT_DOTS_PER_INCH = 96

# PDFium is not safe to use from two threads at once, even in different documents.
_one_at_a_time = Lock()


@dataclass(frozen=True)
class PageImage:
    """One page as PNG; sizes in pixels, numbers from 1."""

    number: int
    width: int
    height: int
    png: bytes


def page_images(pdf: bytes, *, dots_per_inch: int = _DEFAULT_DOTS_PER_INCH) -> tuple[PageImage, ...]:
    """Return every page of an unencrypted PDF as an image, in order."""
    with _one_at_a_time:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return tuple(
                _page_image(document, index, dots_per_inch / POINTS_PER_INCH)
                for index in range(len(document))
            )
        finally:
            document.close()


def _page_image(document: pypdfium2.PdfDocument, index: int, scale: float) -> PageImage:
    picture = document[index].render(scale=scale).to_pil()
    output = BytesIO()
    # Level 1 takes a third of the default's time for a tenth more bytes, and the image is shown once.
    picture.save(output, format="PNG", compress_level=1)
    return PageImage(number=index + 1, width=picture.width, height=picture.height, png=output.getvalue())
