"""How far a referral packet and each of its copies have come: one set of words for pages, lists, trail and print."""

from collections.abc import Mapping
from enum import StrEnum

from app.foundation.marking import N_


class PacketState(StrEnum):
    """The packet's own states, as stored, up to its approval by a director; then those of each copy.

    A supervisor approves what was submitted, a director releases it: a released packet is *approved*, and only that
    becomes a file. A copy's state follows from signed records and is stored nowhere. A packet that is withdrawn makes
    no more files; copies that were made are *recalled*.
    """

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    RELEASED = "released"
    FILE_MADE = "file_made"
    HANDED_OVER = "handed_over"
    RECEIVED = "received"
    RECALLED = "recalled"
    WITHDRAWN = "withdrawn"


LABELS: Mapping[PacketState, str] = {
    PacketState.DRAFT: N_("Draft"),
    PacketState.SUBMITTED: N_("Submitted, waits for a supervisor"),
    PacketState.APPROVED: N_("Submitted, waits for a director"),
    PacketState.RELEASED: N_("Approved"),
    PacketState.FILE_MADE: N_("File made"),
    PacketState.HANDED_OVER: N_("Handed over"),
    PacketState.RECEIVED: N_("Received"),
    PacketState.RECALLED: N_("Recalled"),
    PacketState.WITHDRAWN: N_("Withdrawn"),
}

ON_THE_WAY = (PacketState.FILE_MADE, PacketState.HANDED_OVER, PacketState.RECEIVED, PacketState.RECALLED)
"""The states that only a copy has."""
