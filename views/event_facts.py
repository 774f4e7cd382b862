"""What each fact of an audit event is called on screen, and its value in words."""

from collections.abc import Iterable, Mapping

from flask_babel import gettext

from app.foundation.marking import N_
from app.foundation.roles import FLAG_LABELS, ROLE_LABELS
from app.foundation.vocabulary import risks, stages, urgencies

HASH_SHOWN = 12
"""Digits of a SHA-256 that are shown: enough to hold it beside another one."""

NAMES: Mapping[str, str] = {
    "after": N_("after"),
    "before": N_("before"),
    "broken": N_("does not fit"),
    "code": N_("code"),
    "duty": N_("works as"),
    "flags": N_("duties"),
    "given": N_("given"),
    "language": N_("language"),
    "mark": N_("copy"),
    "not_checked_out": N_("not checked out"),
    "number": N_("Packet"),
    "page": N_("page"),
    "reason": N_("reason"),
    "role": N_("role"),
    "sha256": N_("file"),
    "snapshot": N_("frozen as"),
    "table": N_("kind of record"),
    "urgency": N_("urgency"),
    "version": N_("version"),
    "what": N_("what"),
}
_UNSAID = frozenset({"permission", "stands"})
"""Facts that say nothing more to a reader: a page asks for exactly one permission."""

_PLACES: Mapping[str, str] = {
    "account": N_("Your account"),
    "accounts": N_("Staff"),
    "allegations": N_("About our own people"),
    "audit": N_("Audit trail"),
    "bases": N_("Bases"),
    "cases": N_("Cases"),
    "children": N_("Children"),
    "concerns": N_("Concerns"),
    "consents": N_("Consent and assent"),
    "emergency": N_("Emergency sheet"),
    "outreach": N_("Outreach"),
    "packets": N_("Packets"),
    "placements": N_("Where the child lives"),
    "restoration": N_("Restoration"),
    "restoration_review": N_("Restoration review"),
    "safety_plans": N_("Safety plan"),
    "search": N_("Find"),
    "settings": N_("Settings"),
    "stage_moves": N_("Moves along the road"),
    "tasks": N_("Tasks"),
    "today": N_("Today"),
}
"""The place that a page belongs to, by the first part of its name."""

_WORDS: Mapping[str, str] = {
    "opened": N_("Opened"),
    **{key.value: label for key, label in risks.LABELS.items()},
    **{key.value: label for key, label in urgencies.LABELS.items()},
    **{key.value: label for key, label in stages.LABELS.items()},
    **{key.value: label for key, label in ROLE_LABELS.items()},
    **{key.value: label for key, label in FLAG_LABELS.items()},
}


def fact_words(facts: Iterable[tuple[str, str]]) -> list[str]:
    """Return the facts of one event as a reader is told them; one without words keeps its code."""
    return [
        gettext(
            "%(title)s: %(detail)s",
            title=gettext(NAMES[name]) if name in NAMES else name,
            detail=_value(name, value),
        )
        for name, value in facts
        if name not in _UNSAID
    ]


def _value(name: str, value: str) -> str:
    if name == "page":
        place = value.partition(".")[0]
        return f"{gettext(_PLACES[place])} ({value})" if place in _PLACES else value
    if name in {"sha256", "snapshot"}:
        return value[:HASH_SHOWN]
    if name in {"after", "before", "duty", "flags", "role", "urgency"}:
        return ", ".join(gettext(_WORDS.get(each, each)) for each in value.split(","))
    return value
