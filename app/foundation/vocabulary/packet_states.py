"""How far a referral packet has come."""

from collections.abc import Mapping
from enum import StrEnum

from app.foundation.marking import N_


class PacketState(StrEnum):
    """A supervisor approves what was submitted, a director releases it; only a released packet becomes a file."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    RELEASED = "released"
    WITHDRAWN = "withdrawn"


LABELS: Mapping[PacketState, str] = {
    PacketState.DRAFT: N_("Draft"),
    PacketState.SUBMITTED: N_("Waits for a supervisor"),
    PacketState.APPROVED: N_("Waits for a director"),
    PacketState.RELEASED: N_("Released"),
    PacketState.WITHDRAWN: N_("Taken back"),
}
