"""Reads the README and the pages of docs/: links, commands, settings and names that a reader would rely on."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.architecture.source import HOUSE, files

LINK = re.compile(r"\[[^\]\n]*\]\((?P<target>[^)\s]+)\)")
CODE = re.compile(r"^```.*?^```|`[^`\n]+`", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"\./wayhome[ ]+(?P<name>[a-z][a-z-]*)(?P<rest>[^\n`]*)")
OPTION = re.compile(r"--[a-z][a-z-]*")
HEADING = re.compile(r"^#+ +(.*)$", re.MULTILINE)
PICTURES = {".png", ".svg"}


@dataclass(frozen=True)
class Link:
    """A link of a page to something of ours. `anchor` is empty when it leads to the whole."""

    page: Path
    file: Path
    anchor: str


@dataclass(frozen=True)
class Command:
    """A command of the front door as a page cites it, with the options it names."""

    name: str
    options: frozenset[str]


def pages() -> list[Path]:
    """Return the README and every page of docs/."""
    return [HOUSE / "README.md", *(path for path in files("docs") if path.suffix == ".md")]


def links() -> list[Link]:
    """Return every relative link of every page."""
    return [link for page in pages() for link in _links(page)]


def _links(page: Path) -> Iterator[Link]:
    for match in LINK.finditer(page.read_text("utf-8")):
        file, _, anchor = match["target"].partition("#")
        if "://" not in match["target"] and not file.startswith("mailto:"):
            yield Link(page, (page.parent / file).resolve() if file else page, anchor)


def anchors(page: Path) -> set[str]:
    """Return the anchors that a page's headings make, in the way of GitHub: small letters, dashes for spaces."""
    headings = HEADING.findall(page.read_text("utf-8"))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def code(page: Path) -> list[str]:
    """Return what stands as code on a page, inline or in blocks, without its quotes."""
    return [found.strip("`") for found in CODE.findall(page.read_text("utf-8"))]


def commands() -> set[Command]:
    """Return every command of the front door that a page cites as code."""
    return {
        Command(match["name"], frozenset(OPTION.findall(match["rest"])))
        for page in pages()
        for piece in code(page)
        for match in COMMAND.finditer(piece)
    }


def rows(page: Path, *, of: int) -> list[tuple[str, ...]]:
    """Return the rows of a page's tables that have this many cells, headings left out."""
    lines = [line.strip() for line in page.read_text("utf-8").splitlines() if line.startswith("|")]
    cells = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines]
    under = [row for row, after in zip(cells, [*cells[1:], ()], strict=True) if after[:1] != ("---",)]
    return [row for row in under if len(row) == of and row[0] != "---"]
