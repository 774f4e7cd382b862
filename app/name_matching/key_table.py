"""The distinct keys or words of an index, arranged so that those one typo away are found without a full scan."""

from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

from app.name_matching.scoring import LOWEST_SIMILARITY, distance_similarity, reach

_SHORT = 4
_MOST_SIMILAR = 250
_SHORTEST_PREFIX = 3


class KeyTable:
    """Keys in buckets by their first two and last two letters, short ones also by length and end letter.

    One slip leaves either the beginning or the end of a key whole: two letters of it in a key of five or
    more, one letter in a shorter one. So a key is looked for only in the buckets it shares an end with.
    """

    def __init__(self) -> None:
        self._buckets: dict[str, list[str]] = {}

    def add(self, key: str) -> None:
        """Put in a key that is not in the table yet."""
        for name in _buckets_of(key):
            self._buckets.setdefault(name, []).append(key)

    def remove(self, key: str) -> None:
        """Take out a key that is in the table."""
        for name in _buckets_of(key):
            self._buckets[name].remove(key)

    def similar(self, key: str, *, furthest: int | None = None) -> dict[str, float]:
        """Return the keys a few slips away from this one or beginning with it, with similarity 55–100.

        `furthest` is the most slips (OSA distance); by default what `reach` allows. The best come first.
        """
        found: dict[str, float] = {}
        for name in _ends(key):
            self._search(key, name, furthest=furthest or reach(key), into=found)
        if len(key) <= _SHORT:
            for length in range(len(key) - 1, len(key) + 2):
                for name in _short_ends(key, length):
                    self._search(key, name, furthest=1, into=found)
        if len(key) >= _SHORTEST_PREFIX:
            for longer in filter(lambda other: other.startswith(key), self._buckets.get(_ends(key)[0], ())):
                found[longer] = max(60 + 30 * len(key) / len(longer), found.get(longer, 0.0))
        best = sorted(found.items(), key=lambda item: -item[1])[:_MOST_SIMILAR]
        return {other: similarity for other, similarity in best if similarity >= LOWEST_SIMILARITY}

    def _search(self, key: str, bucket: str, *, furthest: int, into: dict[str, float]) -> None:
        near = process.extract(
            key, self._buckets.get(bucket, ()), scorer=OSA.distance, score_cutoff=furthest, limit=None
        )
        into.update((other, distance_similarity(int(slips), key, other)) for other, slips, _ in near)


def _buckets_of(key: str) -> Iterable[str]:
    yield from _ends(key)
    if len(key) <= _SHORT + 1:
        yield from _short_ends(key, len(key))


def _ends(key: str) -> tuple[str, str]:
    return f"^{key[:2]}", f"${key[-2:]}"


def _short_ends(key: str, length: int) -> tuple[str, str]:
    return f"{length}^{key[:1]}", f"{length}${key[-1:]}"
