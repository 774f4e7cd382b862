"""Why a second, uninvolved person decides whether a record was written by mistake."""

from collections.abc import Mapping
from enum import StrEnum

from app.foundation.marking import N_


class SecondReason(StrEnum):
    """What the mark would do, or what the record has done already."""

    RELAXES_PROTECTION = "relaxes_protection"
    STOPS_CLOCK = "stops_clock"
    CONCERNS_MAKER = "concerns_maker"
    STAGE_RESTED_ON_IT = "stage_rested_on_it"
    LEFT_IN_PACKET = "left_in_packet"
    KNOWN_TO_OTHERS = "known_to_others"


LABELS: Mapping[SecondReason, str] = {
    SecondReason.RELAXES_PROTECTION: N_("Without this record, a child would be protected less."),
    SecondReason.STOPS_CLOCK: N_("Without this record, a clock would stop."),
    SecondReason.CONCERNS_MAKER: N_("The record is about the person who asks."),
    SecondReason.STAGE_RESTED_ON_IT: N_("A move of the case was approved after it was written."),
    SecondReason.LEFT_IN_PACKET: N_("A packet that was exported may rest on it."),
    SecondReason.KNOWN_TO_OTHERS: N_("Others may know the child by this record."),
}
