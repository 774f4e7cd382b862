"""How many things wait behind a place of the rail: readable facts only, nothing is opened to count."""

from sqlalchemy import func, select

from app.access.scope import condition, has
from app.foundation.permissions import Permission
from app.foundation.vocabulary.concern_states import ConcernState
from app.unit_of_work import UnitOfWork
from models.concern import Concern


def rail_counts(work: UnitOfWork) -> dict[str, int]:
    """Return the numbers beside the rail's places, by place; those without a number are absent."""
    if not has(work, Permission.CONCERN_TRIAGE):
        return {}
    waiting = (
        select(func.count())
        .select_from(Concern)
        .where(
            condition(work, Concern, Permission.CONCERN_TRIAGE),
            Concern.state == ConcernState.WAITING.value,
        )
    )
    return {"concerns": work.session.scalar(waiting) or 0}
