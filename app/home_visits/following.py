"""Which visit says when a family is visited again: the newest that was reported, while none is planned."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import aliased

from app.foundation.vocabulary.visit_states import VisitState
from app.keyring.derived import set_derived
from app.unit_of_work import UnitOfWork
from models.home_visit import HomeVisit


def settle(work: UnitOfWork, household_id: UUID) -> None:
    """Set the column that finds families to be visited again, after one of their visits changed.

    Whoever reports a visit may not read the others: nothing of them is opened or told.
    """
    work.session.flush()
    query = select(HomeVisit).where(
        HomeVisit.household_id == household_id,
        or_(HomeVisit.due_again_on.is_not(None), ~is_followed()),
    )
    for row in work.session.scalars(query).all():
        wanted = due_again(work, row)
        if row.due_again_on != wanted:
            set_derived(work.session, row, due_again_on=wanted)


def due_again(work: UnitOfWork, row: HomeVisit) -> date | None:
    """Return by when the family of a visit is to be visited again, if this visit is the one that says so."""
    if row.next_visit_on is None or row.mistake_id is not None:
        return None
    query = select(HomeVisit.id).where(HomeVisit.id == row.id, ~is_followed())
    return row.next_visit_on if work.session.scalar(query) is not None else None


def is_followed() -> ColumnElement[bool]:
    """Tell whether a later visit to the same family was reported, or one is planned: then that one is looked at."""
    later = aliased(HomeVisit)
    return (
        select(later.id)
        .where(
            later.household_id == HomeVisit.household_id,
            later.mistake_id.is_(None),
            or_(later.made_at > HomeVisit.made_at, later.state == VisitState.PLANNED.value),
        )
        .correlate(HomeVisit)
        .exists()
    )


def unsettled(work: UnitOfWork, visits: Sequence[HomeVisit]) -> list[HomeVisit]:
    """Return the visits whose column does not say what the visits to the family say, for the sweep."""
    return [visit for visit in visits if visit.due_again_on != due_again(work, visit)]
