"""What a concern is about."""

from collections.abc import Mapping
from enum import StrEnum

from app.foundation.marking import N_


class ConcernKind(StrEnum):
    """Protection concerns; those in STANDING take no degree, all others are at risk of or experiencing."""

    NEGLECT = "neglect"
    SEXUAL_EXPLOITATION = "sexual_exploitation"
    ONLINE_SEXUAL_EXPLOITATION = "online_sexual_exploitation"
    SUBSTANCE_ABUSE = "substance_abuse"
    KIDNAPPING = "kidnapping"
    TRAFFICKING = "trafficking"
    PHYSICAL_VIOLENCE = "physical_violence"
    EMOTIONAL_VIOLENCE = "emotional_violence"
    SEXUAL_VIOLENCE = "sexual_violence"
    FORCED_OR_CHILD_MARRIAGE = "forced_or_child_marriage"
    CHILD_LABOUR = "child_labour"
    WORST_FORMS_OF_CHILD_LABOUR = "worst_forms_of_child_labour"
    SEPARATED = "separated"
    ORPHANED = "orphaned"
    UNACCOMPANIED = "unaccompanied"
    CONFLICT_WITH_LAW = "conflict_with_law"
    ISOLATED_OR_MINORITY = "isolated_or_minority"
    STIGMATISED = "stigmatised"
    STREET_WORKING_OR_LIVING = "street_working_or_living"
    WITNESS_OF_VIOLENCE = "witness_of_violence"
    ABANDONED = "abandoned"
    AFFECTED_BY_MIGRATION = "affected_by_migration"


LABELS: Mapping[ConcernKind, str] = {
    ConcernKind.NEGLECT: N_("Neglect"),
    ConcernKind.SEXUAL_EXPLOITATION: N_("Sexual exploitation"),
    ConcernKind.ONLINE_SEXUAL_EXPLOITATION: N_("Online sexual exploitation"),
    ConcernKind.SUBSTANCE_ABUSE: N_("Substance abuse"),
    ConcernKind.KIDNAPPING: N_("Kidnapping"),
    ConcernKind.TRAFFICKING: N_("Trafficking"),
    ConcernKind.PHYSICAL_VIOLENCE: N_("Physical violence"),
    ConcernKind.EMOTIONAL_VIOLENCE: N_("Emotional violence"),
    ConcernKind.SEXUAL_VIOLENCE: N_("Sexual violence"),
    ConcernKind.FORCED_OR_CHILD_MARRIAGE: N_("Forced or child marriage"),
    ConcernKind.CHILD_LABOUR: N_("Child labour"),
    ConcernKind.WORST_FORMS_OF_CHILD_LABOUR: N_("Worst forms of child labour"),
    ConcernKind.SEPARATED: N_("Separated from family"),
    ConcernKind.ORPHANED: N_("Orphaned"),
    ConcernKind.UNACCOMPANIED: N_("Unaccompanied"),
    ConcernKind.CONFLICT_WITH_LAW: N_("In conflict with the law"),
    ConcernKind.ISOLATED_OR_MINORITY: N_("Isolated, or of a minority"),
    ConcernKind.STIGMATISED: N_("Stigmatised"),
    ConcernKind.STREET_WORKING_OR_LIVING: N_("Working or living on the street"),
    ConcernKind.WITNESS_OF_VIOLENCE: N_("Witness of violence"),
    ConcernKind.ABANDONED: N_("Abandoned"),
    ConcernKind.AFFECTED_BY_MIGRATION: N_("Affected by migration"),
}

STANDING = frozenset(
    {
        ConcernKind.SEPARATED,
        ConcernKind.ORPHANED,
        ConcernKind.UNACCOMPANIED,
        ConcernKind.CONFLICT_WITH_LAW,
        ConcernKind.ISOLATED_OR_MINORITY,
        ConcernKind.STIGMATISED,
        ConcernKind.STREET_WORKING_OR_LIVING,
        ConcernKind.WITNESS_OF_VIOLENCE,
        ConcernKind.ABANDONED,
        ConcernKind.AFFECTED_BY_MIGRATION,
    }
)
"""Concerns that describe a child's situation and carry no degree."""
