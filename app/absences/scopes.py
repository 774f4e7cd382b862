"""Which answers a person reaches: those of clubs they lead now, or of their base; and the way to one in an address."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_
from sqlalchemy.orm import InstrumentedAttribute

from app.access.addresses import declare_address
from app.access.scope import Rule, declare_scope, own_base
from app.foundation.permissions import Permission, Reach
from app.keyring.leading import folders_led_by
from app.unit_of_work import UnitOfWork
from models.club_absence import ClubAbsence
from models.mistake import MistakeMark

__all__ = ["ClubAbsence"]
"""Whoever queries the table takes it from here, so that its scope is declared."""


def _led(base: InstrumentedAttribute[Any], folder: InstrumentedAttribute[UUID]) -> Rule:
    """Limit to rows of clubs that the person leads now, according to the key directory."""

    def rule(work: UnitOfWork) -> ColumnElement[bool]:
        return and_(folder.in_(folders_led_by(work, work.person.id)), own_base(base)(work))

    return rule


declare_scope(
    ClubAbsence,
    allowed={
        Permission.CLUB_READ,
        Permission.CLUB_ANSWER,
        Permission.CLUB_VISIT,
        Permission.MISTAKE_DECIDE,
    },
    rules={
        Reach.OWN: _led(ClubAbsence.base_id, ClubAbsence.folder_id),
        Reach.BASE: own_base(ClubAbsence.base_id),
    },
)
declare_address("absence_id", "mark_id", MistakeMark.about_id)
