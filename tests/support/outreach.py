"""Nights for tests: routes, shifts and meetings, made by the services in cast members' names."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from app.children.children import ChildInput, make_child
from app.children.documents import ChildProfile
from app.outreach.documents import Account, ChildDescription, MetChildInput, Place, RoutePlan
from app.outreach.encounter_page import EncounterPage, encounter_page
from app.outreach.night_times import time_of
from app.outreach.routes import make_route
from app.outreach.shifts import Missing, ShiftInput, end_shift, open_shift
from app.outreach.writing import EncounterInput, change_encounter, write_encounter
from app.outreach.writing_page import correcting_page
from models.encounter import Encounter
from tests.support.organisation import Organisation

PLAN = RoutePlan("Riverfront", ("12",), ("steps by the ferry", "night market gate"))


def hour(organisation: Organisation, hours: float = 0) -> time:
    """Return the local time of day some hours from now, as somebody would type it."""
    return time_of(organisation.clock.now() + timedelta(hours=hours))


def route_of(organisation: Organisation, *, by: str = "supervisor", plan: RoutePlan = PLAN) -> UUID:
    """Write a route of a cast member's base."""
    with organisation.writing(by) as work:
        return make_route(work, uuid4(), plan)


def shift_of(
    organisation: Organisation,
    *,
    by: str = "field",
    team: tuple[str, ...] = (),
    route_id: UUID | None = None,
    words: str = "",
    hours: float = 4,
) -> UUID:
    """Open a shift that starts now and is due back in some hours."""
    people = tuple(organisation.ids[name] for name in team)
    start, back = hour(organisation), hour(organisation, hours)
    with organisation.writing(by) as work:
        return open_shift(work, ShiftInput(uuid4(), people, start, back, route_id, words))


def ended(organisation: Organisation, shift_id: UUID, *, by: str = "field", words: str = "") -> datetime:
    """End a shift at this moment, everybody accounted for."""
    with organisation.writing(by) as work:
        end_shift(work, shift_id, words=words, missing=Missing.ACCOUNTED_FOR)
        return work.now


def typed(organisation: Organisation, *, place: str = "by the steps", **changes: Any) -> EncounterInput:
    """Return a meeting as typed: now, one child, at a place in words."""
    account = changes.pop("account", None) or Account(Place(words=place), words=changes.pop("words", ""))
    return EncounterInput(
        met=changes.pop("met", hour(organisation)), account=account, count=changes.pop("count", 1), **changes
    )


def met_on(
    organisation: Organisation,
    shift_id: UUID,
    what: EncounterInput | None = None,
    *,
    by: str = "field",
    encounter_id: UUID | None = None,
) -> UUID:
    """Write a meeting of a shift down."""
    with organisation.writing(by) as work:
        return write_encounter(work, shift_id, encounter_id or uuid4(), what or typed(organisation))


def child_of(organisation: Organisation, *, by: str = "field", latin: str = "Sok Sophea") -> UUID:
    """Make a record of a child in a cast member's base."""
    with organisation.writing(by) as work:
        return make_child(work, ChildInput(uuid4(), ChildProfile(latin=latin))).id


def read(organisation: Organisation, encounter_id: UUID, *, by: str = "supervisor") -> EncounterPage:
    """Read a meeting as a cast member."""
    with organisation.reading(by) as work:
        return encounter_page(work, encounter_id, locale="en")


def change(
    organisation: Organisation,
    encounter_id: UUID,
    what: EncounterInput,
    *,
    version: int | None = None,
    by: str = "field",
) -> None:
    """Correct a meeting as a cast member, from the newest version unless another is given."""
    with organisation.writing(by) as work:
        newest = work.session.get_one(Encounter, encounter_id).version
        change_encounter(work, encounter_id, what, version=version or newest)


def rows_of(organisation: Organisation, encounter_id: UUID) -> list[MetChildInput]:
    """Return the children of a meeting as its form would show them."""
    with organisation.reading("supervisor") as work:
        met = correcting_page(work, encounter_id).met
    assert met is not None
    return [
        MetChildInput(child.description or ChildDescription(), child.child_id, child.row_id)
        for child in met.children
    ]
