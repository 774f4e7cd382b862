"""What somebody is in a family."""

from collections.abc import Mapping
from enum import StrEnum

from app.foundation.marking import N_


class FamilyRole(StrEnum):
    """What a person is in a family, as it is lived; who decides for a child by law is recorded separately."""

    CHILD = "child"
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
    HUSBAND_OR_WIFE = "husband_or_wife"
    FAMILY_FRIEND = "family_friend"
    UNRELATED_ADULT = "unrelated_adult"
    NOT_KNOWN = "not_known"


LABELS: Mapping[FamilyRole, str] = {
    FamilyRole.CHILD: N_("Child of the family"),
    FamilyRole.MOTHER: N_("Mother"),
    FamilyRole.FATHER: N_("Father"),
    FamilyRole.STEPMOTHER: N_("Stepmother"),
    FamilyRole.STEPFATHER: N_("Stepfather"),
    FamilyRole.GRANDMOTHER: N_("Grandmother"),
    FamilyRole.GRANDFATHER: N_("Grandfather"),
    FamilyRole.AUNT: N_("Aunt"),
    FamilyRole.UNCLE: N_("Uncle"),
    FamilyRole.OLDER_SISTER: N_("Older sister"),
    FamilyRole.OLDER_BROTHER: N_("Older brother"),
    FamilyRole.OTHER_RELATIVE: N_("Another relative"),
    FamilyRole.HUSBAND_OR_WIFE: N_("Husband, wife or partner"),
    FamilyRole.FAMILY_FRIEND: N_("Family friend or neighbour"),
    FamilyRole.UNRELATED_ADULT: N_("Unrelated adult"),
    FamilyRole.NOT_KNOWN: N_("Not known"),
}
