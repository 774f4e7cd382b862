"""What a copy of a packet waits for."""

from collections.abc import Mapping
from enum import StrEnum

from app.foundation.marking import N_


class CopyWait(StrEnum):
    """What a copy waits for."""

    HANDOVER = "handover"
    RECEIPT = "receipt"
    OUTCOME = "outcome"
    RECALL = "recall"
    RECALL_END = "recall_end"


LABELS: Mapping[CopyWait, str] = {
    CopyWait.HANDOVER: N_("waits to be handed over"),
    CopyWait.RECEIPT: N_("waits for a receipt"),
    CopyWait.OUTCOME: N_("waits to hear what the unit did"),
    CopyWait.RECALL: N_("has to be asked back"),
    CopyWait.RECALL_END: N_("was asked back, waits for the answer"),
}
