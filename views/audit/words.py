"""The name of each event of the audit trail on screen, and each of its facts in words."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from flask_babel import format_time, gettext

from app.access.seen_by import Seer, Sighting, Way
from app.foundation.vocabulary import copy_steps
from app.rooms import TOPICS, WORDS
from views.mistakes.words import KINDS

_HASHES = frozenset({"sha256", "snapshot"})
HASH_SHOWN = 12
"""How many digits of a SHA-256 are shown: enough to compare it with another one."""

WAYS_NAMED = 3
"""How many ways of seeing a child a person's line names."""

_LISTS: Mapping[str, Mapping[str, str]] = {
    "step": {kind.value: label for kind, label in copy_steps.LABELS.items()},
    "table": KINDS,
}
"""Facts whose values have words of their own; a kind of record that nobody reads by itself keeps its name."""

_UNSAID = frozenset({"permission"})
"""Facts that tell a reader nothing more, because a page asks for exactly one permission."""


def action_words(action: str) -> str:
    """Return an event's words, or its code while it has none."""
    return gettext(WORDS.events[action]) if action in WORDS.events else action


def hour(moment: datetime) -> str:
    """Return the time of day of a moment, in the base's time zone, to the second."""
    return str(format_time(moment, "HH:mm:ss"))


def page_words(endpoint: str) -> str:
    """Return what the pages of a topic are called; empty for a page that belongs to none."""
    topic = TOPICS.get(endpoint.partition(".")[0])
    return gettext(topic.label) if topic else ""


def seen_words(seen: Sighting) -> str:
    """Return how somebody saw a child: opened, in a list, or what they did."""
    if seen.way is Way.DID:
        return action_words(seen.action)
    return str(gettext("opened") if seen.way is Way.OPENED else gettext("in a list"))


def ways_words(seer: Seer) -> str:
    """Return in how many ways somebody saw a child: the first few in words, more are counted."""
    ways = list(dict.fromkeys(seen_words(line.seen) for line in seer.lines))
    named, left = ", ".join(ways[:WAYS_NAMED]), len(ways) - WAYS_NAMED
    return named if left <= 0 else str(gettext("%(codes)s and %(count)s more", codes=named, count=left))


def fact_words(facts: Iterable[tuple[str, str]]) -> list[str]:
    """Return the facts of one event as a reader sees them; a fact without words keeps its code."""
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
        words = page_words(value)
        return f"{words} ({value})" if words else value
    if name in _HASHES:
        return value[:HASH_SHOWN]
    if value in _LISTS.get(name, {}):
        return str(gettext(_LISTS[name][value]))
    return ", ".join(gettext(WORDS.codes[each]) if each in WORDS.codes else each for each in value.split(","))
