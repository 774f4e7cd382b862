"""What a referral packet says: only the kept fields, exactly as they are sealed and approved."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any
from uuid import UUID

from cattrs import Converter

from app.foundation.errors import WayhomeError
from app.vault.digests import sha256_hex

# Increase this whenever a field is added, removed or changes its meaning: the approval hash covers it.
CONTENTS_FORMAT = 3


class BadPacketContents(WayhomeError):
    """A stored snapshot cannot be read. Likely cause: it was written by another version, or was damaged."""

    code = "bad-packet-contents"


class Urgency(StrEnum):
    """How fast we ask the recipient to act; the same four tiers as concerns."""

    NOW = "now"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class HowKnown(StrEnum):
    """How the person who recorded an entry came to know it: from somebody else who saw or heard it, or who told it.

    What was added to a record later does not say how it is known; what our worker reported by voice is their own.
    """

    SEEN = "seen"
    HEARD = "heard"
    TOLD = "told"
    TOLD_SEEN = "told-seen"
    TOLD_HEARD = "told-heard"
    ADDED = "added"
    REPORTED = "reported"


class Precision(StrEnum):
    """How well a time is known: to the minute, roughly, only the day, or only the month."""

    EXACT = "exact"
    ABOUT = "about"
    DAY = "day"
    MONTH = "month"


class EntryKind(StrEnum):
    """What an entry of the chronology is: what our people tell, or the exact words of the child."""

    ACCOUNT = "account"
    SAID = "said"


class Asked(StrEnum):
    """Whether the child spoke unasked or answered a question."""

    UNASKED = "unasked"
    ANSWER = "answer"


class Sex(StrEnum):
    """Sex as recorded; left out when it is not known."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"


class AgeBasis(StrEnum):
    """Where an age comes from."""

    DOCUMENT = "document"
    CHILD_SAYS = "child-says"
    FAMILY_SAYS = "family-says"
    ANIMAL_YEAR = "animal-year"
    WORKER_ESTIMATE = "worker-estimate"
    NOT_RECORDED = "not-recorded"


class GuardianSafety(StrEnum):
    """Whether the guardian may be contacted without harm to the child."""

    SAFE = "safe"
    NOT_SAFE = "not-safe"
    NOT_KNOWN = "not-known"


class AgreementKind(StrEnum):
    """Consent is a guardian's (or an adult's own); assent is the child's."""

    CONSENT = "consent"
    ASSENT = "assent"


class Answer(StrEnum):
    """What was answered when consent or assent was asked."""

    GIVEN = "given"
    REFUSED = "refused"
    NOT_ASKED = "not-asked"


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where one field was taken from: the record, its sealed column, and the SHA-256 (hex) of the field as taken.

    Not the version of the record's row, which rises when somebody acknowledges or links it and no word has changed.
    """

    field: str
    table: str
    record: UUID
    column: str
    digest: str


@dataclass(frozen=True, kw_only=True)
class Cover:
    """Section 1: which packet this is, how urgent, what we ask and whom to call at any hour."""

    packet_number: str
    version: int
    urgency: Urgency
    replaces: str | None = None
    recipient_unit: str | None = None
    request: str | None = None
    questions: str | None = None
    contact: str | None = None
    contact_phone: str | None = None
    issued_by: str | None = None
    organisation: str | None = None
    base: str | None = None


@dataclass(frozen=True, kw_only=True)
class ImmediateSafety:
    """Section 2: what an officer must know before moving. The area is never a shelter's address.

    `who_has_access` and `next_contact` are printed only in packets of format 1, where they were typed.
    """

    child_area: str | None = None
    danger: str | None = None
    who_has_access: str | None = None
    next_contact: str | None = None
    medical_need: str | None = None
    safe_contact: str | None = None
    summary: str | None = None
    origin: tuple[Source, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AgeRange:
    """An age in whole years, from the youngest to the oldest it may be; both the same when it is known."""

    youngest_years: int
    oldest_years: int


@dataclass(frozen=True, kw_only=True)
class ChildFacts:
    """Section 3, one child; the code is the only name outside sealed fields."""

    code: str
    name_romanised: str | None = None
    name_local: str | None = None
    age: AgeRange | None = None
    age_basis: AgeBasis | None = None
    sex: Sex | None = None
    language: str | None = None
    disability: str | None = None
    appearance: str | None = None
    guardian: str | None = None
    guardian_safety: GuardianSafety | None = None
    origin: tuple[Source, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Moment:
    """A time with timezone, and how well it is known."""

    at: datetime
    precision: Precision


@dataclass(frozen=True, kw_only=True)
class ChronologyEntry:
    """Section 4, one thing seen, heard or told. `worker_code` stands for the name the director holds.

    Of what a child said, `text` is the exact words; `put_right` tells when the earlier versions were written, oldest
    first, if the record was corrected: this is the last, of `recorded_at`. `changed_by` is the worker code of whoever
    changed what `worker_code` tells. `summary` is ours, and is printed as such. `left_out`:
    words about other children were left out of an account of several, and are marked in it.
    """

    text: str
    how_known: HowKnown
    happened: Moment | None = None
    place: str | None = None
    worker_code: str | None = None
    recorded_at: datetime | None = None
    late_entry: bool = False
    kind: EntryKind = EntryKind.ACCOUNT
    translation: str | None = None
    question: str | None = None
    asked: Asked | None = None
    demeanour: str | None = None
    involved: str | None = None
    present: str | None = None
    told_by: str | None = None
    put_right: tuple[datetime, ...] = ()
    changed_by: str | None = None
    left_out: bool = False
    summary: str | None = None
    origin: tuple[Source, ...] = ()

    @property
    def record(self) -> UUID | None:
        """The record it was taken from; None in packets of format 1."""
        return self.origin[0].record if self.origin else None


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """Section 11, one answer about sharing: whose, from whom, when, and within which limits."""

    child_code: str
    kind: AgreementKind
    answer: Answer
    given_by: str | None = None
    given_on: date | None = None
    limits: str | None = None
    origin: tuple[Source, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SharingGrounds:
    """Section 11: consent and assent, or the lawful reason for sharing without."""

    agreements: tuple[Agreement, ...] = ()
    lawful_reason: str | None = None
    origin: tuple[Source, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Passage:
    """A Khmer text that is printed beside an original, as a translation by `by` (a worker code).

    `of` is the SHA-256 (hex) of the original exactly as it leaves, so that no translation tells what was masked, or
    stands beside other words than it was made from.
    """

    of: str
    text: str
    by: str


@dataclass(frozen=True, kw_only=True)
class PacketContents:
    """The snapshot that is approved and sealed.

    A withheld value is not in here at all: its field is None (or its entry absent), and `withheld` names the field by
    key (`children.2.guardian`), so that approvers see what was withheld. Recipients see only counts. `masked` names
    the fields in which a name or place was taken out. `time_zone` is the IANA zone in which times are printed.
    `headline` is the record of the entry that the first page tells, and `passages` are printed beside their originals
    in Khmer copies.
    """

    cover: Cover
    time_zone: str
    safety: ImmediateSafety = ImmediateSafety()
    children: tuple[ChildFacts, ...] = ()
    chronology: tuple[ChronologyEntry, ...] = ()
    grounds: SharingGrounds = SharingGrounds()
    withheld: tuple[str, ...] = ()
    masked: tuple[str, ...] = ()
    contents_format: int = CONTENTS_FORMAT
    headline: UUID | None = None
    passages: tuple[Passage, ...] = ()

    @property
    def names_sources(self) -> bool:
        """Whether every sentence names where it was taken from; packets of format 1 do not."""
        return self.contents_format >= 2


@cache
def _converter() -> Converter:
    """Return the converter to and from plain JSON values: ISO 8601 times, nothing unknown accepted."""
    converter = Converter(forbid_extra_keys=True)
    converter.register_unstructure_hook(datetime, lambda moment: moment.isoformat())
    converter.register_structure_hook(datetime, lambda text, _: _aware_datetime(text))
    converter.register_unstructure_hook(date, lambda day: day.isoformat())
    converter.register_structure_hook(date, lambda text, _: date.fromisoformat(text))
    converter.register_unstructure_hook(UUID, str)
    converter.register_structure_hook(UUID, lambda text, _: UUID(text))
    return converter


def _aware_datetime(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a time without timezone")
    return moment


def contents_to_json(contents: PacketContents) -> str:
    """Write contents as canonical JSON (keys sorted, no spaces): the same contents give the same text."""
    return canonical_json(contents)


def canonical_json(value: object) -> str:
    """Write any value that contents hold in that form."""
    plain: Any = _converter().unstructure(value)
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def contents_from_json(text: str) -> PacketContents:
    """Read what `contents_to_json` wrote; raises BadPacketContents for anything unknown or missing.

    Formats 1 and 2 had fewer fields, and are read as they were frozen; format 1 names no sources.
    """
    try:
        contents = _converter().structure(json.loads(text), PacketContents)
    except Exception as problem:  # noqa: BLE001 - cattrs raises groups of any kind, with values in them
        raise BadPacketContents(cause=type(problem).__name__) from None
    if contents.contents_format not in range(1, CONTENTS_FORMAT + 1):
        raise BadPacketContents(contents_format=contents.contents_format)
    return contents


def contents_hash(contents: PacketContents) -> str:
    """Return the SHA-256 (hex) of the canonical JSON: approvals name it, so any edit makes them void."""
    return sha256_hex(contents_to_json(contents).encode())
