"""Which children were met since a day: a filter for the list of children."""

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import Select

import app.outreach.scopes  # noqa: F401 - says who reaches which meetings
from app.access.scope import scoped
from app.foundation.local_time import to_utc
from app.foundation.permissions import Permission
from app.unit_of_work import UnitOfWork
from models.encounter import Encounter, EncounterChild


def met_since(work: UnitOfWork, day: date) -> Select[UUID]:
    """Select the ids of children met since a day, on the shifts this person may read."""
    start = to_utc(datetime.combine(day, time()))
    return (
        scoped(work, EncounterChild, Permission.SHIFT_READ)
        .join(Encounter, Encounter.id == EncounterChild.encounter_id)
        .where(Encounter.met_at >= start, EncounterChild.child_id.is_not(None))
        .where(Encounter.mistake_id.is_(None))
        .with_only_columns(EncounterChild.child_id)
    )
