"""The words for a form that was kept: where it was written, and what stood in it."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from flask import current_app
from flask_babel import gettext
from werkzeug.exceptions import HTTPException

from app.foundation.marking import N_
from app.rooms import TOPICS
from app.staff.own_account import KeptForm
from forms.answers import answer_label

UNKNOWN = N_("A form")
SHOWN = 50
"""How many characters of what was typed tell one kept form from another."""


@dataclass(frozen=True)
class NamedForm:
    """A kept form, and what it is called: the place it belongs to, and the beginning of what was typed."""

    form: KeptForm
    name: str


def named(kept: Iterable[KeptForm]) -> list[NamedForm]:
    """Return the kept forms with their names."""
    return [NamedForm(one, _name(one)) for one in kept]


def told(said: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield what stood in a form: what was typed as it is, and each answer by its label."""
    for name, value in said:
        label = answer_label(name, value)
        yield gettext(label) if label else value


def _name(one: KeptForm) -> str:
    topic = gettext(_topic(one.path))
    typed = max((value for name, value in one.said if not answer_label(name, value)), key=len, default="")
    if not typed:
        return str(topic)
    short = typed if len(typed) <= SHOWN else f"{typed[:SHOWN].rstrip()}…"
    return str(gettext("%(title)s: %(detail)s", title=topic, detail=short))


def _topic(path: str) -> str:
    with suppress(HTTPException):
        endpoint, _values = current_app.url_map.bind("").match(path.partition("?")[0], method="POST")
        blueprint = str(endpoint).partition(".")[0]
        if blueprint in TOPICS:
            return TOPICS[blueprint].label
    return UNKNOWN
