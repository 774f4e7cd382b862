"""How it stands with a mark that says a record was written by mistake."""

from collections.abc import Mapping
from enum import StrEnum

from app.foundation.marking import N_


class MarkOutcome(StrEnum):
    """What became of what somebody asked for; only AGREED has an effect."""

    WAITING = "waiting"
    AGREED = "agreed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


LABELS: Mapping[MarkOutcome, str] = {
    MarkOutcome.WAITING: N_("Waits for a second person"),
    MarkOutcome.AGREED: N_("Agreed"),
    MarkOutcome.REFUSED: N_("Not agreed"),
    MarkOutcome.WITHDRAWN: N_("Taken back by whoever asked"),
}
