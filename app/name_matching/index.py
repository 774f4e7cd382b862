"""An index of names held in memory: finds people by how a name sounds, in either script, allowing for typos."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cache, partial
from itertools import product
from threading import RLock
from uuid import UUID

from app.name_matching.folding import name_words, word_key, words_keys
from app.name_matching.key_table import KeyTable
from app.name_matching.scoring import LOWEST_SIMILARITY, final_score, highest_final, keys_score, weight
from app.name_matching.titles import without_titles

LOWEST_SCORE = 60
"""Matches below this are noise."""

GOOD_SCORE = 75
"""Once somebody is found this well, people who share one word only are left out."""

_LEVELS = (100.0, 90.0, 80.0, 72.0, 65.0, LOWEST_SIMILARITY)
"""Similar keys are taken level by level, so that the search can end when nothing better can follow."""

_Level = tuple[float, Callable[[], set[int]]]
"""A similarity, and how to get the people who have a key as similar as that."""

_SMALL_SCOPE = 4_000
_SHORTEST_PART = 2
_OTHER_READING_COST = 3.0

Allowed = Callable[[UUID], bool] | AbstractSet[UUID] | None
"""Who may be found: a test, a set, or None for everybody in the index."""


@dataclass(frozen=True)
class NameEntry:
    """One person and every form of their names: working name, nickname, romanised and local script."""

    subject: UUID
    forms: tuple[str, ...]


@dataclass(frozen=True)
class Match:
    """A person found: score 0–100 and the form that matched best."""

    subject: UUID
    score: int
    form: str


_Form = tuple[tuple[str, ...], str, str]
"""One form of a name: its keys, its words as typed, its text. Plain tuples: the garbage collector skips them."""


@dataclass(frozen=True)
class _Reading:
    """One way to read a query: its words as keys, and for each the keys in the index that are similar."""

    keys: tuple[str, ...]
    similar: tuple[dict[str, float], ...]
    cost: float = 0.0
    weights: tuple[int, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "weights", tuple(map(weight, self.keys)))

    def score(self, form_keys: Sequence[str]) -> float:
        return keys_score(self.weights, self.similar, form_keys) - self.cost

    def highest(self, reached: Mapping[int, float]) -> int:
        """Return the best final score if the words at some places reach these similarities, the rest all."""
        total = sum(weight * reached.get(place, 100.0) for place, weight in enumerate(self.weights))
        return highest_final(total / sum(self.weights) - self.cost)


@dataclass
class _Scope:
    """Limits candidates to the people who may be found, before anything is ranked."""

    subjects: list[UUID | None]
    numbers: dict[UUID, int]
    allowed: Allowed
    _small: set[int] | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        if isinstance(self.allowed, AbstractSet) and len(self.allowed) <= _SMALL_SCOPE:
            self._small = {self.numbers[subject] for subject in self.allowed if subject in self.numbers}

    def cut(self, candidates: set[int]) -> set[int]:
        if self._small is not None:
            return candidates & self._small
        allowed = self.allowed
        if allowed is None:
            return candidates
        may = allowed.__contains__ if isinstance(allowed, AbstractSet) else allowed
        subjects = self.subjects
        return {number for number in candidates if (found := subjects[number]) is not None and may(found)}


class NameIndex:
    """Names of one base. Safe for several threads; holds names in clear, so its owner drops it in time."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._numbers: dict[UUID, int] = {}
        self._subjects: list[UUID | None] = []
        self._forms: list[tuple[_Form, ...]] = []
        self._people_by_key: dict[str, set[int]] = {}
        self._keys = KeyTable()
        self._words = KeyTable()
        self._word_uses: Counter[str] = Counter()

    @classmethod
    def build(cls, entries: Iterable[NameEntry]) -> "NameIndex":
        """Return an index of the entries; a later entry of the same subject replaces the earlier."""
        index = cls()
        for entry in entries:
            index.replace(entry)
        return index

    def __len__(self) -> int:
        return len(self._numbers)

    def replace(self, entry: NameEntry) -> None:
        """Put one person's names in place of whatever the index held of them."""
        forms = tuple(
            (words_keys(words), " ".join(words), text) for text in entry.forms if (words := name_words(text))
        )
        with self._lock:
            self.remove(entry.subject)
            number = len(self._subjects)
            self._numbers[entry.subject] = number
            self._subjects.append(entry.subject)
            self._forms.append(forms)
            for key in _all_keys(forms):
                self._add(key, number)
            self._count_words(forms)

    def remove(self, subject: UUID) -> None:
        """Forget a person; nothing happens if the index does not know them."""
        with self._lock:
            number = self._numbers.pop(subject, None)
            if number is None:
                return
            for key in _all_keys(self._forms[number]):
                people = self._people_by_key[key]
                people.discard(number)
                if not people:
                    del self._people_by_key[key]
                    self._keys.remove(key)
            self._discount_words(self._forms[number])
            self._subjects[number] = None
            self._forms[number] = ()

    def search(self, query: str, *, limit: int, allowed: Allowed) -> list[Match]:
        """Return at most `limit` people whose names resemble the query, best first.

        The candidates are cut to `allowed` before they are scored, so that nobody outside shows in the
        ranking, the count or a gap. Codes are looked up elsewhere.
        """
        plain = " ".join(name_words(query))
        with self._lock:
            scope = _Scope(self._subjects, self._numbers, allowed)
            best = _Best(limit)
            for reading in self._readings(query):
                self._search_reading(reading, scope, plain, best)
        return best.matches()

    def _add(self, key: str, number: int) -> None:
        people = self._people_by_key.get(key)
        if people is None:
            self._people_by_key[key] = {number}
            self._keys.add(key)
        else:
            people.add(number)

    def _count_words(self, forms: tuple[_Form, ...]) -> None:
        for word in _all_words(forms):
            if word not in self._word_uses:
                self._words.add(word)
            self._word_uses[word] += 1

    def _discount_words(self, forms: tuple[_Form, ...]) -> None:
        for word in _all_words(forms):
            self._word_uses[word] -= 1
            if not self._word_uses[word]:
                del self._word_uses[word]
                self._words.remove(word)

    def _readings(self, query: str) -> list[_Reading]:
        """Return the query as written, and as one word if it is several, or several if it is one."""
        words = without_titles(name_words(query))
        if not words:
            return []
        readings = [self._reading(words)]
        if len(words) > 1:
            readings.append(self._reading(("".join(words),), cost=_OTHER_READING_COST))
        else:
            readings.extend(self._split(words[0]))
        return readings

    def _reading(self, words: tuple[str, ...], *, cost: float = 0.0) -> _Reading:
        return _Reading(tuple(map(word_key, words)), tuple(map(self._similar, words)), cost)

    def _similar(self, word: str) -> dict[str, float]:
        """Return the keys that resemble a word, by sound or by one slip in the letters, best first."""
        similar = self._keys.similar(word_key(word))
        for other, likeness in self._words.similar(word, furthest=1).items():
            key = word_key(other)
            if key in self._people_by_key:
                similar[key] = max(likeness, similar.get(key, 0.0))
        return dict(sorted(similar.items(), key=lambda item: -item[1]))

    def _split(self, word: str) -> Iterable[_Reading]:
        """Yield the word as two known names written together, as Khmer often is."""
        for at in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
            first, second = word_key(word[:at]), word_key(word[at:])
            together = self._people_by_key.get(first, set()) & self._people_by_key.get(second, set())
            if together and first != second:
                yield _Reading((first, second), ({first: 100.0}, {second: 100.0}), _OTHER_READING_COST)

    def _search_reading(self, reading: _Reading, scope: _Scope, plain: str, best: "_Best") -> None:
        """Add the people who match a reading, the likeliest first, until nobody better can follow."""
        seen: set[int] = set()
        for highest, people in self._tiers(reading):
            if not best.has_room_for(highest):
                break
            candidates = scope.cut(people() - seen)
            seen |= candidates
            self._score(candidates, reading, plain, best, highest=highest)
        if len(reading.keys) > 1 and not best.has_good_match():
            self._search_single_words(reading, scope, plain, best)

    def _search_single_words(self, reading: _Reading, scope: _Scope, plain: str, best: "_Best") -> None:
        """Add people who share one word of several: a nickname, or half a name."""
        for place, similar in enumerate(reading.similar):
            others = {other: 0.0 for other in range(len(reading.keys)) if other != place}
            for level, people in self._levels(similar):
                highest = reading.highest(others | {place: level})
                if not best.has_room_for(highest):
                    break
                self._score(scope.cut(people()), reading, plain, best, highest=highest)

    def _tiers(self, reading: _Reading) -> Iterator[tuple[int, Callable[[], set[int]]]]:
        """Yield groups of people who have the two weightiest words, each with its highest score, best first."""
        places = sorted(range(len(reading.keys)), key=lambda place: -reading.weights[place])[:2]
        choices = [self._levels(reading.similar[place]) for place in places]
        tiers = [
            (
                reading.highest({place: level for place, (level, _) in zip(places, choice, strict=True)}),
                choice,
            )
            for choice in product(*choices)
        ]
        for highest, choice in sorted(tiers, key=lambda tier: -tier[0]):
            yield highest, partial(_in_all, choice)

    def _levels(self, similar: dict[str, float]) -> list[_Level]:
        """Return for each level of similarity how to get the people with a key of that level."""
        levels: list[_Level] = []
        for lowest, above in zip(_LEVELS, (101, *_LEVELS), strict=False):
            keys = [key for key, likeness in similar.items() if lowest <= likeness < above]
            if keys:
                levels.append((similar[keys[0]], cache(partial(self._people, tuple(keys)))))
        return levels

    def _people(self, keys: tuple[str, ...]) -> set[int]:
        return set().union(*(self._people_by_key[key] for key in keys))

    def _score(
        self, candidates: set[int], reading: _Reading, plain: str, best: "_Best", *, highest: int
    ) -> None:
        """Offer each candidate's forms, leaving out those that cannot come among the best."""
        scores: dict[tuple[str, ...], tuple[float, int]] = {}
        for number in candidates:
            if not best.has_room_for(highest):
                return
            for keys, form_plain, text in self._forms[number]:
                if keys not in scores:
                    from_keys = reading.score(keys)
                    scores[keys] = from_keys, highest_final(from_keys)
                from_keys, at_most = scores[keys]
                if best.has_room_for(at_most):
                    subject = self._subjects[number]
                    if subject is not None:
                        best.offer(Match(subject, final_score(from_keys, plain, form_plain), text))


class _Best:
    """The best matches so far, one a person, at most twice as many as were asked for."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._floor = LOWEST_SCORE - 1
        self._found: dict[UUID, Match] = {}

    def has_room_for(self, score: int) -> bool:
        return score > self._floor

    def has_good_match(self) -> bool:
        return any(match.score >= GOOD_SCORE for match in self._found.values())

    def offer(self, match: Match) -> None:
        if match.score <= self._floor:
            return
        known = self._found.get(match.subject)
        if known is None or match.score > known.score:
            self._found[match.subject] = match
        if len(self._found) >= 2 * self._limit:
            kept = self.matches()
            self._found = {match.subject: match for match in kept}
            self._floor = kept[-1].score

    def matches(self) -> list[Match]:
        ranked = sorted(self._found.values(), key=lambda match: (-match.score, match.form, match.subject))
        return ranked[: self._limit]


def _in_all(choice: tuple[_Level, ...]) -> set[int]:
    return set.intersection(*(people() for _, people in choice))


def _all_keys(forms: tuple[_Form, ...]) -> set[str]:
    return {key for keys, _, _ in forms for key in keys}


def _all_words(forms: tuple[_Form, ...]) -> set[str]:
    return {word for _, plain, _ in forms for word in plain.split()}
