"""An adult's relation to a child."""

from collections.abc import Mapping
from enum import StrEnum

from app.foundation.marking import N_


class GuardianRelation(StrEnum):
    """Relation of a caregiver or guardian to the child, as it is lived; legal authority is recorded separately."""

    MOTHER = "mother"
    FATHER = "father"
    STEPMOTHER = "stepmother"
    STEPFATHER = "stepfather"
    GRANDMOTHER = "grandmother"
    GRANDFATHER = "grandfather"
    AUNT = "aunt"
    UNCLE = "uncle"
    OLDER_SISTER = "older_sister"
    OLDER_BROTHER = "older_brother"
    OTHER_RELATIVE = "other_relative"
    FOSTER_CARER = "foster_carer"
    LEGAL_GUARDIAN = "legal_guardian"
    RESIDENTIAL_CARER = "residential_carer"
    FAMILY_FRIEND = "family_friend"
    HUSBAND_OR_WIFE = "husband_or_wife"
    UNRELATED_ADULT = "unrelated_adult"
    NOT_KNOWN = "not_known"


LABELS: Mapping[GuardianRelation, str] = {
    GuardianRelation.MOTHER: N_("Mother"),
    GuardianRelation.FATHER: N_("Father"),
    GuardianRelation.STEPMOTHER: N_("Stepmother"),
    GuardianRelation.STEPFATHER: N_("Stepfather"),
    GuardianRelation.GRANDMOTHER: N_("Grandmother"),
    GuardianRelation.GRANDFATHER: N_("Grandfather"),
    GuardianRelation.AUNT: N_("Aunt"),
    GuardianRelation.UNCLE: N_("Uncle"),
    GuardianRelation.OLDER_SISTER: N_("Older sister"),
    GuardianRelation.OLDER_BROTHER: N_("Older brother"),
    GuardianRelation.OTHER_RELATIVE: N_("Another relative"),
    GuardianRelation.FOSTER_CARER: N_("Foster carer"),
    GuardianRelation.LEGAL_GUARDIAN: N_("Legal guardian"),
    GuardianRelation.RESIDENTIAL_CARER: N_("Carer in a home or shelter"),
    GuardianRelation.FAMILY_FRIEND: N_("Family friend or neighbour"),
    GuardianRelation.HUSBAND_OR_WIFE: N_("Husband, wife or partner"),
    GuardianRelation.UNRELATED_ADULT: N_("Unrelated adult"),
    GuardianRelation.NOT_KNOWN: N_("Not known"),
}
