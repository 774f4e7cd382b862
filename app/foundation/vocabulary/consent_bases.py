"""On whose word something may be done or shared."""

from collections.abc import Mapping
from enum import StrEnum

from app.foundation.marking import N_


class ConsentBasis(StrEnum):
    """Who gave consent or assent, or which rule replaced it."""

    CAREGIVER = "caregiver"
    CAREGIVER_AND_SPOKEN_ASSENT = "caregiver_and_spoken_assent"
    CAREGIVER_AND_WRITTEN_ASSENT = "caregiver_and_written_assent"
    CHILD = "child"
    CHILD_AND_CAREGIVER = "child_and_caregiver"
    ADULT = "adult"
    TRUSTED_ADULT = "trusted_adult"
    CASEWORKER = "caseworker"
    LEGAL_DUTY = "legal_duty"
    IMMINENT_HARM = "imminent_harm"


LABELS: Mapping[ConsentBasis, str] = {
    ConsentBasis.CAREGIVER: N_("The caregiver"),
    ConsentBasis.CAREGIVER_AND_SPOKEN_ASSENT: N_("The caregiver, and the child's spoken assent"),
    ConsentBasis.CAREGIVER_AND_WRITTEN_ASSENT: N_("The caregiver, and the child's written assent"),
    ConsentBasis.CHILD: N_("The child"),
    ConsentBasis.CHILD_AND_CAREGIVER: N_("The child, and the caregiver with the child's agreement"),
    ConsentBasis.ADULT: N_("The person, an adult"),
    ConsentBasis.TRUSTED_ADULT: N_("A trusted adult, in the child's best interests"),
    ConsentBasis.CASEWORKER: N_("The caseworker, in the child's best interests"),
    ConsentBasis.LEGAL_DUTY: N_("Override: a legal duty"),
    ConsentBasis.IMMINENT_HARM: N_("Override: imminent harm"),
}

OVERRIDES = frozenset({ConsentBasis.LEGAL_DUTY, ConsentBasis.IMMINENT_HARM})
"""Bases that replace consent; each needs an approver and a reason."""
