"""The sealed documents of this room: observations, additions, the child's own words, and how concerns are handled."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.foundation.vocabulary.addition_kinds import AdditionKind
from app.foundation.vocabulary.concern_degrees import ConcernDegree
from app.foundation.vocabulary.concern_kinds import ConcernKind
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.foundation.vocabulary.languages import Language
from app.foundation.vocabulary.promptings import Prompting
from app.foundation.vocabulary.urgencies import Urgency
from app.keyring.documents import sealed_in


@dataclass(frozen=True)
class CodedConcern:
    """One concern code; `degree` is None for codes that describe a situation."""

    kind: ConcernKind
    degree: ConcernDegree | None = None


@dataclass(frozen=True)
class FirstPosted:
    """The concern about several children that a child's own was made from: its reference, who posted it, and when."""

    reference: str
    by: UUID
    at: datetime


@sealed_in("concern", "observation")
@dataclass(frozen=True)
class Observation:
    """What a worker saw, heard or was told. If the time is not known, `seen_at` is the start of that day."""

    basis: EvidenceBasis
    words: str
    seen_at: datetime
    is_time_known: bool
    coded: tuple[CodedConcern, ...] = ()
    place: str = ""
    involved: str = ""
    # Who the child is, in words, if no record was chosen.
    child_words: str = ""
    present: str = ""
    # Who saw it or told it, if not the writer: several people may share a phone.
    source: str = ""
    # Set in what was made for one of several children: its words are the poster's, with parts left out.
    first: FirstPosted | None = None
    # The signs of the meeting it was raised from, each with how it is known, in the words of the screening pack.
    signs: str = ""


@dataclass(frozen=True)
class UrgencyChange:
    """One change of urgency, and why."""

    before: Urgency
    after: Urgency
    by: UUID
    at: datetime
    reason: str


@dataclass(frozen=True)
class Reopening:
    """A closing taken back as a mistake, and why. `closing` is its place among the closing reasons, from 0."""

    closing: int
    by: UUID
    at: datetime
    reason: str


@dataclass(frozen=True)
class PlaceChange:
    """That it was taken out of where it did not belong, and why; who reads it now may not know from where."""

    by: UUID
    at: datetime
    reason: str


@dataclass(frozen=True)
class StepNote:
    """What was written about a next step; the receipts say which step it was and by when."""

    by: UUID
    at: datetime
    words: str


@dataclass(frozen=True)
class LineNote:
    """What was written to the poster in one line back, as supervision keeps it."""

    id: UUID
    words: str


@sealed_in("concern", "handling")
@dataclass(frozen=True)
class Handling:
    """Why a concern's urgency was changed, why it was closed, opened again or put elsewhere; the reasons all stay."""

    urgency_changes: tuple[UrgencyChange, ...] = ()
    closing_reasons: tuple[str, ...] = ()
    reopenings: tuple[Reopening, ...] = ()
    place_changes: tuple[PlaceChange, ...] = ()
    steps: tuple[StepNote, ...] = ()
    lines: tuple[LineNote, ...] = ()
    unsaid: tuple[LineNote, ...] = ()
    """Why a line was written by mistake, by the line's id."""

    def taken_back(self, closing: int) -> Reopening | None:
        """Return how a closing, by its place among the reasons, was taken back; None while it stands."""
        return next((each for each in self.reopenings if each.closing == closing), None)


@sealed_in("concern_taken_out", "words")
@dataclass(frozen=True)
class TakenOut:
    """Which concern left, by its reference, and why, for those who read the place it left."""

    reference: str
    reason: str


@sealed_in("concern_addition", "words")
@dataclass(frozen=True)
class Addition:
    """Something more, or a spoken report: to whom, when, and what was said."""

    kind: AdditionKind
    happened_at: datetime
    is_time_known: bool
    told_whom: str = ""
    words: str = ""


@sealed_in("disclosure", "words")
@dataclass(frozen=True)
class ChildsWords:
    """What a child said, exactly, and how they came to say it.

    It repeats the facts that its row carries. `earlier` names the disclosures that already existed when this one was
    written. A reader therefore notices a row that was changed or removed outside Wayhome.
    """

    words: str
    language: Language
    prompting: Prompting
    heard_at: datetime
    is_time_known: bool
    heard_by: UUID
    written_at: datetime
    translation: str = ""
    translated_by: str = ""
    question: str = ""
    place: str = ""
    present: str = ""
    demeanour: str = ""
    corrects_id: UUID | None = None
    earlier: tuple[UUID, ...] = ()
