"""Chooses packets by how far their copies have come, from stored facts: what is then said of them is signed."""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, and_, or_, select, true
from sqlalchemy.orm import aliased

from app.foundation.vocabulary.copy_steps import RECALL_ENDS, StepKind
from app.foundation.vocabulary.copy_waits import CopyWait
from app.foundation.vocabulary.packet_states import PacketState
from models.copy_step import CopyStep
from models.referral_packet import PacketFile, ReferralPacket


def _stands(*kinds: StepKind, since_made: bool = False) -> ColumnElement[bool]:
    """Choose files whose copy has one of these steps, put right by no later one; or that since the file was made."""
    later = aliased(CopyStep)
    return (
        select(CopyStep.id)
        .where(
            CopyStep.recipient_id == PacketFile.recipient_id,
            CopyStep.step.in_([kind.value for kind in kinds]),
            ~select(later.id).where(later.corrects_id == CopyStep.id).exists(),
            CopyStep.recorded_at >= PacketFile.exported_at if since_made else true(),
        )
        .exists()
    )


def _has_copy(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Choose packets of which a file was made that fulfils these."""
    of_packet = PacketFile.packet_id == ReferralPacket.id
    return select(PacketFile.id).where(of_packet, *conditions).correlate(ReferralPacket).exists()


_WITHDRAWN = ReferralPacket.state == PacketState.WITHDRAWN.value
_ENDED = _stands(*RECALL_ENDS)
_ASKED = _stands(StepKind.RECALL_ASKED)
# A file that was made after a recall had ended came back nowhere: it is asked back for itself.
_ENDED_SINCE = _stands(*RECALL_ENDS, since_made=True)
_ASKED_SINCE = _stands(StepKind.RECALL_ASKED, since_made=True)
_OUT = and_(~_WITHDRAWN, ~_stands(StepKind.RECALL_ASKED, *RECALL_ENDS))
_HANDED = _stands(StepKind.HANDED_OVER)
_TAKEN = _stands(StepKind.RECEIVED, StepKind.OUTCOME)
_COPY_STATES = {
    PacketState.FILE_MADE: _has_copy(_OUT, ~_HANDED, ~_TAKEN),
    PacketState.HANDED_OVER: _has_copy(_OUT, _HANDED, ~_TAKEN),
    PacketState.RECEIVED: _has_copy(_OUT, _TAKEN),
    PacketState.RECALLED: _has_copy(or_(_WITHDRAWN, _ASKED, _ENDED)),
}
WAITING: Mapping[CopyWait, ColumnElement[bool]] = {
    CopyWait.HANDOVER: _COPY_STATES[PacketState.FILE_MADE],
    CopyWait.RECEIPT: _COPY_STATES[PacketState.HANDED_OVER],
    CopyWait.OUTCOME: _has_copy(_OUT, _TAKEN, ~_stands(StepKind.OUTCOME)),
    CopyWait.RECALL: _has_copy(
        or_(and_(_WITHDRAWN, ~_ASKED, ~_ENDED), and_(_ENDED, ~_ENDED_SINCE, ~_ASKED_SINCE))
    ),
    CopyWait.RECALL_END: _has_copy(or_(_ASKED_SINCE, and_(_ASKED, ~_ENDED)), ~_ENDED_SINCE),
}


def in_state(state: PacketState) -> ColumnElement[bool]:
    """Choose packets by their own state, or that of a copy."""
    return _COPY_STATES.get(state, ReferralPacket.state == state.value)
