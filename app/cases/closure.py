"""What closing a case requires: criteria by reason, each confirmed by the person who asks to close it."""

from collections.abc import Collection, Mapping
from enum import StrEnum

from app.foundation.marking import N_
from app.foundation.vocabulary.closure_reasons import ClosureReason


class Criterion(StrEnum):
    """One thing that must be true before a case is closed."""

    SAFE_NOW = "safe_now"
    CHILD_HEARD = "child_heard"
    HEARD_ALONE = "heard_alone"
    RECEIVED_THERE = "received_there"
    SEARCHED = "searched"
    REPORTED = "reported"
    NOTHING_LEFT = "nothing_left"


LABELS: Mapping[Criterion, str] = {
    Criterion.SAFE_NOW: N_("The child is safe where they live, and follow-up has shown that it holds"),
    Criterion.CHILD_HEARD: N_("The child was asked, knows that the work ends, and knows whom to call"),
    Criterion.HEARD_ALONE: N_("The child was heard without the family, and wants the same"),
    Criterion.RECEIVED_THERE: N_("Those who take over have said yes and know what they need to know"),
    Criterion.SEARCHED: N_(
        "It is written down when the child was last seen and every step taken to find them"
    ),
    Criterion.REPORTED: N_("The death was reported to those whom the law names"),
    Criterion.NOTHING_LEFT: N_("Nothing is left open: every task is done or handed over"),
}

CRITERIA: Mapping[ClosureReason, tuple[Criterion, ...]] = {
    ClosureReason.NO_LONGER_AT_RISK: (Criterion.SAFE_NOW, Criterion.CHILD_HEARD, Criterion.NOTHING_LEFT),
    ClosureReason.BECAME_ADULT: (Criterion.CHILD_HEARD, Criterion.NOTHING_LEFT),
    # A missing child's case stays open until the search is written down.
    ClosureReason.MOVED_OR_NOT_FOUND: (Criterion.SEARCHED, Criterion.NOTHING_LEFT),
    ClosureReason.REPATRIATED: (Criterion.RECEIVED_THERE, Criterion.CHILD_HEARD, Criterion.NOTHING_LEFT),
    ClosureReason.TRANSFERRED: (Criterion.RECEIVED_THERE, Criterion.CHILD_HEARD, Criterion.NOTHING_LEFT),
    ClosureReason.FAMILY_REQUEST: (Criterion.HEARD_ALONE, Criterion.SAFE_NOW, Criterion.NOTHING_LEFT),
    ClosureReason.DIED: (Criterion.REPORTED, Criterion.NOTHING_LEFT),
    # Nobody is asked to confirm what is not so: there was never a case to end.
    ClosureReason.OPENED_BY_MISTAKE: (),
    ClosureReason.DUPLICATE: (),
}


def fulfils(reason: ClosureReason | None, confirmed: Collection[Criterion]) -> bool:
    """Tell whether everything required for closing for this reason was confirmed."""
    return reason is not None and set(CRITERIA[reason]) <= set(confirmed)
