"""What pages for paper need: QR codes drawn as SVG, and cards with the day they were made."""

from dataclasses import dataclass
from datetime import datetime

import segno
from markupsafe import Markup

from app.recovery.printed_cards import PrintedCard


@dataclass(frozen=True, repr=False)
class ShownCard:
    """A recovery card about to be shown once, with its code drawn."""

    card: PrintedCard
    made_at: datetime
    qr: Markup


def shown(card: PrintedCard, made_at: datetime) -> ShownCard:
    """Return a card with its code drawn."""
    return ShownCard(card, made_at, qr(card.payload))


def qr(text: str) -> Markup:
    """Return a QR code as an SVG element: black on white, sized by its class, without inline style."""
    code = segno.make(text, error="m", micro=False)
    drawn = code.svg_inline(omitsize=True, svgclass="wh-qr", lineclass=None, dark="#000", light="#fff")
    return Markup(drawn)  # noqa: S704 - drawn by the library from squares; the text itself is not in it
