"""The sealed documents of a group session: its plan, how it went, and what children chose to show."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.foundation.vocabulary.consent_bases import ConsentBasis
from app.keyring.documents import sealed_in


@sealed_in("group_session", "plan")
@dataclass(frozen=True)
class GroupPlan:
    """Where a session is and what it is about. `area` is a code of the base's pack.

    `topic` is of parent education and job training, `art_form` and `aim` of healing arts, `question` is what parents
    are asked before and after.
    """

    place: str = ""
    area: str = ""
    topic: str = ""
    materials: str = ""
    art_form: str = ""
    aim: str = ""
    question: str = ""


@dataclass(frozen=True)
class Came:
    """One child who came, by whom that was written, and when.

    `late`: after it had been written before. `unexpected`: nobody had planned it; the child was offered it by coming.
    """

    child_id: UUID
    by: UUID
    at: datetime
    late: bool = False
    unexpected: bool = False


@dataclass(frozen=True)
class Answers:
    """How many gave each of the three answers."""

    yes: int = 0
    unsure: int = 0
    no: int = 0

    @property
    def total(self) -> int:
        """How many answered."""
        return self.yes + self.unsure + self.no


@sealed_in("group_session", "report")
@dataclass(frozen=True)
class GroupReport:
    """How a session went: the children who came, or how many adults, and what they answered before and after.

    Of one that was cancelled: `reason`, a code of `CancelReason`, and words. Nobody came to it.
    """

    came: tuple[Came, ...] = ()
    women: int = 0
    men: int = 0
    not_said: int = 0
    before: Answers | None = None
    after: Answers | None = None
    materials: str = ""
    words: str = ""
    reason: str = ""

    @property
    def adults(self) -> int:
        """How many adults were there."""
        return self.women + self.men + self.not_said

    @property
    def children(self) -> frozenset[UUID]:
        """The children who came."""
        return frozenset(each.child_id for each in self.came)


@dataclass(frozen=True)
class ShownByChild:
    """What one child chose to show, in words, and where the artwork lies: a shelf or folder number, never a file.

    `basis` is who agreed that the artwork is noted, on `agreed_on`; there is no reference without both.
    """

    child_id: UUID
    words: str = ""
    reference: str = ""
    basis: ConsentBasis | None = None
    agreed_on: date | None = None


@sealed_in("group_session", "shown")
@dataclass(frozen=True)
class GroupShown:
    """What the children of a healing arts session chose to show."""

    lines: tuple[ShownByChild, ...] = ()
