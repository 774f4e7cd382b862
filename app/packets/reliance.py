"""Says of a record whether a packet that left may rest on it: then a second person decides about a mistake in it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select

from app.foundation.vocabulary.second_reasons import SecondReason
from app.unit_of_work import UnitOfWork
from models.case import Case
from models.case_note import CaseNote
from models.concern import Concern, ConcernAddition
from models.consent import Consent
from models.disclosure import Disclosure
from models.encounter import Encounter, EncounterChild
from models.placement import Placement
from models.referral_packet import PacketFile, ReferralPacket
from models.safety_plan import SafetyPlan

GATHERED = (CaseNote, Concern, ConcernAddition, Consent, Disclosure, Encounter, Placement, SafetyPlan)
"""The tables of what a packet tells, or rests on."""


def left_in_packet(work: UnitOfWork, row: Any) -> SecondReason | None:
    """Say that a second person decides about a record, if a packet about its child left after it was written.

    Whether the packet tells of it is not asked: whoever marks a record may not be one of the packet's readers.
    """
    if not isinstance(row, GATHERED):
        return None
    written_at = row.posted_at if isinstance(row, Concern | ConcernAddition) else row.written_at
    left = exists().where(
        PacketFile.packet_id == ReferralPacket.id,
        PacketFile.exported_at >= written_at,
        ReferralPacket.case_id.in_(_cases_of(work, row)),
    )
    return SecondReason.LEFT_IN_PACKET if work.session.scalar(select(left)) else None


def _cases_of(work: UnitOfWork, row: Any) -> set[UUID]:
    """Return the cases that a packet with the row in it may be of: also those of a child without this case."""
    if isinstance(row, Disclosure | ConcernAddition):
        concern = work.session.get(Concern, row.concern_id)
        return _cases_of(work, concern) if concern is not None else set()
    case_id, child_id = getattr(row, "case_id", None), getattr(row, "child_id", None)
    children: Iterable[UUID] = [child_id] if child_id else []
    if isinstance(row, Encounter):
        met = select(EncounterChild.child_id).where(EncounterChild.encounter_id == row.id)
        children = [each for each in work.session.scalars(met) if each is not None]
    found = (
        set(work.session.scalars(select(Case.id).where(Case.child_id.in_(children)))) if children else set()
    )
    return found | ({case_id} if case_id else set())
