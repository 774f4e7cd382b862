"""The words a room brings: for its events, its reasons, its notices, and the facts its events carry."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Notice:
    """What a page says after a step was done: marked words and their kind (success, info or warning)."""

    text: str
    kind: str = "success"


def _none() -> Mapping[str, str]:
    return {}


@dataclass(frozen=True, kw_only=True)
class RoomWords:
    """The marked words for a room's codes, as the screen shows them; each code belongs to one room only.

    `events` are those of the audit trail. `reasons` say why a step cannot be done now. `notices` are what a page says
    after a step. `facts` name what an event carries, and `codes` are the values that such a fact may have.
    """

    events: Mapping[str, str] = field(default_factory=_none)
    reasons: Mapping[str, str] = field(default_factory=_none)
    notices: Mapping[str, Notice] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=_none)
    codes: Mapping[str, str] = field(default_factory=_none)


def together(each: Iterable[Mapping[str, T]]) -> dict[str, T]:
    """Return the words of all rooms as one. Raises ValueError when two rooms have different words for one code."""
    found: dict[str, T] = {}
    for words in each:
        differing = [code for code in found.keys() & words.keys() if found[code] != words[code]]
        if differing:
            raise ValueError(f"two rooms have words for {sorted(differing)}")
        found |= words
    return found
