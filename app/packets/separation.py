"""Keeps drafting, approving and exporting in three different hands; uses no database and no current roles.

What people did counts, not what role they have now: a promotion gives no second say.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.packets.contents import PacketContents
from app.packets.documents import ApprovedAs


@dataclass(frozen=True)
class Hands:
    """Everybody who has had a hand in a packet so far: its writers, and who approved it in which role."""

    writers: Collection[UUID]
    approved: Sequence[tuple[UUID, ApprovedAs]] = ()

    def approvers(self, approved_as: ApprovedAs) -> set[UUID]:
        """Return the people who approved in that role."""
        return {person for person, capacity in self.approved if capacity is approved_as}


def why_not_approve(hands: Hands, person_id: UUID, approved_as: ApprovedAs) -> str | None:
    """Return the code of the reason why this person cannot approve in that role; None when they can."""
    if person_id in hands.writers:
        return "packet-own-draft"
    if person_id in {person for person, _ in hands.approved}:
        return "packet-approved-by-you"
    supervisors, directors = (hands.approvers(capacity) for capacity in ApprovedAs)
    if approved_as is ApprovedAs.SUPERVISOR:
        return "packet-approved-already" if supervisors else None
    if not supervisors:
        return "packet-supervisor-first"
    return "packet-approved-already" if directors else None


def changers_in(contents: PacketContents) -> frozenset[str]:
    """Return the worker codes of those who changed what somebody else had written in a record of a packet."""
    return frozenset(entry.changed_by for entry in contents.chronology if entry.changed_by)


def why_not_export(hands: Hands, person_id: UUID) -> str | None:
    """Return the code of the reason why this person cannot export; None when they can.

    The director who approved may export. People who wrote in the packet, or approved it as a supervisor, may not.
    """
    supervisors, directors = (hands.approvers(capacity) for capacity in ApprovedAs)
    if not (supervisors - set(hands.writers)) or not (directors - set(hands.writers) - supervisors):
        return "packet-not-approved"
    if person_id in hands.writers:
        return "packet-own-draft"
    if person_id in supervisors:
        return "packet-approved-by-you"
    return None
