"""Whose consent counts at an age, by the base's pack; an unknown age counts as the younger band."""

from collections.abc import Mapping
from datetime import date

from app.bases.pack import Pack
from app.children.ages import age_on, completed_years
from app.children.documents import Age
from app.foundation.vocabulary.consent_bases import ConsentBasis

_MORE_THAN_ASKED: Mapping[ConsentBasis, tuple[ConsentBasis, ...]] = {
    ConsentBasis.CAREGIVER: (
        ConsentBasis.CAREGIVER_AND_SPOKEN_ASSENT,
        ConsentBasis.CAREGIVER_AND_WRITTEN_ASSENT,
    ),
    ConsentBasis.CAREGIVER_AND_SPOKEN_ASSENT: (ConsentBasis.CAREGIVER_AND_WRITTEN_ASSENT,),
}
"""A child may be asked earlier than the age band requires; that does no harm."""

_OWN = frozenset({ConsentBasis.CHILD, ConsentBasis.CHILD_AND_CAREGIVER, ConsentBasis.ADULT})
"""What a person said themselves stays valid when they come of age; what others said for them does not."""


def youngest_on(age: Age | None, day: date) -> int | None:
    """Return the youngest a child may have been on a day, in completed years; None when no age is known."""
    if age is None:
        return None
    if age.born_on is None and day < age.as_of:
        return max(age.low - completed_years(day, age.as_of), 0)
    then = age_on(age, day)
    return then.low if then else None


def bases_at(pack: Pack, years: int | None) -> tuple[ConsentBasis, ...]:
    """Return whose consent counts for a child of that many completed years, the usual one first."""
    asked = pack.consent_band(years).bases
    more = [better for basis in asked for better in _MORE_THAN_ASKED.get(basis, ())]
    return tuple(dict.fromkeys([*asked, *more]))


def counts(pack: Pack, basis: ConsentBasis, *, years_then: int | None, years_now: int | None) -> bool:
    """Tell whether a consent fits the age it was given at, and was not outgrown by coming of age."""
    if basis not in bases_at(pack, years_then):
        return False
    is_adult_now = years_now is not None and years_now >= pack.adult_from
    return basis in _OWN or not is_adult_now
