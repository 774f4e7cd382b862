"""Whether somebody may decide for a child by law."""

from collections.abc import Mapping
from enum import StrEnum

from app.foundation.marking import N_


class LegalAuthority(StrEnum):
    """Whether a person may decide for the children of a family by law; a parent is not asked for a paper."""

    PARENT = "parent"
    BY_PAPER = "by_paper"
    NONE = "none"
    NOT_KNOWN = "not_known"


LABELS: Mapping[LegalAuthority, str] = {
    LegalAuthority.PARENT: N_("Yes, as a parent"),
    LegalAuthority.BY_PAPER: N_("Yes, by a paper"),
    LegalAuthority.NONE: N_("No"),
    LegalAuthority.NOT_KNOWN: N_("Not known yet"),
}
