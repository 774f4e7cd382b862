"""Warns that two records may be the same person, with levels and reasons in words, never a probability."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from app.foundation.marking import N_
from app.foundation.vocabulary.sexes import Sex
from app.name_matching.ages import AgeEstimate
from app.name_matching.folding import name_words, words_keys
from app.name_matching.scoring import final_score, key_similarity, keys_score, weight

SAME_NAME_SCORE = 92
LIKE_NAME_SCORE = 78
NEAR_AGE_YEARS = 2
"""Estimated ages drift by a year or two between workers."""

FAR_AGE_YEARS = 5
"""If two estimates are further apart than this, they are not one person's, however similar the names."""


class Level(StrEnum):
    """How serious a warning is; a person decides, and nothing is merged automatically."""

    STRONG = "strong"
    POSSIBLE = "possible"


class Reason(StrEnum):
    """Why two records look like one person, or what speaks against it."""

    SAME_NAME = "same_name"
    SIMILAR_NAME = "similar_name"
    AGES_OVERLAP = "ages_overlap"
    AGES_NEAR = "ages_near"
    AGES_APART = "ages_apart"
    SAME_SEX = "same_sex"
    DIFFERENT_SEX = "different_sex"


LEVEL_LABELS = {
    Level.STRONG: N_("Probably the same person"),
    Level.POSSIBLE: N_("May be the same person"),
}

REASON_LABELS = {
    Reason.SAME_NAME: N_("the same name"),
    Reason.SIMILAR_NAME: N_("a similar name"),
    Reason.AGES_OVERLAP: N_("the same age"),
    Reason.AGES_NEAR: N_("nearly the same age"),
    Reason.AGES_APART: N_("but ages differ"),
    Reason.SAME_SEX: N_("the same sex"),
    Reason.DIFFERENT_SEX: N_("but sex is recorded differently"),
}


@dataclass(frozen=True)
class Likeness:
    """The compared facts of one person: every form of the names, the estimated age if any, the sex."""

    subject: UUID
    forms: tuple[str, ...]
    sex: Sex = Sex.NOT_KNOWN
    age: AgeEstimate | None = None


@dataclass(frozen=True)
class DuplicateWarning:
    """One record that may be of the same person, and why."""

    subject: UUID
    level: Level
    reasons: tuple[Reason, ...]


def likely_same(candidate: Likeness, others: Iterable[Likeness]) -> list[DuplicateWarning]:
    """Return those who may be the candidate: strong warnings first, otherwise in the order given.

    Names decide whether there is a warning at all; age and sex raise or lower it. A different sex never rules a pair
    out, because a first guess in the dark is often wrong; ages more than five years apart do.
    """
    warnings = [
        warning
        for other in others
        if other.subject != candidate.subject and (warning := _warning(candidate, other)) is not None
    ]
    return sorted(warnings, key=lambda warning: warning.level is not Level.STRONG)


def name_score(one: Sequence[str], other: Sequence[str]) -> int:
    """Return 0–100: how alike the two most alike forms of two people's names are."""
    return max((_form_score(first, second) for first in one for second in other), default=0)


def _form_score(first: str, second: str) -> int:
    asked, found = name_words(first), name_words(second)
    asked_keys, found_keys = words_keys(asked), words_keys(found)
    if not asked_keys or not found_keys:
        return 0
    similar = [
        {key: likeness for key in found_keys if (likeness := key_similarity(asked_key, key))}
        for asked_key in asked_keys
    ]
    from_keys = keys_score([weight(key) for key in asked_keys], similar, found_keys)
    return final_score(from_keys, " ".join(asked), " ".join(found))


def _warning(candidate: Likeness, other: Likeness) -> DuplicateWarning | None:
    score = max(name_score(candidate.forms, other.forms), name_score(other.forms, candidate.forms))
    if score < LIKE_NAME_SCORE:
        return None
    has_same_name = score >= SAME_NAME_SCORE
    age = _age_reason(candidate.age, other.age)
    sex = _sex_reason(candidate.sex, other.sex)
    is_far = age is Reason.AGES_APART
    if is_far and not has_same_name:
        return None
    if is_far and candidate.age and other.age and candidate.age.years_apart(other.age) > FAR_AGE_YEARS:
        return None
    agrees = age in (Reason.AGES_OVERLAP, Reason.AGES_NEAR) and sex is not Reason.DIFFERENT_SEX
    name = Reason.SAME_NAME if has_same_name else Reason.SIMILAR_NAME
    level = Level.STRONG if has_same_name and agrees else Level.POSSIBLE
    return DuplicateWarning(other.subject, level, tuple(reason for reason in (name, age, sex) if reason))


def _age_reason(one: AgeEstimate | None, other: AgeEstimate | None) -> Reason | None:
    if one is None or other is None:
        return None
    apart = one.years_apart(other)
    if apart == 0:
        return Reason.AGES_OVERLAP
    return Reason.AGES_NEAR if apart <= NEAR_AGE_YEARS else Reason.AGES_APART


def _sex_reason(one: Sex, other: Sex) -> Reason | None:
    if Sex.NOT_KNOWN in (one, other):
        return None
    return Reason.SAME_SEX if one is other else Reason.DIFFERENT_SEX
