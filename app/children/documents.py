"""The sealed documents about a child: profile, safe-contact rule, name card and emergency sheet."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from app.foundation.vocabulary.age_bases import AgeBasis
from app.foundation.vocabulary.animal_years import AnimalYear
from app.foundation.vocabulary.contact_safeties import ContactSafety
from app.foundation.vocabulary.guardian_relations import GuardianRelation
from app.foundation.vocabulary.languages import Language
from app.foundation.vocabulary.sexes import Sex
from app.keyring.documents import sealed_in


@dataclass(frozen=True)
class Age:
    """A child's age on a day: completed years from `low` to `high`, both inclusive, and the source of that.

    A date of birth from a document makes the age exact on every day.
    """

    low: int
    high: int
    as_of: date
    basis: AgeBasis = AgeBasis.NOT_KNOWN
    animal: AnimalYear | None = None
    born_on: date | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.high:
            raise ValueError("an age runs from a lower to a higher number of years, neither below zero")


@dataclass(frozen=True)
class Guardian:
    """Who cares for the child now; the relation as it is lived."""

    name: str = ""
    relation: GuardianRelation = GuardianRelation.NOT_KNOWN
    safe: ContactSafety = ContactSafety.NOT_KNOWN

    @property
    def is_known(self) -> bool:
        """Whether anything is known of a guardian."""
        return self != Guardian()


@sealed_in("name_card", "card")
@dataclass(frozen=True)
class CardFacts:
    """The few facts that a search finds a child by: names, age range, sex."""

    latin: str = ""
    local: str = ""
    nicknames: tuple[str, ...] = ()
    age: Age | None = None
    sex: Sex = Sex.NOT_KNOWN
    has_rule: bool = False
    """Whether a safe-contact rule is set, so that lists can say so."""

    @property
    def names(self) -> tuple[str, ...]:
        """Every known form of the child's names."""
        return tuple(name for name in (self.latin, self.local, *self.nicknames) if name)


@sealed_in("child", "profile")
@dataclass(frozen=True)
class ChildProfile:
    """Who a child is. Names are kept in the family's own order, in Latin letters and in the local script.

    `row_version` is the row's version when this was written. It tells a stale form from one that only missed a change
    of the safe-contact rule.
    """

    latin: str = ""
    local: str = ""
    nicknames: tuple[str, ...] = ()
    age: Age | None = None
    sex: Sex = Sex.NOT_KNOWN
    languages: tuple[Language, ...] = ()
    origin_area: str = ""
    origin: str = ""
    appearance: str = ""
    needs: str = ""
    guardian: Guardian = field(default_factory=Guardian)
    notes: str = ""
    row_version: int = 1

    @property
    def card(self) -> CardFacts:
        """The part of the profile that goes onto the name card."""
        return CardFacts(self.latin, self.local, self.nicknames, self.age, self.sex)


@sealed_in("child", "safe_contact")
@dataclass(frozen=True)
class SafeContact:
    """How and when to make contact, and how never to; without reasons, because everyone on the street reads it."""

    how: str = ""
    never: str = ""
    set_at: datetime | None = None
    set_by: UUID | None = None
    row_version: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether there is no rule."""
        return not self.how and not self.never


@sealed_in("emergency_sheet", "sheet")
@dataclass(frozen=True)
class EmergencyWords:
    """What somebody must know at once to keep a child safe. `safety_plan` and `where_now` are one line each."""

    danger: str = ""
    reasons: str = ""
    medical: str = ""
    safety_plan: str = ""
    where_now: str = ""
