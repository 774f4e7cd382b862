"""The sealed documents of a safety plan."""

from dataclasses import dataclass
from datetime import date

from app.keyring.documents import sealed_in


@dataclass(frozen=True)
class PlanAction:
    """One thing that somebody does to keep the child safe; `by` is None for what is done all the time."""

    who: str
    what: str
    by: date | None = None


@dataclass(frozen=True)
class PersonToCall:
    """Somebody to call, and how."""

    name: str
    how: str = ""


@sealed_in("safety_plan", "plan")
@dataclass(frozen=True)
class PlanWords:
    """A safety plan's words. `why` says why it was written or rewritten."""

    actions: tuple[PlanAction, ...]
    warning_signs: str = ""
    people: tuple[PersonToCall, ...] = ()
    why: str = ""
