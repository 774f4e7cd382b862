"""Scores how alike two names are, 0 to 100, from the keys of their words."""

import math
from collections.abc import Mapping, Sequence

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

EXTRA_WORD_COST = 4
"""Points off for each word of a form that was not asked for, so that the fuller answer ranks lower."""

MOST_EXTRA_WORDS = 3
KEY_SHARE = 0.75
"""Share of the folded keys in the final score; the rest is how alike the letters as typed are."""

OTHER_SCRIPT_SHARE = 0.97
"""What a match across scripts is worth, where letters cannot be compared."""

LOWEST_SIMILARITY = 55.0
"""Words less alike than this count as different words."""


def reach(key: str) -> int:
    """Return how many slips (OSA distance) a key of this length may carry and still be the same word."""
    return 1 if len(key) <= 3 else 2 if len(key) <= 7 else 3


def distance_similarity(distance: int, one: str, other: str) -> float:
    """Return 0–100 for a number of slips between two keys."""
    return 100.0 * (1 - distance / max(len(one), len(other)))


def key_similarity(one: str, other: str) -> float:
    """Return 0–100 for two keys; 0 when more slips lie between them than `reach` allows."""
    furthest = reach(one)
    distance = OSA.distance(one, other, score_cutoff=furthest)
    similarity = distance_similarity(distance, one, other) if distance <= furthest else 0.0
    return similarity if similarity >= LOWEST_SIMILARITY else 0.0


def keys_score(weights: Sequence[int], similar: Sequence[Mapping[str, float]], form: Sequence[str]) -> float:
    """Return 0–100 for a query's words against the keys of a form, in any order, each used once.

    For each word of the query: its weight, and the similarity (0–100) of each key that resembles it.
    """
    pairs = [
        (like[key], place, other)
        for place, like in enumerate(similar)
        for other, key in enumerate(form)
        if key in like
    ]
    pairs.sort(reverse=True)
    places: set[int] = set()
    used: set[int] = set()
    reached = 0.0
    for likeness, place, other in pairs:
        if place not in places and other not in used:
            places.add(place)
            used.add(other)
            reached += weights[place] * likeness
    extra = min(len(form) - len(used), MOST_EXTRA_WORDS)
    return max(reached / sum(weights) - EXTRA_WORD_COST * extra, 0.0)


def weight(key: str) -> int:
    """Return how much a word counts in a name: long ones tell more than short ones."""
    return len(key) + 1


def highest_final(from_keys: float) -> int:
    """Return the best final score a keys' score can still lead to."""
    return 100 if from_keys >= 100 else min(math.ceil(KEY_SHARE * from_keys + 100 * (1 - KEY_SHARE)), 99)


def final_score(from_keys: float, asked_plain: str, form_plain: str) -> int:
    """Return 0–100 from the keys' score and the words as typed; equal names give 100."""
    if asked_plain == form_plain:
        return 100
    if asked_plain.isascii() != form_plain.isascii():
        return round(from_keys * OTHER_SCRIPT_SHARE)
    as_typed = fuzz.token_sort_ratio(asked_plain, form_plain)
    return min(round(KEY_SHARE * from_keys + (1 - KEY_SHARE) * as_typed), 99)
