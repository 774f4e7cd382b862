"""The sealed documents of this room: where a route leads, what was said of a shift, and what happened at a meeting."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from app.foundation.vocabulary.age_bands import AgeBand
from app.foundation.vocabulary.company import Company
from app.foundation.vocabulary.encounter_actions import EncounterAction
from app.foundation.vocabulary.needs import Need
from app.foundation.vocabulary.sexes import Sex
from app.keyring.documents import sealed_in


@dataclass(frozen=True)
class Change:
    """Who last changed the record, and when."""

    by: UUID
    at: datetime


@sealed_in("outreach_route", "plan")
@dataclass(frozen=True)
class RoutePlan:
    """Where a route leads: area codes of the base's pack (strings), and meeting points in the team's own words."""

    name: str
    areas: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    last_change: Change | None = None


@sealed_in("shift", "notes")
@dataclass(frozen=True)
class ShiftNotes:
    """What was written when the shift was opened, and when it ended."""

    opening: str = ""
    ending: str = ""


@dataclass(frozen=True)
class Place:
    """The rough place of a meeting: an area code, words such as a meeting point, or both. Never an address."""

    area: str = ""
    words: str = ""

    @property
    def is_known(self) -> bool:
        """Whether anything is said about the place."""
        return bool(self.area or self.words)


@dataclass(frozen=True)
class Sign:
    """One item of the screening pack and its answer, both by their codes."""

    item: str
    answer: str


@sealed_in("encounter", "account")
@dataclass(frozen=True)
class Account:
    """What happened at a meeting. `signs` are items of `pack`, in the version that was current then."""

    place: Place
    company: tuple[Company, ...] = ()
    company_words: str = ""
    pack: str = ""
    pack_version: int = 0
    signs: tuple[Sign, ...] = ()
    needs_met: tuple[Need, ...] = ()
    actions: tuple[EncounterAction, ...] = ()
    words: str = ""
    last_change: Change | None = None


@dataclass(frozen=True)
class Judged:
    """What a person decided about two descriptions: whether `other` is the same child, who said so, and when.

    `other` is a child of another meeting, by its row, or a child's record. Nobody reads it without the meeting's key.
    """

    other: UUID
    is_same: bool
    by: UUID
    at: datetime


@sealed_in("encounter_child", "description")
@dataclass(frozen=True)
class ChildDescription:
    """How one child of a meeting looked, so that the team recognises them: apparent sex and age, and words.

    `position` keeps the children of a meeting in the order in which they were written. `judged` is what was decided
    about it since, in the order of that; corrections leave it as it is.
    """

    sex: Sex = Sex.NOT_KNOWN
    age: AgeBand = AgeBand.NOT_KNOWN
    words: str = ""
    position: int = field(default=0, compare=False)
    judged: tuple[Judged, ...] = field(default=(), compare=False)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written about the child."""
        return self == ChildDescription()


@dataclass(frozen=True)
class MetChildInput:
    """One child as typed. `row_id` names a child the meeting already has; `child_id` one that has a record."""

    description: ChildDescription = field(default_factory=ChildDescription)
    child_id: UUID | None = None
    row_id: UUID | None = None

    @property
    def is_blank(self) -> bool:
        """Whether nothing at all was said about the child, who is then only counted."""
        return self.description.is_empty and self.child_id is None and self.row_id is None
