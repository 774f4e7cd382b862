"""Loads base packs: what differs from country to country, stored as data and checked strictly."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.foundation.errors import WayhomeError
from app.foundation.pack_files import (
    BadPack,
    Review,
    Wording,
    content_sha256,
    read_pack_file,
)
from app.foundation.vocabulary.consent_bases import ConsentBasis
from app.foundation.vocabulary.languages import Language
from app.foundation.vocabulary.next_steps import STEP_WITHIN
from app.foundation.vocabulary.risks import Risk
from app.foundation.vocabulary.urgencies import Urgency

SHIPPED_PACKS = Path(__file__).parent / "packs"
"""The packs that come with Wayhome; an organisation may keep its own in another folder."""

_AREA_FILES = "-areas"


class UnknownArea(WayhomeError):
    """No area has this code. Likely cause: a village code, but the pack ends at communes; or a number, not text."""

    code = "unknown-area"


class BodyKind(StrEnum):
    """What kind of authority or service a body is."""

    POLICE = "police"
    PROSECUTOR = "prosecutor"
    COURT = "court"
    MINISTRY = "ministry"
    SOCIAL_AFFAIRS = "social_affairs"
    COMMITTEE = "committee"
    HEALTH = "health"
    LEGAL_AID = "legal_aid"


class Weekday(StrEnum):
    """Days of the week, Monday first, as `date.weekday()` counts them."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


@dataclass(frozen=True)
class AreaLevel:
    """One level of the administrative tree; the length of a code tells its level."""

    level: int
    digits: int
    label: Wording


@dataclass(frozen=True)
class Area:
    """A place in the administrative tree. Codes are strings: leading zeros count."""

    code: str
    level: int
    name: Wording
    parent_code: str | None


@dataclass(frozen=True)
class Body:
    """An authority or service, and whom to contact when it does not answer."""

    id: str
    kind: BodyKind
    label: Wording
    escalates_to: tuple[str, ...]


@dataclass(frozen=True)
class PhoneNumber:
    """A number to call, as dialled inside the country."""

    id: str
    number: str
    label: Wording


@dataclass(frozen=True)
class ConsentBand:
    """Whose consent is asked between two ages in completed years, both inclusive; no `to_age` means "and older"."""

    from_age: int
    to_age: int | None
    bases: tuple[ConsentBasis, ...]
    label: Wording


@dataclass(frozen=True)
class UrgencyClock:
    """Minutes within which a concern must be acknowledged, in calendar time.

    `step_minutes` are those until the first next step of whoever takes it; 0 for the usual ones.
    """

    urgency: Urgency
    minutes: int
    step_minutes: int = 0


@dataclass(frozen=True)
class RiskClock:
    """Hours until the first response to a case, and the most days between two contacts."""

    risk: Risk
    respond_hours: int
    contact_days: int


@dataclass(frozen=True)
class Calendar:
    """When offices of the country work. Holidays change yearly and are completed in a base's settings."""

    working_days: tuple[Weekday, ...]
    office_opens: time
    office_closes: time
    holidays: tuple[date, ...]
    note: Wording

    def is_working_day(self, day: date, *, holidays: frozenset[date] = frozenset()) -> bool:
        """Tell whether offices are open on a day, given the base's own list of holidays beside the pack's."""
        weekday = list(Weekday)[day.weekday()]
        return weekday in self.working_days and day not in holidays and day not in self.holidays


@dataclass(frozen=True)
class Law:
    """A citation as text; `is_confirmed` says whether a lawyer has confirmed it. Never a charge."""

    id: str
    citation: Wording
    text: Wording
    is_confirmed: bool


@dataclass(frozen=True)
class Rule:
    """A rule of practice in this country."""

    id: str
    label: Wording
    is_confirmed: bool


@dataclass(frozen=True)
class Pack:
    """Everything that is specific to a country. `sha256` covers the pack and its areas."""

    id: str
    version: int
    km_review: Review
    country: str
    locales: tuple[str, ...]
    title: Wording
    time_zone: str
    phone_prefix: str
    languages: tuple[Language, ...]
    source: str
    areas_file: str
    area_levels: tuple[AreaLevel, ...]
    bodies: tuple[Body, ...]
    numbers: tuple[PhoneNumber, ...]
    adult_from: int
    consent_bands: tuple[ConsentBand, ...]
    urgency_clocks: tuple[UrgencyClock, ...]
    risk_clocks: tuple[RiskClock, ...]
    medical_clock_hours: int
    caseload_warning_above: int
    calendar: Calendar
    laws: tuple[Law, ...]
    rules: tuple[Rule, ...]
    sha256: str = ""
    areas: Mapping[str, Area] = field(default_factory=dict)

    def __post_init__(self) -> None:
        known = {body.id for body in self.bodies}
        unknown = {other for body in self.bodies for other in body.escalates_to} - known
        if unknown:
            raise ValueError(f"bodies escalate to bodies that are not there: {', '.join(sorted(unknown))}")
        if {clock.urgency for clock in self.urgency_clocks} != set(Urgency):
            raise ValueError("every urgency needs one clock")
        if {clock.risk for clock in self.risk_clocks} != set(Risk) - {Risk.NONE}:
            raise ValueError("every risk but none needs one clock")
        _check_bands(self.consent_bands)
        _check_zone(self.time_zone)

    def label(self, locale: str) -> str:
        """Return the pack's name in a locale such as "km"."""
        return self.title.in_locale(locale)

    def area(self, code: str) -> Area:
        """Return the area with a code. Raises UnknownArea."""
        try:
            return self.areas[code]
        except KeyError:
            raise UnknownArea(area=code) from None

    def children_of(self, code: str | None) -> tuple[Area, ...]:
        """Return the areas directly below one, by code; those of the first level for None. Raises UnknownArea."""
        if code is not None:
            self.area(code)
        return tuple(area for area in self.areas.values() if area.parent_code == code)

    def path_to(self, code: str) -> tuple[Area, ...]:
        """Return the area and those above it, largest first. Raises UnknownArea."""
        area = self.area(code)
        above = self.path_to(area.parent_code) if area.parent_code is not None else ()
        return (*above, area)

    def body(self, body_id: str) -> Body:
        """Return a body by its id. Raises BadPack if the pack has no such body."""
        for body in self.bodies:
            if body.id == body_id:
                return body
        raise BadPack(f"{self.id} v{self.version} has no body {body_id}")

    def consent_band(self, age_years: int | None) -> ConsentBand:
        """Return the band of an age in completed years; an unknown age counts as the youngest band's."""
        if age_years is None:
            return self.consent_bands[0]
        return max((band for band in self.consent_bands if band.from_age <= age_years), key=_first_age)

    def acknowledge_within(self, urgency: Urgency) -> timedelta:
        """Return how soon a concern of this urgency must be acknowledged."""
        (clock,) = (clock for clock in self.urgency_clocks if clock.urgency is urgency)
        return timedelta(minutes=clock.minutes)

    def step_within(self, urgency: Urgency) -> timedelta:
        """Return how soon whoever takes a concern of this urgency does something about it, unless they choose."""
        (clock,) = (clock for clock in self.urgency_clocks if clock.urgency is urgency)
        return timedelta(minutes=clock.step_minutes) if clock.step_minutes else STEP_WITHIN[urgency]

    def risk_clock(self, risk: Risk) -> RiskClock | None:
        """Return the clocks of a risk; None if there is no risk."""
        return next((clock for clock in self.risk_clocks if clock.risk is risk), None)


@dataclass(frozen=True)
class _AreaFile:
    locales: tuple[str, ...]
    source: str
    compiled_by: str
    endorsement: str
    areas: tuple[tuple[str, ...], ...]


@cache
def load_pack(pack_id: str, *, folder: Path = SHIPPED_PACKS) -> Pack:
    """Return a base pack with its areas. Raises BadPack listing every fault of a missing or faulty file."""
    file = read_pack_file(folder, pack_id=pack_id)
    pack = file.shaped(Pack)
    if pack.id != pack_id:
        raise BadPack(f"{file.name} says it is {pack.id}")
    area_file = read_pack_file(folder, pack_id=pack.areas_file.removesuffix(".json"))
    areas = _areas(area_file.shaped(_AreaFile), pack.area_levels, name=area_file.name)
    return replace(pack, areas=areas, sha256=content_sha256([file.content, area_file.content]))


def shipped_packs(*, folder: Path = SHIPPED_PACKS) -> tuple[str, ...]:
    """Return the ids of the packs in a folder."""
    return tuple(sorted(path.stem for path in folder.glob("*.json") if not path.stem.endswith(_AREA_FILES)))


def _areas(listed: _AreaFile, levels: tuple[AreaLevel, ...], *, name: str) -> Mapping[str, Area]:
    """Return areas by code, in the order of their codes. Raises BadPack on a duplicate code or one without a parent."""
    areas: dict[str, Area] = {}
    digits = [level.digits for level in levels]
    for code, *names in sorted(listed.areas):
        if (
            len(code) not in digits
            or not code.isdecimal()
            or code in areas
            or len(names) != len(listed.locales)
        ):
            raise BadPack(f"{name}: area {code} has a wrong or double code, or lacks a name")
        place = digits.index(len(code))
        parent = code[: digits[place - 1]] if place else None
        if parent is not None and parent not in areas:
            raise BadPack(f"{name}: area {code} lies in {parent}, which is not there")
        texts = MappingProxyType(dict(zip(listed.locales, names, strict=True)))
        areas[code] = Area(code, levels[place].level, Wording(texts), parent)
    return MappingProxyType(areas)


def _first_age(band: ConsentBand) -> int:
    return band.from_age


def _check_bands(bands: tuple[ConsentBand, ...]) -> None:
    firsts = [band.from_age for band in bands]
    lasts = [band.to_age for band in bands]
    expected: list[Any] = [first - 1 for first in firsts[1:]]
    if firsts[:1] != [0] or lasts != [*expected, None]:
        raise ValueError("consent bands must follow each other from age 0, without gap, the last one open")


def _check_zone(time_zone: str) -> None:
    try:
        ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError) as problem:
        raise ValueError(f"there is no time zone {time_zone}") from problem
