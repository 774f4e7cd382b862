"""What a referral packet says: only the kept fields, exactly as they are sealed and approved."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any

from cattrs import Converter

from app.foundation.errors import WayhomeError
from app.vault.digests import sha256_hex

# Increase this whenever a field is added, removed or changes its meaning: the approval hash covers it.
CONTENTS_FORMAT = 1


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
    """How the person who recorded an entry came to know it."""

    SEEN = "seen"
    HEARD = "heard"
    TOLD = "told"


class Precision(StrEnum):
    """How well a time is known: to the minute, roughly, only the day, or only the month."""

    EXACT = "exact"
    ABOUT = "about"
    DAY = "day"
    MONTH = "month"


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
class Cover:
    """Section 1: which packet this is, how urgent, what we ask and whom to call at any hour."""

    packet_number: str
    version: int
    urgency: Urgency
    replaces: str | None = None
    recipient_unit: str | None = None
    request: str | None = None
    contact: str | None = None
    contact_phone: str | None = None
    issued_by: str | None = None
    organisation: str | None = None
    base: str | None = None


@dataclass(frozen=True, kw_only=True)
class ImmediateSafety:
    """Section 2: what an officer must know before moving. The area is never a shelter's address."""

    child_area: str | None = None
    who_has_access: str | None = None
    next_contact: str | None = None
    medical_need: str | None = None
    safe_contact: str | None = None


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


@dataclass(frozen=True, kw_only=True)
class Moment:
    """A time with timezone, and how well it is known."""

    at: datetime
    precision: Precision


@dataclass(frozen=True, kw_only=True)
class ChronologyEntry:
    """Section 4, one thing seen, heard or told. `worker_code` stands for the name the director holds."""

    text: str
    how_known: HowKnown
    happened: Moment | None = None
    place: str | None = None
    worker_code: str | None = None
    recorded_at: datetime | None = None
    late_entry: bool = False


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """Section 11, one answer about sharing: whose, from whom, when, and within which limits."""

    child_code: str
    kind: AgreementKind
    answer: Answer
    given_by: str | None = None
    given_on: date | None = None
    limits: str | None = None


@dataclass(frozen=True, kw_only=True)
class SharingGrounds:
    """Section 11: consent and assent, or the lawful reason for sharing without."""

    agreements: tuple[Agreement, ...] = ()
    lawful_reason: str | None = None


@dataclass(frozen=True, kw_only=True)
class PacketContents:
    """The snapshot that is approved and sealed.

    A withheld value is not in here at all: its field is None (or its entry absent), and `withheld` names the field by
    key (`children.2.guardian`), so that approvers see what was withheld. Recipients see only counts. `time_zone` is
    the IANA zone in which times are printed.
    """

    cover: Cover
    time_zone: str
    safety: ImmediateSafety = ImmediateSafety()
    children: tuple[ChildFacts, ...] = ()
    chronology: tuple[ChronologyEntry, ...] = ()
    grounds: SharingGrounds = SharingGrounds()
    withheld: tuple[str, ...] = ()
    contents_format: int = CONTENTS_FORMAT


@cache
def _converter() -> Converter:
    """Return the converter to and from plain JSON values: ISO 8601 times, nothing unknown accepted."""
    converter = Converter(forbid_extra_keys=True)
    converter.register_unstructure_hook(datetime, lambda moment: moment.isoformat())
    converter.register_structure_hook(datetime, lambda text, _: _aware_datetime(text))
    converter.register_unstructure_hook(date, lambda day: day.isoformat())
    converter.register_structure_hook(date, lambda text, _: date.fromisoformat(text))
    return converter


def _aware_datetime(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a time without timezone")
    return moment


def contents_to_json(contents: PacketContents) -> str:
    """Write contents as canonical JSON (keys sorted, no spaces): the same contents give the same text."""
    plain: Mapping[str, Any] = _converter().unstructure(contents)
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def contents_from_json(text: str) -> PacketContents:
    """Read what `contents_to_json` wrote; raises BadPacketContents for anything unknown or missing."""
    try:
        contents = _converter().structure(json.loads(text), PacketContents)
    except Exception as problem:  # noqa: BLE001 - cattrs raises groups of any kind, with values in them
        raise BadPacketContents(cause=type(problem).__name__) from None
    if contents.contents_format != CONTENTS_FORMAT:
        raise BadPacketContents(contents_format=contents.contents_format)
    return contents


def contents_hash(contents: PacketContents) -> str:
    """Return the SHA-256 (hex) of the canonical JSON: approvals name it, so any edit makes them void."""
    return sha256_hex(contents_to_json(contents).encode())
