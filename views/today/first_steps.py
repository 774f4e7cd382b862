"""Three steps for each chair, shown on Today of the practice organisation only, until somebody closes them."""

from dataclasses import dataclass

from flask import Response, request, url_for

from app.cases.worst_case import worst_case
from app.foundation.people import Person
from app.foundation.roles import Flag
from app.unit_of_work import UnitOfWork
from views.today.chairs import CHAIRS, Chair, FirstStep
from views.web.cookies import set_choice
from views.web.guard import this_server

CLOSED_COOKIE = "first-steps"
BETWEEN = "."

DUTIES_FIRST = (Flag.SAFEGUARDING, Flag.ACTING_DIRECTOR, Flag.ON_CALL)
"""The duties that are a chair of their own; of several, the first is tried."""


@dataclass(frozen=True)
class ShownStep:
    """What to try, in marked words, and the address of its page."""

    what: str
    how: str
    url: str


@dataclass(frozen=True)
class FirstSteps:
    """The steps of one person's chair, called `key`."""

    key: str
    intro: str
    steps: tuple[ShownStep, ...]
    are_closed: bool


def _chair_of(person: Person) -> tuple[str, Chair]:
    """Return the chair somebody came to try: a duty that is a chair of its own goes before their role."""
    for duty in DUTIES_FIRST:
        if duty in person.flags:
            return duty.value, CHAIRS[duty]
    return person.role.value, CHAIRS[person.role]


def first_steps_of(work: UnitOfWork) -> FirstSteps | None:
    """Return the steps of this person's chair; None outside the practice organisation."""
    if not this_server().is_practice:
        return None
    key, chair = _chair_of(work.person)
    steps = tuple(ShownStep(step.what, step.how, _address(work, step)) for step in chair.steps)
    return FirstSteps(key, chair.intro, steps, key in _closed())


def _address(work: UnitOfWork, step: FirstStep) -> str:
    if step.of_case is None:
        return url_for(step.endpoint)
    case_id = worst_case(work, step.of_case)
    return url_for(step.endpoint, case_id=case_id) if case_id is not None else url_for(step.otherwise)


def turn(response: Response) -> None:
    """Close or open the steps of a chair in this browser, as the form says."""
    known = {chair.value for chair in CHAIRS}
    closed = {*_closed(), request.form.get("close", "")} - {request.form.get("open", "")}
    set_choice(response, CLOSED_COOKIE, BETWEEN.join(sorted(closed & known)), this_server().settings)


def _closed() -> list[str]:
    return request.cookies.get(CLOSED_COOKIE, "").split(BETWEEN)
