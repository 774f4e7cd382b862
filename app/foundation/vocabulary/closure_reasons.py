"""Why work on a case ends."""

from collections.abc import Mapping
from enum import StrEnum

from app.foundation.marking import N_


class ClosureReason(StrEnum):
    """Reasons for closing a case; a missing child stays open until the search is recorded."""

    NO_LONGER_AT_RISK = "no_longer_at_risk"
    BECAME_ADULT = "became_adult"
    MOVED_OR_NOT_FOUND = "moved_or_not_found"
    REPATRIATED = "repatriated"
    TRANSFERRED = "transferred"
    FAMILY_REQUEST = "family_request"
    DIED = "died"
    OPENED_BY_MISTAKE = "opened_by_mistake"
    DUPLICATE = "duplicate"


LABELS: Mapping[ClosureReason, str] = {
    ClosureReason.NO_LONGER_AT_RISK: N_("No longer at risk"),
    ClosureReason.BECAME_ADULT: N_("Became an adult"),
    ClosureReason.MOVED_OR_NOT_FOUND: N_("Moved, or not found"),
    ClosureReason.REPATRIATED: N_("Returned to the home country"),
    ClosureReason.TRANSFERRED: N_("Transferred to another base or organisation"),
    ClosureReason.FAMILY_REQUEST: N_("The family asked"),
    ClosureReason.DIED: N_("The child died"),
    ClosureReason.OPENED_BY_MISTAKE: N_("Opened by mistake"),
    ClosureReason.DUPLICATE: N_("There is another case already"),
}

MISTAKES = frozenset({ClosureReason.OPENED_BY_MISTAKE, ClosureReason.DUPLICATE})
"""Reasons that say nothing of the child: no work was done that could end, so nothing has to be confirmed."""

SUPERVISOR_REVIEWS = frozenset({ClosureReason.FAMILY_REQUEST})
"""Reasons that a supervisor checks before the case may close: the wish may not be the child's."""
