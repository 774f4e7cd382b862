"""The words a room brings: its events, its reasons, its notices, and the facts its events carry."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Notice:
    """What a page says after a step was done: marked words and their kind, success, info or warning."""

    text: str
    kind: str = "success"


def _none() -> Mapping[str, str]:
    return {}


@dataclass(frozen=True, kw_only=True)
class RoomWords:
    """What a room's codes are called on screen, in marked words; each code belongs to one room alone.

    `events` are those of the audit trail; `reasons` are why a step cannot be done now; `notices` are what a page says
    after a step. `facts` name what an event carries, and `codes` are the values such a fact may have.
    """

    events: Mapping[str, str] = field(default_factory=_none)
    reasons: Mapping[str, str] = field(default_factory=_none)
    notices: Mapping[str, Notice] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=_none)
    codes: Mapping[str, str] = field(default_factory=_none)


def together(each: Iterable[Mapping[str, T]]) -> dict[str, T]:
    """Return what all rooms say as one. Raises ValueError when two rooms have other words for one code."""
    found: dict[str, T] = {}
    for words in each:
        differing = [code for code in found.keys() & words.keys() if found[code] != words[code]]
        if differing:
            raise ValueError(f"two rooms have words for {sorted(differing)}")
        found |= words
    return found
