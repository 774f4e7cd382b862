"""The form in which a story is written: one child's road, told in days before now."""

from dataclasses import dataclass

from app.cases.stages import CaseStatus
from app.children.documents import EmergencyWords, Guardian, SafeContact
from app.foundation.vocabulary.concern_degrees import ConcernDegree
from app.foundation.vocabulary.concern_kinds import ConcernKind
from app.foundation.vocabulary.consent_bases import ConsentBasis
from app.foundation.vocabulary.consent_forms import ConsentForm
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.foundation.vocabulary.home_safeties import HomeSafety
from app.foundation.vocabulary.placement_kinds import PlacementKind
from app.foundation.vocabulary.risks import Risk
from app.foundation.vocabulary.sexes import Sex
from app.foundation.vocabulary.sharing_partners import SharedWith
from app.foundation.vocabulary.urgencies import Urgency
from app.practice.words.names import Name

Days = float
"""Before now. A whole day or more is at office hours that day; less than one is that fraction, exactly."""


@dataclass(frozen=True)
class Who:
    """The child of a story."""

    base: str
    family: Name
    given: Name
    sex: Sex
    age: int
    guardian: Guardian
    appearance: str
    notes: str = ""
    needs: str = ""
    rule: SafeContact | None = None


@dataclass(frozen=True)
class Spoken:
    """A child's own words, as they were said; `question` is empty when nobody asked.

    `by` writes them down; `heard_by` is another who heard them.
    """

    days: Days
    by: str
    khmer: str
    english: str
    heard_by: str = ""
    question: str = ""
    place: str = ""
    present: str = ""


@dataclass(frozen=True)
class Concern:
    """Something seen, heard or told; `outcome` says why it was closed when it led to no case."""

    days: Days
    by: str
    urgency: Urgency
    basis: EvidenceBasis
    words: str
    coded: tuple[tuple[ConcernKind, ConcernDegree | None], ...] = ()
    place: str = ""
    involved: str = ""
    present: str = ""
    source: str = ""
    acknowledged_after_hours: float | None = 2
    outcome: str = ""
    spoken: tuple[Spoken, ...] = ()
    told_police: str = ""


@dataclass(frozen=True)
class Note:
    """A note of the case."""

    days: Days
    words: str
    basis: EvidenceBasis | None = None
    met: bool = True


@dataclass(frozen=True)
class Plan:
    """A safety plan: who does what."""

    days: Days
    why: str
    warning_signs: str
    actions: tuple[tuple[str, str], ...]
    people: tuple[tuple[str, str], ...]
    review_in_days: int = 30


@dataclass(frozen=True)
class Home:
    """Where the child lives from a day on."""

    days: Days
    kind: PlacementKind
    safety: HomeSafety
    carer: str
    how_known: str
    review_in_days: int | None = None
    decided_by: str = ""
    document: str = ""


@dataclass(frozen=True)
class Look:
    """An assessment: eight scores in the pack's order of domains, and the child's own words."""

    days: Days
    scores: tuple[int, ...]
    childs_words: str = ""
    against: str = ""


@dataclass(frozen=True)
class Aim:
    """A goal with its steps: what, who, and whether it is done."""

    days: Days
    aim: str
    domain: str
    childs_words: str
    steps: tuple[tuple[str, str, bool], ...] = ()
    due_in_days: int = 90
    reached: Days | None = None


@dataclass(frozen=True)
class Todo:
    """A task of the caseworker."""

    days: Days
    words: str
    due_in_days: int
    done: Days | None = None


@dataclass(frozen=True)
class Step:
    """A move along the road: asked by the caseworker, decided by a supervisor unless it still waits."""

    days: Days
    to: CaseStatus
    words: str
    decided: Days | None
    decision: str = ""


@dataclass(frozen=True)
class NewRisk:
    """A change of the case's risk."""

    days: Days
    risk: Risk
    reason: str


@dataclass(frozen=True)
class Agreement:
    """A consent of the right person for the child's age; `withheld_from` must not be told."""

    days: Days
    basis: ConsentBasis
    given_by: str
    form: ConsentForm
    what: str
    with_whom: str
    shared_with: SharedWith = SharedWith.POLICE
    witness: str = ""
    withheld_from: tuple[tuple[SharedWith, str, str], ...] = ()


@dataclass(frozen=True)
class Referral:
    """A packet to the authorities, and how far it has come: each day that is None has not happened yet."""

    begun: Days
    urgency: str
    request: str
    bodies: tuple[str, ...]
    summary: str = ""
    """Our own words about the child's immediate safety, printed as such."""
    submitted: Days | None = None
    supervised: Days | None = None
    directed: Days | None = None
    exported: Days | None = None
    reason: str = ""
    handed: Days | None = None
    officer: str = ""
    unit: str = ""
    stamp_number: str = ""


@dataclass(frozen=True)
class Review:
    """A supervisor's review of the child's restoration."""

    days: Days
    words: str
    next_in_days: int = 90


@dataclass(frozen=True)
class Story:
    """One child's road, from the concern that began it."""

    key: str
    who: Who
    concern: Concern
    opened: Days
    why: str
    risk: Risk
    worker: str = "caseworker"
    counsellor: str = ""
    supervisor: str = "supervisor"
    sheet: EmergencyWords | None = None
    notes: tuple[Note, ...] = ()
    plans: tuple[Plan, ...] = ()
    homes: tuple[Home, ...] = ()
    looks: tuple[Look, ...] = ()
    aims: tuple[Aim, ...] = ()
    todos: tuple[Todo, ...] = ()
    steps: tuple[Step, ...] = ()
    reviews: tuple[Review, ...] = ()
    risks: tuple[NewRisk, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    referral: Referral | None = None
