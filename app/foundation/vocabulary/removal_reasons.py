"""Why somebody who is vouched for, but has no account, is taken out of the key directory."""

from collections.abc import Mapping
from enum import StrEnum

from app.foundation.marking import N_


class RemovalReason(StrEnum):
    """The director's reason, recorded in the trail."""

    LEFT = "left"
    UNKNOWN = "unknown"
    ROW_TAKEN = "row_taken"


LABELS: Mapping[RemovalReason, str] = {
    RemovalReason.LEFT: N_("The person works here no more"),
    RemovalReason.UNKNOWN: N_("Nobody knows this person"),
    RemovalReason.ROW_TAKEN: N_("The account was taken out of the database, and the person is invited anew"),
}
