"""Turns packet HTML into a tagged PDF (PDF/UA-1) with the shipped fonts, touching neither network nor files.

The only module that imports WeasyPrint.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import resources
from io import BytesIO
from typing import Any

from fontTools.ttLib import woff2

from app.foundation.errors import WayhomeError

FONT_SCHEME = "packet-font"
PDF_VARIANT = "pdf/ua-1"


class PdfLibraryMissing(WayhomeError):
    """PDF files cannot be made here. Likely cause: Pango is not installed; the message is the command to run."""

    code = "pdf-library-missing"


class PageDrawingFailed(WayhomeError):
    """The pages could not be made. Likely cause: a shipped font file is missing from the installation."""

    code = "page-drawing-failed"


@dataclass(frozen=True)
class Rendering:
    """An unencrypted, unsigned PDF and its number of pages."""

    pdf: bytes
    pages: int


@dataclass(frozen=True, kw_only=True)
class TextAttachment:
    """Plain text attached to the PDF; `name` is a neutral file name."""

    name: str
    text: str
    description: str


@dataclass(frozen=True)
class _FontSubset:
    """One shipped subset of a Noto family: the characters that need it, and its file for each weight."""

    family: str
    ranges: tuple[tuple[str, str], ...]
    files: tuple[tuple[int, str], ...]

    def wanted_by(self, characters: frozenset[str]) -> bool:
        """Tell whether any of the characters is in the subset's ranges."""
        return any(first <= character <= last for character in characters for first, last in self.ranges)


_LATIN = _FontSubset(
    family="Noto Sans",
    ranges=(("\u0020", "\u00ff"),),
    files=((400, "noto-sans-latin-400-normal.woff2"), (700, "noto-sans-latin-700-normal.woff2")),
)
# A document includes only the subsets it needs, because unpacking a WOFF2 file is the slow part.
_SUBSETS = (
    _LATIN,
    _FontSubset(
        family="Noto Sans Khmer",
        ranges=(("\u1780", "\u17ff"), ("\u19e0", "\u19ff")),
        files=((400, "noto-sans-khmer-400.woff2"), (700, "noto-sans-khmer-700.woff2")),
    ),
    _FontSubset(
        family="Noto Sans Extended",
        ranges=(("\u0100", "\u02ba"), ("\u1e00", "\u1eff"), ("\u20a0", "\u20ab"), ("\u20ad", "\u20c0")),
        files=((400, "noto-sans-latin-ext-400-normal.woff2"), (700, "noto-sans-latin-ext-700-normal.woff2")),
    ),
)
_FONT_FILES = frozenset(name for subset in _SUBSETS for _, name in subset.files)


def render_pdf(html: str, *, made_at: datetime, attachments: tuple[TextAttachment, ...] = ()) -> Rendering:
    """Return the PDF of a packet document; the same input gives the same bytes.

    Raises PdfLibraryMissing when Pango is not installed, PageDrawingFailed when a shipped font is missing.
    """
    weasyprint = _weasyprint()
    missing_fonts: set[str] = set()
    fetcher = _fonts_only_fetcher(weasyprint, missing_fonts)
    # @font-face is silently ignored unless stylesheet and document share one font configuration.
    fonts = weasyprint.text.fonts.FontConfiguration()
    style = weasyprint.CSS(string=_style_for(html), font_config=fonts, url_fetcher=fetcher)
    document = weasyprint.HTML(string=html, url_fetcher=fetcher).render(
        font_config=fonts, stylesheets=[style], pdf_variant=PDF_VARIANT
    )
    if missing_fonts:
        raise PageDrawingFailed(files=sorted(missing_fonts))
    attached = [_attachment(weasyprint, text, made_at, fetcher) for text in attachments]
    identifier = hashlib.sha256(f"{made_at.isoformat()}\n{html}".encode()).digest()[:16]
    pdf: bytes = document.write_pdf(pdf_variant=PDF_VARIANT, pdf_identifier=identifier, attachments=attached)
    return Rendering(pdf=pdf, pages=len(document.pages))


def _weasyprint() -> Any:
    """Import WeasyPrint when first needed, so that everything else works where Pango is missing."""
    try:
        import weasyprint
        import weasyprint.text.fonts
    except OSError as problem:
        raise PdfLibraryMissing(
            "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
        ) from problem
    return weasyprint


def _fonts_only_fetcher(weasyprint: Any, missing_fonts: set[str]) -> Any:
    """Return a fetcher that knows the shipped fonts by name and refuses every address.

    WeasyPrint hides the errors that a fetcher raises, so shipped fonts that cannot be read are listed in
    `missing_fonts`.
    """

    class FontsOnly(weasyprint.urls.URLFetcher):
        def fetch(self, url: str, headers: object = None) -> Any:  # noqa: ARG002 - WeasyPrint's signature
            scheme, _, name = url.partition(":")
            if scheme != FONT_SCHEME or name not in _FONT_FILES:
                raise ValueError("a packet fetches nothing")
            try:
                data = _unpacked_font(name)
            except OSError:
                missing_fonts.add(name)
                raise
            return weasyprint.urls.URLFetcherResponse(url, data, {"Content-Type": "font/ttf"})

    return FontsOnly()


def _attachment(weasyprint: Any, text: TextAttachment, made_at: datetime, fetcher: Any) -> Any:
    return weasyprint.Attachment(
        string=text.text,
        name=text.name,
        description=text.description,
        created=made_at,
        modified=made_at,
        relationship="Alternative",
        url_fetcher=fetcher,
    )


@cache
def _unpacked_font(name: str) -> bytes:
    """Return a shipped font as plain TrueType, unpacked once per process and not once per packet."""
    unpacked = BytesIO()
    woff2.decompress(BytesIO((resources.files("app") / "static" / "fonts" / name).read_bytes()), unpacked)
    return unpacked.getvalue()


def _style_for(html: str) -> str:
    """Return the stylesheet with a font face for each subset the document needs."""
    css = (resources.files("app.packets") / "templates" / "packet.css").read_text(encoding="utf-8")
    characters = frozenset(html)
    wanted = [subset for subset in _SUBSETS if subset is _LATIN or subset.wanted_by(characters)]
    faces = "".join(
        f'@font-face{{font-family:"{subset.family}";font-weight:{weight};src:url("{FONT_SCHEME}:{file}")}}\n'
        for subset in wanted
        for weight, file in subset.files
    )
    families = ", ".join(f'"{subset.family}"' for subset in wanted)
    return faces + css.replace("FAMILIES", families)
