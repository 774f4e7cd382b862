"""Draws the house from the contract of its rooms: one floor for each layer, in words of the rooms' own docstrings."""

import ast
import re
import tomllib
from html import escape
from pathlib import Path

from tests.architecture.source import HOUSE

DRAWING = HOUSE / "docs" / "house.svg"
BEGIN, END = "<!-- rooms: written by tests/architecture/generated.py -->", "<!-- to here -->"
FIRST_BELOW = "access"
"""The first layer under the rooms; it and all below are drawn by hand."""

LEFT, WIDTH, HEIGHT, STEP, GAP = 80, 660, 28, 32, 10
FRAME_TOP, MARGIN, TOP = 196, 42, 232
BELOW_HEIGHT = 336
"""How tall that is which lies below the rooms, the arrow's tip included."""
NAME_WIDTH = 118
LETTER_WIDTH = 7.8
"""How wide a small letter is on average, in the widest face that may stand in for the one asked for."""


def layers() -> list[list[str]]:
    """Return the rooms of each layer that the contract names, from under the roof down to the locks."""
    contracts = tomllib.loads((HOUSE / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    (rooms,) = [each for each in contracts if each["id"] == "rooms"]
    named = [re.findall(r"\w+", layer) for layer in rooms["layers"][1:]]
    return named[: named.index([FIRST_BELOW])]


def rooms_part() -> str:
    """Return the rooms as they are drawn."""
    drawn = []
    for number, names in enumerate(layers()):
        width = (WIDTH - GAP * (len(names) - 1)) // len(names)
        for place, name in enumerate(names):
            left, top = LEFT + place * (width + GAP), TOP + number * STEP
            drawn.append(f'  <rect class="room" x="{left}" y="{top}" width="{width}" height="{HEIGHT}"/>')
            drawn.append(f'  <text x="{left + 12}" y="{top + 19}">{name}</text>')
            said = escape(_said(name, width - NAME_WIDTH - 20), quote=False)
            if said:
                drawn.append(
                    f'  <text class="small" x="{left + 12 + NAME_WIDTH}" y="{top + 19}">{said}</text>'
                )
    return "\n".join(drawn)


def _said(name: str, width: int) -> str:
    """Return as much of what a room says it is as fits, cut where a clause ends."""
    said = (_docstring(HOUSE / "app" / name) or "").partition("\n")[0].rstrip(".").replace("`", "")
    while len(said) * LETTER_WIDTH > width:
        said = re.split(r"[,:;](?=[^,:;]*$)", said)[0] if re.search(r"[,:;]", said) else ""
    return said


def _docstring(room: Path) -> str | None:
    module = room / "__init__.py" if room.is_dir() else room.with_suffix(".py")
    return ast.get_docstring(ast.parse(module.read_text("utf-8")))


def redrawn(drawing: str) -> str:
    """Return a drawing with its rooms drawn anew, and what lies below them moved to where they end."""
    grown = len(layers()) * STEP
    before, _, rest = drawing.partition(BEGIN)
    _, _, after = rest.partition(END)
    drawing = f"{before}{BEGIN}\n{rooms_part()}\n  {END}{after}"
    for pattern, number in (
        (r'(viewBox="0 0 860 )\d+', FRAME_TOP + MARGIN + grown + BELOW_HEIGHT),
        (r'(id="rooms" [^>]*height=")\d+', MARGIN + grown),
        (r'(id="below" transform="translate\(0 )\d+', FRAME_TOP + MARGIN + grown),
        (r'(id="way" d="M812 120V)\d+', FRAME_TOP + MARGIN + grown + BELOW_HEIGHT - 36),
    ):
        drawing = re.sub(pattern, rf"\g<1>{number}", drawing, count=1)
    return drawing


def draw() -> None:
    """Bring the drawing up to date."""
    DRAWING.write_text(redrawn(DRAWING.read_text("utf-8")), "utf-8")
