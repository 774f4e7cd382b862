"""Which packets left before a record of their case or child was marked as a mistake, or moved: an early word.

Whether a packet tells of that record, its own page says, which compares every word.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import func, select

from app.access.scope import scoped
from app.foundation.permissions import Permission
from app.unit_of_work import UnitOfWork, Visibility
from models.audit_event import AuditEvent, AuditSubject
from models.case import Case
from models.referral_packet import PacketFile, ReferralPacket

PUT_RIGHT: Final = (
    *("mistake.marked", "mistake.agreed", "mistake.taken_back"),
    *("concern.moved", "encounter.moved"),
)
"""What the trail says of a record that counts no more, or counts elsewhere."""


def put_right_since(work: UnitOfWork, packets: Sequence[ReferralPacket]) -> frozenset[UUID]:
    """Return those packets, loaded through their scope, of whose case or child something was put right since they left.

    The last file that was made counts: whoever made it had the records before them as they were then.
    """
    left = _last_files(work, packets)
    about = {
        packet_id: subjects for packet_id, subjects in _subjects(work, packets).items() if packet_id in left
    }
    newest = _newest(work, set[UUID]().union(*about.values()))
    return frozenset(
        packet_id
        for packet_id, subjects in about.items()
        if any(newest[each] >= left[packet_id] for each in subjects & newest.keys())
    )


def _last_files(work: UnitOfWork, packets: Sequence[ReferralPacket]) -> dict[UUID, datetime]:
    query = (
        select(PacketFile.packet_id, func.max(PacketFile.exported_at))
        .where(PacketFile.packet_id.in_([each.id for each in packets]))
        .group_by(PacketFile.packet_id)
    )
    return dict(work.session.execute(query).all())


def _subjects(work: UnitOfWork, packets: Sequence[ReferralPacket]) -> dict[UUID, set[UUID]]:
    """Return by whose ids the trail names what a packet is about: its case and that case's child."""
    cases = scoped(work, Case, Permission.CASE_READ).where(Case.id.in_({each.case_id for each in packets}))
    children = {case.id: case.child_id for case in work.session.scalars(cases)}
    return {each.id: {each.case_id, children.get(each.case_id, each.case_id)} for each in packets}


def _newest(work: UnitOfWork, subjects: Collection[UUID]) -> dict[UUID, datetime]:
    if not subjects:
        return {}
    query = (
        select(AuditSubject.subject_id, func.max(AuditEvent.at))
        .join(AuditEvent, AuditEvent.seq == AuditSubject.seq)
        .where(
            AuditSubject.subject_id.in_(subjects),
            AuditEvent.action.in_(PUT_RIGHT),
            AuditEvent.visibility == Visibility.PROGRAMME.value,
        )
        .group_by(AuditSubject.subject_id)
    )
    return dict(work.session.execute(query).all())
