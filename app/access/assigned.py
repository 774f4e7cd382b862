"""The cut to assigned cases, read from the assignments in force."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from app.access.scope import Rule
from models.assignment import Assignment


def assigned_case(column: InstrumentedAttribute[Any]) -> Rule:
    """Cut to rows whose case the person is assigned to now, with whatever duty."""
    return lambda work: column.in_(
        select(Assignment.case_id).where(Assignment.staff_id == work.person.id, Assignment.until_at.is_(None))
    )
