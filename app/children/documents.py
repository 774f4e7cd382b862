"""The sealed documents about a child: profile, safe-contact rule, name card and emergency sheet."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from app.foundation.vocabulary.age_bases import AgeBasis
from app.foundation.vocabulary.animal_years import AnimalYear
from app.foundation.vocabulary.contact_safeties import ContactSafety
from app.foundation.vocabulary.guardian_relations import GuardianRelation
from app.foundation.vocabulary.languages import Language
from app.foundation.vocabulary.sexes import Sex
from app.keyring.documents import sealed_in

LOOKS_ON_CARD = 300
"""How much of a description is on a name card, in letters: cards of a whole base are opened at once."""


@dataclass(frozen=True)
class SaidYears:
    """The years somebody gave for a child on a day, and how they knew, whatever else tells the age more closely."""

    low: int
    high: int
    as_of: date
    basis: AgeBasis = AgeBasis.NOT_KNOWN


@dataclass(frozen=True)
class Age:
    """A child's age on a day: completed years from `low` to `high`, both inclusive, and the source of that.

    A date of birth from a document makes the age exact on every day. `low`, `high` and `basis` follow from it, or from
    the animal year; `said` are the years that were given beside it, which count again when it is taken away.
    """

    low: int
    high: int
    as_of: date
    basis: AgeBasis = AgeBasis.NOT_KNOWN
    animal: AnimalYear | None = None
    born_on: date | None = None
    said: SaidYears | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.high:
            raise ValueError("an age runs from a lower to a higher number of years, neither below zero")


@dataclass(frozen=True)
class Guardian:
    """Who cares for the child now; the relation as it is lived, and the telephone number if one is known."""

    name: str = ""
    relation: GuardianRelation = GuardianRelation.NOT_KNOWN
    safe: ContactSafety = ContactSafety.NOT_KNOWN
    number: str = ""

    @property
    def is_known(self) -> bool:
        """Whether anything is known of a guardian."""
        return self != Guardian()


@dataclass(frozen=True)
class ContactWords:
    """How and when to make contact, and how never to."""

    how: str = ""
    never: str = ""


@sealed_in("name_card", "card")
@dataclass(frozen=True)
class CardFacts:
    """The few facts that a search finds a child by, and how never to make contact: lists say both."""

    latin: str = ""
    local: str = ""
    nicknames: tuple[str, ...] = ()
    age: Age | None = None
    sex: Sex = Sex.NOT_KNOWN
    has_rule: bool = False
    """Whether a safe-contact rule is set. On cards of before, the rule's words then stand in the child's row alone."""
    contact: ContactWords = field(default_factory=ContactWords)
    looks: str | None = None
    """The beginning of what the child looks like; None on a card from before looks stood there."""
    is_mistaken: bool = False
    """Whether the child was written down by mistake, or twice: then nobody chooses it any more."""

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
        looks = " ".join(self.appearance.split())[:LOOKS_ON_CARD]
        return CardFacts(self.latin, self.local, self.nicknames, self.age, self.sex, looks=looks)


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

    def on_card(self, card: CardFacts) -> CardFacts:
        """Return a child's card with this rule on it."""
        words = ContactWords(self.how, self.never)
        return replace(card, has_rule=not self.is_empty, contact=words)


@sealed_in("emergency_sheet", "sheet")
@dataclass(frozen=True)
class EmergencyWords:
    """What somebody must know at once to keep a child safe. `safety_plan` and `where_now` are one line each."""

    danger: str = ""
    reasons: str = ""
    medical: str = ""
    safety_plan: str = ""
    where_now: str = ""
