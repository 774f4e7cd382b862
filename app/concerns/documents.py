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
    """Why a concern's urgency was changed and why it was closed; the reasons stay if it opens again."""

    urgency_changes: tuple[UrgencyChange, ...] = ()
    closing_reasons: tuple[str, ...] = ()


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
