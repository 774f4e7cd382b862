"""Finds people by what was written of how they look: words in either language, sex, about what age, where."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from threading import RLock
from uuid import UUID

from icu4py.breakers import WordBreaker
from rapidfuzz import process
from rapidfuzz.distance import OSA

from app.foundation.hidden_characters import BREAK
from app.foundation.text_cleaning import ascii_digits, clean_text, khmer_order
from app.foundation.vocabulary.sexes import Sex
from app.name_matching.looks_words import is_listed, looks_word

OLDEST_YEARS = 25
"""A higher number in a question is no age of anybody we look for."""
YEARS_OFF = 1
"""How far an age that somebody guessed may lie outside another's guess."""

LOWEST_SHARE = 0.5
"""Whoever has less than this of what was asked is not meant."""
_ASIDE_WEIGHT = 0.5
"""What sex and age count beside one word: half the children have either."""
_SLIP_SHARE = 0.8
_SHORTEST_PREFIX, _SHORTEST_WITH_SLIP = 4, 5

_KHMER = re.compile("[\u1780-\u17d3\u17d7\u17dc\u17dd]")
_WORD = re.compile("[\u1780-\u17d3\u17d7\u17dc\u17dd]+|[^\\W_\u1780-\u17ff]+")
_AGE = re.compile(
    r"(?:about|around|approx|circa|age|aged|~|\bca?\.?|ប្រហែល|អាយុ)\s*(\d{1,2})(?!\d)"
    r"|(?<!\d)(\d{1,2})\s*(?:years?|yrs?|yo\b|y/o|ឆ្នាំ)"
)
_FEMALE = frozenset("girl female woman ស្រី ក្មេងស្រី កុមារី នារី".split())
_MALE = frozenset("boy male man lad ប្រុស ក្មេងប្រុស កុមារា បុរស".split())
_UNSAID = frozenset(
    "a an and at in of on or the to with without his her their he she they it is was are were has have had wear "
    "wearing wore about around approx circa age aged year yr yo old very who that this one two child kid from near by "
    "និង មាន នៅ ដែល ពាក់ ស្លៀក អាយុ ឆ្នាំ ប្រហែល ក្មេង កុមារ ជា លើ ក្នុង ម្នាក់ ហើយ".split()
)
"""Words that tell nobody from anybody."""


@dataclass(frozen=True)
class Described:
    """What is known of somebody's looks. `years` is the lowest and highest age on some day they were seen."""

    words: str = ""
    place: str = ""
    sex: Sex = Sex.NOT_KNOWN
    years: tuple[int, int] | None = None


@dataclass(frozen=True)
class Asked:
    """A question in parts: its words, and the sex and age it names; a bare number may be either word or age."""

    words: tuple[str, ...]
    sex: Sex = Sex.NOT_KNOWN
    age: int | None = None

    @property
    def is_empty(self) -> bool:
        """Whether it asks for nothing."""
        return not self.words and self.sex is Sex.NOT_KNOWN and self.age is None


@dataclass(frozen=True)
class Resemblance:
    """Somebody found: the share of what was asked that fits, 0–100, and the words that do."""

    subject: UUID
    score: int
    words: tuple[str, ...]


@dataclass(frozen=True)
class _Entry:
    looks: frozenset[str]
    place: frozenset[str]
    sex: Sex
    years: tuple[int, int] | None
    all: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "all", self.looks | self.place)


def words_of(text: str) -> tuple[str, ...]:
    """Return the telling words of a description, each once: folded, singular, Khmer cut by ICU's dictionary."""
    return tuple(word for word in _all_words(text) if word not in _UNSAID | _FEMALE | _MALE)


def written_as(text: str) -> dict[str, str]:
    """Return how a description writes each of its words, by the folded word."""
    return {looks_word(word): word for word in _cut(_plain(text))}


def age_said(text: str) -> int | None:
    """Return the age that words tell, such as 9 for "about 9"; None if they tell none."""
    found = _AGE.search(_plain(text))
    age = int(found[1] or found[2]) if found else None
    return age if age is not None and age <= OLDEST_YEARS else None


def asked_of(text: str) -> Asked:
    """Return what a question asks for."""
    words, said = _all_words(text), age_said(text)
    numbers = [int(word) for word in words if word.isdecimal() and len(word) <= 2]
    age = said if said is not None else next((number for number in numbers if number <= OLDEST_YEARS), None)
    telling = tuple(word for word in words if word not in _UNSAID | _FEMALE | _MALE and word != str(age))
    return Asked(telling, _sex_in(words), age)


def ages_fit(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Tell whether two spans of years may be the same child's, as people guess."""
    return one[0] - YEARS_OFF <= other[1] and other[0] - YEARS_OFF <= one[1]


class DescriptionIndex:
    """Descriptions of one base. Safe for several threads; holds words in clear, so its owner drops it in time."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._entries: dict[UUID, _Entry] = {}
        self._with_word: dict[str, set[UUID]] = {}

    def replace(self, subject: UUID, described: Described) -> None:
        """Put somebody in, or anew. Whoever nothing is written of is not in the index."""
        looks, place = frozenset(words_of(described.words)), frozenset(words_of(described.place))
        with self._lock:
            self.remove(subject)
            if not looks and described.sex is Sex.NOT_KNOWN and described.years is None:
                return
            entry = self._entries[subject] = _Entry(looks, place, described.sex, described.years)
            for word in entry.all:
                self._with_word.setdefault(word, set()).add(subject)

    def remove(self, subject: UUID) -> None:
        """Forget somebody; nothing happens if the index does not know them."""
        with self._lock:
            entry = self._entries.pop(subject, None)
            for word in entry.all if entry is not None else ():
                holders = self._with_word[word]
                holders.discard(subject)
                if not holders:
                    del self._with_word[word]

    def looks_of(self, subject: UUID) -> frozenset[str]:
        """Return the telling words of somebody's looks."""
        entry = self._entries.get(subject)
        return entry.looks if entry is not None else frozenset()

    def rare_words(self, words: Iterable[str], *, most_share: float, at_least: int) -> frozenset[str]:
        """Return those of the words that few have: what everybody has tells nobody from anybody."""
        with self._lock:
            most = max(most_share * len(self._entries), at_least)
            return frozenset(word for word in words if len(self._with_word.get(word, ())) <= most)

    def sharing(self, words: Iterable[str]) -> dict[UUID, frozenset[str]]:
        """Return who has any of these very words in their looks, and which."""
        wanted = frozenset(words)
        with self._lock:
            holders = set().union(*(self._with_word.get(word, ()) for word in wanted)) if wanted else set()
            shared = {subject: self._entries[subject].looks & wanted for subject in holders}
        return {subject: common for subject, common in shared.items() if common}

    def search(self, asked: Asked) -> list[Resemblance]:
        """Return everybody who has at least half of what was asked and contradicts none of it, best first.

        With words, at least one must fit; without, sex and age alone decide.
        """
        if asked.is_empty:
            return []
        with self._lock:
            holders = [self._holders(word) for word in asked.words]
            found = set().union(*holders) if holders else set(self._entries)
            scored = [self._resemblance(subject, asked, holders) for subject in found]
        best = [one for one in scored if one is not None]
        return sorted(best, key=lambda one: (-one.score, one.subject))

    def _holders(self, word: str) -> dict[UUID, float]:
        """Return who has a word, one like it, or one that begins with it or holds it, and how well that fits."""
        fits = {known: 1.0 for known in self._with_word if _is_in(word, known)}
        may_slip = word.isascii() and word.isalpha() and len(word) >= _SHORTEST_WITH_SLIP
        if may_slip and not is_listed(word) and word not in self._with_word:
            near = process.extract(
                word, self._with_word.keys(), scorer=OSA.distance, score_cutoff=1, limit=None
            )
            fits = dict.fromkeys((known for known, _, _ in near), _SLIP_SHARE) | fits
        found: dict[UUID, float] = {}
        for known, fit in fits.items():
            for subject in self._with_word[known]:
                found[subject] = max(fit, found.get(subject, 0.0))
        return found

    def _resemblance(
        self, subject: UUID, asked: Asked, holders: list[dict[UUID, float]]
    ) -> Resemblance | None:
        entry = self._entries[subject]
        aside = _aside(entry, asked)
        if aside is None:
            return None
        reached, wanted = aside
        total = len(asked.words) + wanted
        share = (sum(one.get(subject, 0.0) for one in holders) + reached) / total
        if share < LOWEST_SHARE:
            return None
        words = tuple(word for word, one in zip(asked.words, holders, strict=True) if subject in one)
        return Resemblance(subject, round(100 * share), words)


def _aside(entry: _Entry, asked: Asked) -> tuple[float, float] | None:
    """Return what sex and age reach of what they count; None if either says that it is somebody else."""
    reached = wanted = 0.0
    if asked.sex is not Sex.NOT_KNOWN:
        wanted += _ASIDE_WEIGHT
        if entry.sex not in (asked.sex, Sex.NOT_KNOWN, Sex.ANOTHER):
            return None
        reached += _ASIDE_WEIGHT * (entry.sex is asked.sex)
    if asked.age is not None:
        wanted += _ASIDE_WEIGHT
        fits = entry.years is not None and ages_fit(entry.years, (asked.age, asked.age))
        if entry.years is not None and not fits and str(asked.age) not in entry.all:
            return None
        reached += _ASIDE_WEIGHT * (fits or str(asked.age) in entry.all)
    return reached, wanted


def _is_in(word: str, known: str) -> bool:
    """Tell whether a word that was asked for means one that is known: Khmer parts are found inside, others in front."""
    if word == known:
        return True
    if _KHMER.search(word):
        return len(word) > 1 and (word in known or (len(known) > 2 and known in word))
    return len(word) >= _SHORTEST_PREFIX and known.startswith(word)


def _all_words(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(looks_word(word) for word in _cut(_plain(text))))


def _plain(text: str) -> str:
    """Return words as they are compared: one encoding, one case, digits of every script as 0–9."""
    return (
        ascii_digits(khmer_order(clean_text(text.replace(BREAK, " ")))).casefold().replace("t-shirt", "shirt")
    )


def _cut(text: str) -> Iterable[str]:
    for run in _WORD.findall(text):
        if _KHMER.match(run):
            yield from WordBreaker(run, "km")
        else:
            yield run


def _sex_in(words: Iterable[str]) -> Sex:
    said = set(words)
    is_female, is_male = bool(said & _FEMALE), bool(said & _MALE)
    if is_female == is_male:
        return Sex.NOT_KNOWN
    return Sex.FEMALE if is_female else Sex.MALE
