"""The bases as the director sees them, and correcting what is written on one."""

from dataclasses import dataclass, replace
from uuid import UUID
from zoneinfo import available_timezones

from app.access.scope import require, scoped, visible
from app.bases.making import BaseInput, check_name, make_base, state_base
from app.bases.pack import load_pack, shipped_packs
from app.foundation.errors import AlreadyDone, Conflict, NotAllowedNow
from app.foundation.permissions import Permission
from app.foundation.text_cleaning import ascii_digits, clean_text
from app.keyring.known_directory import directory_for
from app.keyring.stated_facts import KnownBase
from app.unit_of_work import UnitOfWork, Visibility
from app.vault import canonical, digests
from models.base import Base

MARK_BYTES = 3


@dataclass(frozen=True)
class BaseLine:
    """One base as it was stated. `pack_title` is its pack's name in the page's language.

    Of a base that nobody vouched for yet, it is what the row says, for a director to check and to state.
    `version` stands for what a form may change: the row's own also grows with every child's code.
    """

    id: UUID
    name: str
    prefix: str
    pack_title: str
    pack_version: int
    timezone: str
    duty_number: str
    version: int
    is_vouched: bool


@dataclass(frozen=True)
class BaseDetails:
    """What may be corrected. The prefix and the pack stay: children's codes and rules hang on them."""

    name: str
    timezone: str
    duty_number: str


def bases_list(work: UnitOfWork, *, locale: str) -> tuple[BaseLine, ...]:
    """Return every base by name. Directors only."""
    require(work, Permission.BASE_MANAGE)
    rows = work.session.scalars(scoped(work, Base, Permission.BASE_MANAGE))
    return tuple(sorted((_line(work, row, locale) for row in rows), key=lambda line: line.name))


def base_line(work: UnitOfWork, base_id: UUID, *, locale: str) -> BaseLine:
    """Return one base. Raises NotVisible."""
    require(work, Permission.BASE_MANAGE)
    return _line(work, visible(work, Base, base_id, Permission.BASE_MANAGE), locale)


def change_base(work: UnitOfWork, base_id: UUID, details: BaseDetails, *, version: int) -> None:
    """Correct a base. `version` is what `BaseLine` had when the form was opened.

    Raises NotVisible, Conflict, or NotAllowedNow with `name-taken`, `name-missing` or `timezone-unknown`.
    """
    require(work, Permission.BASE_MANAGE)
    base = visible(work, Base, base_id, Permission.BASE_MANAGE)
    if _mark(work, base) != version:
        raise Conflict(base=base_id)
    name = clean_text(details.name)
    if not name:
        raise NotAllowedNow("name-missing")
    check_timezone(details.timezone)
    check_name(work, base_id, name)
    stated = _stated(work, base)
    base.name, base.prefix = name, stated.prefix
    base.pack_id, base.pack_version = stated.pack_id, stated.pack_version
    base.timezone = details.timezone
    base.duty_number = ascii_digits(clean_text(details.duty_number))
    state_base(work, base)
    work.record("base.changed", subjects=[base_id], base_id=base_id, visibility=Visibility.SYSTEM)


def add_base(work: UnitOfWork, new: BaseInput) -> UUID:
    """Make a base from what was typed. Returns its id; the same form sent twice makes one.

    Raises NotAllowedNow with `name-missing`, `timezone-unknown` or what `make_base` refuses; AlreadyDone.
    """
    require(work, Permission.BASE_MANAGE)
    if work.session.get(Base, new.id) is not None:
        raise AlreadyDone(record_id=new.id)
    name = clean_text(new.name)
    if not name:
        raise NotAllowedNow("name-missing")
    check_timezone(new.timezone)
    duty_number = ascii_digits(clean_text(new.duty_number))
    return make_base(work, replace(new, name=name, duty_number=duty_number)).id


def check_timezone(name: str) -> None:
    """Raise NotAllowedNow with `timezone-unknown` unless the machine knows the zone."""
    if name not in available_timezones():
        raise NotAllowedNow("timezone-unknown")


def packs_to_choose(*, locale: str) -> tuple[tuple[str, str], ...]:
    """Return the packs that come with Wayhome: id and name."""
    return tuple((pack_id, load_pack(pack_id).label(locale)) for pack_id in shipped_packs())


def zones_to_choose(*, pack_id: str | None = None) -> tuple[str, ...]:
    """Return the time zones of the places where bases are and may be; the pack's own first."""
    zones = ("Asia/Phnom_Penh", "Asia/Kolkata", "Indian/Antananarivo", "Asia/Manila", "UTC")
    own = load_pack(pack_id).time_zone if pack_id else zones[0]
    return (own, *(zone for zone in zones if zone != own))


def _stated(work: UnitOfWork, row: Base) -> KnownBase | Base:
    return directory_for(work).bases.get(row.id) or row


def _line(work: UnitOfWork, row: Base, locale: str) -> BaseLine:
    base = _stated(work, row)
    return BaseLine(
        id=row.id,
        name=base.name,
        prefix=base.prefix,
        pack_title=load_pack(base.pack_id).label(locale),
        pack_version=base.pack_version,
        timezone=base.timezone,
        duty_number=base.duty_number,
        version=_mark(work, row),
        is_vouched=base is not row,
    )


def _mark(work: UnitOfWork, row: Base) -> int:
    base = _stated(work, row)
    facts = canonical.encode(base.name, base.timezone, base.duty_number)
    return int.from_bytes(digests.sha256(facts)[:MARK_BYTES], "big")
