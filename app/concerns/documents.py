"""What is sealed in this room: observations, additions, the child's own words, accounts, and their handling."""

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
    """One concern code; `degree` is None for those that describe a situation."""

    kind: ConcernKind
    degree: ConcernDegree | None = None


@sealed_in("concern", "observation")
@dataclass(frozen=True)
class Observation:
    """What a worker saw, heard or was told. Without a known time `seen_at` is the start of that day."""

    basis: EvidenceBasis
    words: str
    seen_at: datetime
    is_time_known: bool
    coded: tuple[CodedConcern, ...] = ()
    place: str = ""
    involved: str = ""
    # Who the child is, in words, when no record was chosen.
    child_words: str = ""
    present: str = ""
    # Who saw it or told it, when it was not the writer: phones are shared.
    source: str = ""


@dataclass(frozen=True)
class UrgencyChange:
    """One change of urgency, and why."""

    before: Urgency
    after: Urgency
    by: UUID
    at: datetime
    reason: str


@sealed_in("concern", "handling")
@dataclass(frozen=True)
class Handling:
    """Why a concern's urgency was changed and why it was closed; the reasons stand if it opens again."""

    urgency_changes: tuple[UrgencyChange, ...] = ()
    closing_reasons: tuple[str, ...] = ()


@sealed_in("concern_addition", "words")
@dataclass(frozen=True)
class Addition:
    """Something more, or a report that was spoken: to whom, when, and what was said."""

    kind: AdditionKind
    happened_at: datetime
    is_time_known: bool
    told_whom: str = ""
    words: str = ""


@sealed_in("disclosure", "words")
@dataclass(frozen=True)
class ChildsWords:
    """What a child said, exactly, and how it came to be said.

    The facts that its row also carries are repeated here, and `earlier` names the disclosures that were there when
    this one was written: a row that was changed or taken away outside Wayhome is noticed by whoever reads.
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
