"""Compares a child who is not yet known with others: why two may be the same, in reasons and never in a number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from app.foundation.vocabulary.sexes import Sex
from app.name_matching.descriptions import ages_fit

ENOUGH = 4.0
"""Two shared words of looks, or one and where or with whom they were met, say enough to ask a person."""
MOST_WORDS = 3


class Why(StrEnum):
    """What two descriptions have in common."""

    SAID_SAME = "said same"
    LOOKS = "looks"
    TOGETHER = "together"
    PLACE = "place"
    AGE = "age"
    SEX = "sex"


@dataclass(frozen=True)
class Reason:
    """One reason, with what it is: words that both have, the place, codes of children who were there both times.

    Words are folded, and as the page's child has them where `reasons_between` was told.
    """

    why: Why
    what: tuple[str, ...] = ()


@dataclass(frozen=True)
class Traits:
    """What is compared of somebody. `beside` are codes of children they were met with; `looks` telling words alone."""

    looks: frozenset[str]
    sex: Sex
    years: tuple[int, int] | None
    places: frozenset[str]
    beside: frozenset[str]


_WEIGHTS = {Why.TOGETHER: 2.0, Why.PLACE: 1.0, Why.AGE: 1.0, Why.SEX: 0.5}


def reasons_between(
    one: Traits, other: Traits, *, place: str = "", written: Mapping[str, str] = MappingProxyType({})
) -> tuple[Reason, ...]:
    """Return why both may be the same child, the strongest first; none where sex or age says that they are not.

    `place` is how a page calls the place of `one`, and `written` how their words are written, by the folded word.
    """
    is_other_sex = one.sex is not other.sex and not {one.sex, other.sex} & {Sex.NOT_KNOWN, Sex.ANOTHER}
    is_other_age = one.years is not None and other.years is not None and not ages_fit(one.years, other.years)
    if is_other_sex or is_other_age:
        return ()
    found = []
    if one.looks & other.looks:
        found.append(
            Reason(Why.LOOKS, tuple(written.get(word, word) for word in sorted(one.looks & other.looks)))
        )
    if one.beside & other.beside:
        found.append(Reason(Why.TOGETHER, tuple(sorted(one.beside & other.beside))))
    if one.places & other.places:
        found.append(Reason(Why.PLACE, (place,)))
    if one.years is not None and other.years is not None:
        found.append(Reason(Why.AGE, (_years_of_both(one.years, other.years),)))
    if one.sex is other.sex and one.sex in (Sex.FEMALE, Sex.MALE):
        found.append(Reason(Why.SEX, (one.sex.value,)))
    return tuple(found)


def _years_of_both(one: tuple[int, int], other: tuple[int, int]) -> str:
    low, high = sorted((max(one[0], other[0]), min(one[1], other[1])))
    return str(low) if low == high else f"{low}–{high}"


def strength(reasons: Sequence[Reason]) -> float:
    """Return how strong reasons are together, to put the strongest first; nobody is shown it."""
    words = next((len(reason.what) for reason in reasons if reason.why is Why.LOOKS), 0)
    return 2.0 * min(words, MOST_WORDS) + sum(_WEIGHTS.get(reason.why, 0.0) for reason in reasons)


def say_enough(reasons: Sequence[Reason]) -> bool:
    """Tell whether a person should be asked: what half the children have in common is no reason."""
    kinds = {reason.why for reason in reasons}
    if Why.SAID_SAME in kinds:
        return True
    return Why.LOOKS in kinds and strength(reasons) >= ENOUGH
