"""Three steps for each chair, shown on Today of the practice organisation only, until somebody closes them."""

from dataclasses import dataclass

from flask import Response, request

from app.foundation.people import Person
from app.foundation.roles import Flag
from views.today.chairs import CHAIRS, Chair, FirstStep
from views.web.cookies import set_choice
from views.web.guard import this_server

CLOSED_COOKIE = "first-steps"
BETWEEN = "."


@dataclass(frozen=True)
class FirstSteps:
    """The steps of one person's chair, called `key`."""

    key: str
    intro: str
    steps: tuple[FirstStep, ...]
    are_closed: bool


def _chair_of(person: Person) -> tuple[str, Chair]:
    """Return the chair somebody came to try: a duty that is a chair of its own goes before their role."""
    if Flag.SAFEGUARDING in person.flags:
        return Flag.SAFEGUARDING.value, CHAIRS[Flag.SAFEGUARDING]
    return person.role.value, CHAIRS[person.role]


def first_steps_of(person: Person) -> FirstSteps | None:
    """Return the steps of a person's chair; None outside the practice organisation."""
    if not this_server().is_practice:
        return None
    key, chair = _chair_of(person)
    return FirstSteps(key, chair.intro, chair.steps, key in _closed())


def turn(response: Response) -> None:
    """Close or open the steps of a chair in this browser, as the form says."""
    known = {chair.value for chair in CHAIRS}
    closed = {*_closed(), request.form.get("close", "")} - {request.form.get("open", "")}
    set_choice(response, CLOSED_COOKIE, BETWEEN.join(sorted(closed & known)), this_server().settings)


def _closed() -> list[str]:
    return request.cookies.get(CLOSED_COOKIE, "").split(BETWEEN)
