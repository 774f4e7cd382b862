"""Says which words are held back until a person has read them, and why; the defaults follow what the packet asks.

These are rules of thumb over free words. They only decide where a switch stands at first, and are told beside it.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from enum import StrEnum
from uuid import UUID

from app.children.name_index import names_in
from app.packets.contents import ChronologyEntry, HowKnown, ImmediateSafety
from app.packets.fields import Section, entry_key
from app.packets.happenings import NOTE
from app.unit_of_work import UnitOfWork


class Caution(StrEnum):
    """Why an entry is held back at first."""

    NOTE = "note"
    SLEEPING_PLACE = "sleeping-place"
    HEALTH = "health"
    NAMES_A_CHILD = "names-a-child"
    REPORT = "report"


_SLEEPS = re.compile(
    r"\b(?:a?sle(?:ep|eps|eping|pt)|spends? the nights?|stays?|lives?|living)\b[^.!?\n]{0,12}?"
    r"\b(?:at|in|on|by|near|with|behind|under|beside|inside|outside|above|below|home)\b"
    r"|(?:គេង|ដេក|ស្នាក់|រស់)នៅ(?!ឯណា|ទីណា|កន្លែងណា)",
    flags=re.IGNORECASE,
)
_HEALTH = re.compile(
    r"\b(?:HIV|AIDS|hospital|clinic|doctor|nurse|medicines?|medication|tablets|diagnos\w+|pregnan\w+|epilep\w+"
    r"|asthma|tuberculosis|infection|illness|counsell\w+|suicid\w+|abortion)\b"
    r"|ជំងឺ|ពេទ្យ|ថ្នាំពេទ្យ|មានផ្ទៃពោះ|អេដស៍",
    flags=re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{3,}")
_SAY_NOTHING = frozenset(
    "please check tonight whether find know where when what that this with from into have been were they them then "
    "their there about child children girl boys girls mother father police unit today tomorrow asked asks look there "
    "night evening morning could would should help bring safety take takes taken seen tell told still will same "
    "before after near the and who man men boy woman women his her him she was are has had for not you out all can "
    "may any our one two but how why did does its came come goes went called call named name".split()
)
_ENOUGH_WORDS = 2
DANGER = f"{Section.SAFETY.value}.danger"
_PERSON = re.compile(
    r"\b(man|men|woman|women|lady|couple|stranger|foreigner|tourist|driver|guard|owner|manager|boss|seller|broker"
    r"|uncle|aunt|stepfather|stepmother|teacher|officer)\b|(បុរស|ស្ត្រី|ជនបរទេស|អ្នកបើកបរ|ម្ចាស់)",
    flags=re.IGNORECASE,
)
"""Who a request may be about, and is then called by in what was seen: "the man" on the motorbike."""


def other_names(work: UnitOfWork, base_id: UUID, child_id: UUID) -> frozenset[str]:
    """Return the full names, folded, of the base's other children: those that nobody else has by chance."""
    return frozenset(
        name.casefold()
        for names in names_in(work, [base_id])
        for known in list(names.known.values())
        if known.id != child_id
        for name in (known.facts.latin, known.facts.local)
        if len(name.split()) > 1
    )


def cautions_for(
    entries: Sequence[ChronologyEntry],
    *,
    request: str,
    safety: ImmediateSafety | None = None,
    others: Collection[str] = (),
) -> dict[str, str]:
    """Return why an entry, or the danger, is held back at first, by its key; the others leave.

    Notes are held back because many are opinions, except those in which our worker saw somebody the request is about.
    """
    asked_about = _telling(request)
    people = _telling(" ".join(entry.involved or "" for entry in entries)) & asked_about | _persons(request)
    found: dict[str, str] = {}
    danger = _of_words((safety.danger if safety is not None else None) or "", others)
    if danger is not None:
        found[DANGER] = danger.value
    for number, entry in enumerate(entries, 1):
        caution = _caution(entry, others) or _of_note(entry, asked_about, people)
        if caution is not None:
            found[entry_key(entry, number)] = caution.value
    return found


def _caution(entry: ChronologyEntry, others: Collection[str]) -> Caution | None:
    if entry.how_known is HowKnown.REPORTED:
        return Caution.REPORT
    return _of_words("\n".join(words_of(entry)), others)


def _of_words(words: str, others: Collection[str]) -> Caution | None:
    folded = words.casefold()
    if any(name in folded for name in others):
        return Caution.NAMES_A_CHILD
    if _SLEEPS.search(words):
        return Caution.SLEEPING_PLACE
    return Caution.HEALTH if _HEALTH.search(words) else None


def _of_note(entry: ChronologyEntry, asked_about: Collection[str], people: Collection[str]) -> Caution | None:
    if not entry.origin or entry.origin[0].table != NOTE:
        return None
    words = _telling(entry.text) | _persons(entry.text)
    is_asked_about = len(words & set(asked_about)) >= _ENOUGH_WORDS or bool(words & set(people))
    return None if entry.how_known is HowKnown.SEEN and is_asked_about else Caution.NOTE


def _persons(text: str) -> frozenset[str]:
    return frozenset(found[0].casefold() for found in _PERSON.finditer(text))


def words_of(entry: ChronologyEntry) -> Iterable[str]:
    """Yield the free words of an entry."""
    named = (entry.text, entry.translation, entry.question, entry.demeanour, entry.involved, entry.place)
    return (text for text in named if text)


def _telling(text: str) -> frozenset[str]:
    """Return the words of a text that say which person or thing it is about."""
    return frozenset(word.casefold() for word in _WORD.findall(text)) - _SAY_NOTHING
