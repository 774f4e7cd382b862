"""Children who were met and are not yet known, for tests: one night for each of them."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.foundation.vocabulary.age_bands import AgeBand
from app.foundation.vocabulary.sexes import Sex
from app.outreach.documents import Account, ChildDescription, MetChildInput, Place
from models.encounter import EncounterChild
from tests.support.organisation import Organisation
from tests.support.outreach import ended, met_on, shift_of, typed


def met(
    organisation: Organisation,
    words: str,
    *,
    by: str = "field",
    sex: Sex = Sex.MALE,
    age: AgeBand = AgeBand.FROM_6_TO_12,
    place: Place = Place("12", "ferry steps"),  # noqa: B008 - frozen
    beside: tuple[UUID, ...] = (),
    **account: Any,
) -> UUID:
    """Meet a child nobody knows on a night of its own, and return the child's row."""
    shift_id = shift_of(organisation, by=by, team=(by,))
    children = (
        MetChildInput(ChildDescription(sex, age, words)),
        *(MetChildInput(child_id=child_id) for child_id in beside),
    )
    what = typed(organisation, account=Account(place, **account), children=children, count=len(children))
    encounter_id = met_on(organisation, shift_id, what, by=by)
    ended(organisation, shift_id, by=by)
    organisation.clock.move(timedelta(hours=1))
    return unknown_of(organisation, encounter_id)


def unknown_of(organisation: Organisation, encounter_id: UUID) -> UUID:
    """Return the first child of a meeting who has no record."""
    with organisation.server.store.reading() as session:
        query = select(EncounterChild.id).where(
            EncounterChild.encounter_id == encounter_id, EncounterChild.child_id.is_(None)
        )
        return session.scalars(query).first() or encounter_id


def meeting_of(organisation: Organisation, row_id: UUID) -> UUID:
    """Return the meeting of a child."""
    with organisation.server.store.reading() as session:
        return session.get_one(EncounterChild, row_id).encounter_id
