"""What happens to a copy of a packet after its file was made."""

from collections.abc import Mapping
from enum import StrEnum

from app.foundation.marking import N_


class StepKind(StrEnum):
    """One thing that happened to a copy. Three end a recall; the last says that another step was a mistake."""

    HANDED_OVER = "handed_over"
    RECEIVED = "received"
    OUTCOME = "outcome"
    RECALL_ASKED = "recall_asked"
    RETURNED = "returned"
    DESTROYED = "destroyed"
    NOT_RETURNED = "not_returned"
    MISTAKE = "mistake"


LABELS: Mapping[StepKind, str] = {
    StepKind.HANDED_OVER: N_("Handed over"),
    StepKind.RECEIVED: N_("Received"),
    StepKind.OUTCOME: N_("What the unit did"),
    StepKind.RECALL_ASKED: N_("Recall asked for"),
    StepKind.RETURNED: N_("Given back to us"),
    StepKind.DESTROYED: N_("Destroyed by the unit"),
    StepKind.NOT_RETURNED: N_("Not given back"),
    StepKind.MISTAKE: N_("Written by mistake"),
}

RECALL_ENDS = (StepKind.RETURNED, StepKind.DESTROYED, StepKind.NOT_RETURNED)
