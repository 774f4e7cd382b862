"""Everything Wayhome says in Khmer, beside the English it was made from, and the glossary both are held to."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.packets import coded_words
from app.packets.wording import Language, words_in
from tests.architecture.catalogue import PROJECT, TRANSLATIONS, khmer

GLOSSARY = TRANSLATIONS / "km" / "glossary.tsv"
PACKS = (PROJECT / "app" / "bases" / "packs", PROJECT / "app" / "instruments" / "packs")
_VERSION = re.compile(r"(.+)-v(\d+)\.json")
_REMARK = re.compile(r"\s*\([^)]*\)|\s*\+.*")


@dataclass(frozen=True)
class Said:
    """One Khmer text, its English (both numbers of a plural), and where it stands.

    A context tells the less usual meaning of a word that has two, so a term that is a whole text is not meant by it.
    """

    where: str
    english: tuple[str, ...]
    khmer: str
    context: str = ""

    def __str__(self) -> str:
        return f"{self.where}: {self.english[0]!r} says {self.khmer!r}"


@dataclass(frozen=True)
class Term:
    """A term of the glossary: the English it is found by, the Khmer that holds it, what never stands for it."""

    english: str
    whole_texts: frozenset[str]
    forms: tuple[str, ...]
    holds: tuple[str, ...]
    never: tuple[str, ...]


def on_screens() -> list[Said]:
    """Return every entry of the catalogue."""
    found = []
    for message in khmer():
        if message.id:
            ids = message.id if isinstance(message.id, (list, tuple)) else [message.id]
            texts = message.string if isinstance(message.string, (list, tuple)) else [message.string]
            where = f"catalogue ({message.context})" if message.context else "catalogue"
            found += [Said(where, tuple(map(str, ids)), str(text), message.context or "") for text in texts]
    return found


def in_packets() -> list[Said]:
    """Return every phrase of a packet and every coded answer that it says in Khmer."""
    english, said = words_in(Language.ENGLISH), words_in(Language.KHMER)
    phrases = [Said(f"packet {key}", (english[key],), said[key]) for key in said if said[key]]
    answers = coded_words.all_answers()
    return phrases + [Said("packet, coded answer", (label,), text) for label, text in answers]


def in_packs() -> list[Said]:
    """Return every text of the newest version of each pack; earlier versions stay as they were asked."""
    newest: dict[str, Path] = {}
    for path in sorted((path for folder in PACKS for path in folder.glob("*.json")), key=_version):
        if not path.stem.endswith("-areas"):
            newest[_name(path)] = path
    return [
        said for path in newest.values() for said in _texts(json.loads(path.read_text("utf-8")), path.name)
    ]


def terms() -> list[Term]:
    """Return the glossary's terms."""
    lines = [line for line in GLOSSARY.read_text("utf-8").splitlines() if not line.startswith("#")]
    rows = (line.split("\t") for line in lines[1:])
    return [
        _term(english, said, found_as, also, never) for english, said, _, _, found_as, also, never in rows
    ]


def _term(english: str, said: str, found_as: str, also: str, never: str) -> Term:
    forms = _listed(found_as)
    return Term(
        english=english,
        whole_texts=frozenset(form[1:] for form in forms if form.startswith("=")),
        forms=tuple(form for form in forms if not form.startswith("=")),
        holds=(_REMARK.sub("", said).strip(), *_listed(also)),
        never=_listed(never),
    )


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)


def _name(path: Path) -> str:
    match = _VERSION.fullmatch(path.name)
    return match[1] if match else path.stem


def _version(path: Path) -> int:
    match = _VERSION.fullmatch(path.name)
    return int(match[2]) if match else 0


def _texts(content: Any, where: str) -> Iterator[Said]:
    if isinstance(content, dict) and "km" in content:
        yield Said(where, (content["en"],), content["km"])
    elif isinstance(content, dict):
        for key, part in content.items():
            yield from _texts(part, f"{where} {key}")
    elif isinstance(content, list):
        for number, part in enumerate(content):
            yield from _texts(part, f"{where}/{number}")
