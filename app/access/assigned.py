"""The limit to assigned cases, read from the assignments in force in the key directory."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from app.access.scope import Rule
from app.keyring.known_directory import directory_for
from app.unit_of_work import UnitOfWork
from models.case import Case


def assigned_case(column: InstrumentedAttribute[Any]) -> Rule:
    """Limit to rows whose case the person is assigned to now, with any duty, by a statement of the case's base.

    Assignment rows are not consulted: a row that was added, or whose end was cleared, shows nothing.
    """

    def rule(work: UnitOfWork) -> Any:
        on_cases = directory_for(work).on_cases_of.get(work.person.id, ())
        stated = [each.case_id for each in on_cases if each.base_id == work.person.base_id]
        return column.in_(select(Case.id).where(Case.id.in_(stated), Case.base_id == work.person.base_id))

    return rule
