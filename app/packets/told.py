"""What the audit trail tells of packets: a second witness beside what is signed in their rows.

A signature cannot tell that it was taken away. The trail can, as long as its events fit their neighbours; where the
two do not agree, nothing is said about a file but that it is not vouched for.
"""

import json
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.chain_links import chained, subjects_in
from models.audit_event import AuditEvent, AuditSubject

EXPORTED: Final = "packet.exported"
RELEASED: Final = "packet.released"
WITHDRAWN: Final = "packet.withdrawn"
_ENDS_A_RELEASE: Final = ("packet.changed", "packet.returned", WITHDRAWN)


@dataclass(frozen=True)
class _Told:
    seq: int
    packet_ids: frozenset[UUID]
    facts: dict[str, Any]


def was_exported(session: Session, packet_id: UUID) -> bool:
    """Tell whether the trail says that a file of the packet was ever made."""
    return any(packet_id in each.packet_ids for each in _events(session, EXPORTED, str(packet_id)))


def is_exported_file(session: Session, sha256_hex: str) -> bool:
    """Tell whether the trail says that we made a file with that SHA-256."""
    return any(each.facts.get("sha256") == sha256_hex for each in _events(session, EXPORTED, sha256_hex))


def was_withdrawn(session: Session, packet_id: UUID) -> bool:
    """Tell whether the trail says that the packet was taken back."""
    return any(packet_id in each.packet_ids for each in _events(session, WITHDRAWN, str(packet_id)))


def newest_release(session: Session, number: str, *, above: int) -> int | None:
    """Return the newest version above one that was released and is neither changed nor taken back since."""
    found = [
        each
        for each in _events(session, RELEASED, json.dumps(number))
        if each.facts.get("number") == number and each.facts.get("version", 0) > above
    ]
    standing_still = [each.facts["version"] for each in found if not _ended_since(session, each)]
    return max(standing_still, default=None)


def _ended_since(session: Session, release: _Told) -> bool:
    about = select(AuditSubject.seq).where(
        AuditSubject.subject_id.in_(release.packet_ids), AuditSubject.seq > release.seq
    )
    query = select(AuditEvent).where(AuditEvent.action.in_(_ENDS_A_RELEASE), AuditEvent.seq.in_(about))
    events = chained(session, session.scalars(query))
    # The packet is named first; its case and child are named by events about other packets too.
    return any(_first_subject(event) in release.packet_ids for event in events)


def _events(session: Session, action: str, text: str) -> list[_Told]:
    """Return the events of an action that hold a text, as far as they fit the chain.

    Not by the rows that events are found by: those are in no hash, and one that is gone would hide its event.
    """
    query = select(AuditEvent).where(
        AuditEvent.action == action, AuditEvent.body.contains(text, autoescape=True)
    )
    return [
        _Told(event.seq, _packets_in(event), json.loads(event.body)["facts"])
        for event in chained(session, session.scalars(query))
    ]


def _packets_in(event: AuditEvent) -> frozenset[UUID]:
    if event.action == RELEASED:
        first = _first_subject(event)
        return frozenset() if first is None else frozenset({first})
    return subjects_in(event)


def _first_subject(event: AuditEvent) -> UUID | None:
    subjects = json.loads(event.body)["subjects"]
    return UUID(subjects[0]) if subjects else None
