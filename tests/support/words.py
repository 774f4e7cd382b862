"""Patterns of the words that wrong a child or a family, in ROT13, so that this file too is free of them."""

import codecs
import re


def _pattern(*encoded: str) -> re.Pattern[str]:
    return re.compile("|".join(codecs.decode(part, "rot13") for part in encoded), re.IGNORECASE)


NEVER = _pattern(
    r"puvyq[ -]cebfgvghg",
    r"\ocebfgvghgrf?\o",
    r"\ofrk[ -]jbexref?\o",
    r"puvyq[ -]cbea",
    r"\ofgerrg[ -]xvqf?\o",
    r"\oorttnef?\o",
    r"\ocn?rqbcuvyr",
    r"\oqeht[ -]nqqvpgf?\o",
)
"""Nowhere in the house, in any letter case."""

NEVER_TO_READERS = _pattern(r"\o(pyvrag|phfgbzre)f?\o")
"""Harmless in code; never of a person who pays to abuse a child, so never where people read."""
