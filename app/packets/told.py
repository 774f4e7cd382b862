"""What the audit trail says about packets: a second witness beside the signatures in their rows.

A signature cannot show that it was removed. The trail can, as long as its events fit their neighbours. Where the two
disagree, the only thing said about a file is that it is not vouched for.
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
RECALLED: Final = "packet.recall_asked"
SUBMITTED: Final = "packet.submitted"
REVIEWED: Final = "packet.template_reviewed"
STEP_CORRECTED: Final = "packet.step_corrected"
_ENDS_A_RELEASE: Final = ("packet.changed", "packet.returned", WITHDRAWN)


@dataclass(frozen=True)
class _Told:
    seq: int
    packet_ids: frozenset[UUID]
    facts: dict[str, Any]
    first: UUID | None


def was_exported(session: Session, packet_id: UUID) -> bool:
    """Tell whether the trail says that a file of the packet was ever made."""
    return any(packet_id in each.packet_ids for each in _events(session, EXPORTED, str(packet_id)))


def is_exported_file(session: Session, sha256_hex: str) -> bool:
    """Tell whether the trail says that we made a file with that SHA-256."""
    return any(each.facts.get("sha256") == sha256_hex for each in _events(session, EXPORTED, sha256_hex))


def was_withdrawn(session: Session, packet_id: UUID) -> bool:
    """Tell whether the trail says that the packet was taken back."""
    return any(packet_id in each.packet_ids for each in _events(session, WITHDRAWN, str(packet_id)))


def recalls_of(session: Session, recipient_id: UUID) -> frozenset[UUID]:
    """Return the steps by which the trail says that a copy was asked back."""
    found = [
        step
        for action in (RECALLED, STEP_CORRECTED)
        for step in _events(session, action, recipient_id.hex)
        if step.facts.get("recipient") == recipient_id.hex and step.facts.get("step") == "recall_asked"
    ]
    return frozenset(step.first for step in found if step.first is not None)


def recalled_copies(session: Session) -> dict[UUID, frozenset[UUID]]:
    """Return, for every copy that was ever asked back, the steps by which the trail says so."""
    found: dict[UUID, set[UUID]] = {}
    for action in (RECALLED, STEP_CORRECTED):
        for step in _events(session, action, json.dumps("recall_asked")):
            recipient = step.facts.get("recipient")
            if recipient and step.first is not None and step.facts.get("step") == "recall_asked":
                found.setdefault(UUID(hex=recipient), set()).add(step.first)
    return {recipient: frozenset(steps) for recipient, steps in found.items()}


def newest_review(session: Session, template_version: str) -> UUID | None:
    """Return the last verdict that the trail says was recorded of a version of the template."""
    found = [
        each
        for each in _events(session, REVIEWED, json.dumps(template_version))
        if each.facts.get("template") == template_version
    ]
    return max(found, key=lambda each: each.seq).first if found else None


def stands_as_submitted(session: Session, packet_id: UUID, digest: str) -> bool:
    """Tell whether the trail says that this snapshot was submitted, and not sent back, changed or taken back since.

    A whole older row of a packet fits its tag and every signature in it.
    """
    found = [
        each
        for each in _events(session, SUBMITTED, json.dumps(digest))
        if each.first == packet_id and each.facts.get("snapshot") == digest
    ]
    return bool(found) and not _ended_since(session, max(found, key=lambda each: each.seq))


def newest_release(session: Session, number: str, *, above: int) -> int | None:
    """Return the newest higher version that was released and has been neither changed nor taken back since."""
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
    # The packet is named first; events about other packets name its case and child too.
    return any(_first_subject(event) in release.packet_ids for event in events)


def _events(session: Session, action: str, text: str) -> list[_Told]:
    """Return the events of an action that contain a text, as far as they fit the chain.

    It does not use the rows that events are found by: no hash covers those, and a missing row would hide its event.
    """
    query = select(AuditEvent).where(
        AuditEvent.action == action, AuditEvent.body.contains(text, autoescape=True)
    )
    return [
        _Told(event.seq, _packets_in(event), json.loads(event.body)["facts"], _first_subject(event))
        for event in chained(session, session.scalars(query))
    ]


def _packets_in(event: AuditEvent) -> frozenset[UUID]:
    if event.action in (SUBMITTED, RELEASED):
        first = _first_subject(event)
        return frozenset() if first is None else frozenset({first})
    return subjects_in(event)


def _first_subject(event: AuditEvent) -> UUID | None:
    subjects = json.loads(event.body)["subjects"]
    return UUID(subjects[0]) if subjects else None
