"""Makes a PDF of the tests' sample packet twice in this process and prints how many milliseconds each took."""

import sys
import time
from pathlib import Path

from app.foundation.settings import PROJECT
from app.packets.document import PacketCopy, packet_html
from app.packets.file_making import make_packet_file
from app.packets.wording import Language
from app.vault.packet_signing import make_signing_identity
from app.vault.secrets import Passphrase
from tests.app.packets.packet_samples import NOW, rich_packet

FONTS = PROJECT / "app" / "static" / "fonts"
FACES = (
    ("Noto Sans", 400, "noto-sans-latin-400-normal.woff2"),
    ("Noto Sans", 700, "noto-sans-latin-700-normal.woff2"),
    ("Noto Sans Khmer", 400, "noto-sans-khmer-400.woff2"),
    ("Noto Sans Khmer", 700, "noto-sans-khmer-700.woff2"),
)


def bare() -> bytes:
    """Return the same pages as WeasyPrint makes them alone: same words, style, fonts and tags."""
    import weasyprint
    import weasyprint.text.fonts

    copy = PacketCopy(language=Language.ENGLISH, recipient_mark="R1", issued_at=NOW)
    css = Path(PROJECT / "app" / "packets" / "templates" / "packet.css").read_text("utf-8")
    faces = "".join(
        f'@font-face{{font-family:"{family}";font-weight:{weight};src:url("{(FONTS / file).as_uri()}")}}'
        for family, weight, file in FACES
    )
    style = faces + css.replace("FAMILIES", '"Noto Sans", "Noto Sans Khmer"')
    page = packet_html(rich_packet(), copy)
    fonts = weasyprint.text.fonts.FontConfiguration()
    sheet = weasyprint.CSS(string=style, font_config=fonts)
    made = weasyprint.HTML(string=page).write_pdf(
        stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/ua-1"
    )
    return bytes(made)


def whole() -> bytes:
    """Return the finished packet: drawn, encrypted and signed. The signing key is there already, as it is always."""
    return make_packet_file(
        rich_packet(),
        language=Language.ENGLISH,
        recipient_mark="R1",
        passphrase=Passphrase("lamp river market umbrella orange morning bicycle"),
        identity=IDENTITY,
        now=NOW,
    ).content


IDENTITY = make_signing_identity("Measurement", "Measurement", now=NOW, years=1)

if __name__ == "__main__":
    make = {"bare": bare, "whole": whole}[sys.argv[1]]
    for _ in ("first", "again"):
        began = time.perf_counter()
        if not make().startswith(b"%PDF"):
            raise SystemExit("no PDF was made")
        print((time.perf_counter() - began) * 1000)
