"""What each event of the audit trail is called on screen, and each fact of it in words."""

from collections.abc import Iterable

from flask_babel import gettext

from app.rooms import WORDS
from views.web.places import TOPICS

_HASHES = frozenset({"sha256", "snapshot"})
HASH_SHOWN = 12
"""Digits of a SHA-256 that are shown: enough to hold it beside another one."""

_UNSAID = frozenset({"permission"})
"""Facts that say nothing more to a reader: a page asks for exactly one permission."""


def action_words(action: str) -> str:
    """Return an event's words, or its code while it has none."""
    return gettext(WORDS.events[action]) if action in WORDS.events else action


def fact_words(facts: Iterable[tuple[str, str]]) -> list[str]:
    """Return the facts of one event as a reader is told them; one without words keeps its code."""
    return [
        gettext(
            "%(title)s: %(detail)s",
            title=gettext(WORDS.facts[name]) if name in WORDS.facts else name,
            detail=_value(name, value),
        )
        for name, value in facts
        if name not in _UNSAID
    ]


def _value(name: str, value: str) -> str:
    if name == "page":
        topic = TOPICS.get(value.partition(".")[0])
        return f"{gettext(topic.label)} ({value})" if topic else value
    if name in _HASHES:
        return value[:HASH_SHOWN]
    return ", ".join(gettext(WORDS.codes[each]) if each in WORDS.codes else each for each in value.split(","))
