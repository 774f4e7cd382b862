"""Collects every string a page may show, and reads and compiles the Khmer catalogue.

`python -m tests.architecture.catalogue` brings `messages.po` up to date and compiles it.
"""

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PROJECT = Path(__file__).resolve().parents[2]
TRANSLATIONS = PROJECT / "app" / "translations"
PO = TRANSLATIONS / "km" / "LC_MESSAGES" / "messages.po"
MO = PO.with_suffix(".mo")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "N_": None,
}


def extracted() -> Catalog:
    """Return the catalogue of every string in the code and the templates."""
    with (TRANSLATIONS / "mapping.cfg").open() as handle:
        methods, options = parse_mapping_cfg(handle)  # type: ignore[no-untyped-call]  # Babel leaves it untyped
    catalogue = Catalog(project="Wayhome", charset="utf-8")
    found = extract_from_dir(PROJECT, methods, options, KEYWORDS, strip_comment_tags=True)
    for file, line, message, comments, context in found:
        if file.startswith(("app/", "views/", "forms/")):
            catalogue.add(message, None, [(file, line)], auto_comments=comments, context=context)
    return catalogue


def khmer() -> Catalog:
    """Return the Khmer catalogue as checked in."""
    with PO.open("rb") as handle:
        return read_po(handle, locale="km")


def bring_up_to_date() -> None:
    """Add new strings, drop old ones, and compile. Nothing is guessed: a changed string is untranslated."""
    catalogue = khmer() if PO.exists() else Catalog(locale="km", project="Wayhome", charset="utf-8")
    catalogue.update(extracted(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.fuzzy = False
    catalogue.header_comment = "# Khmer words of Wayhome: a draft that needs a native reader's review."
    with PO.open("wb") as handle:
        write_po(handle, catalogue, width=110, no_location=True, sort_output=True)
    with MO.open("wb") as handle:
        write_mo(handle, catalogue)


if __name__ == "__main__":
    bring_up_to_date()
