"""What a base says of itself, by its signed statement: a changed row could lead people in danger to a stranger."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.bases.pack import Pack, load_pack, shipped_packs
from app.foundation.errors import KeyRefused
from app.foundation.local_time import HOME_ZONE
from app.keyring.known_directory import directory_for
from app.keyring.repeated_facts import declare_repeats
from app.keyring.stated_facts import KnownBase
from app.unit_of_work import UnitOfWork
from models.base import Base


def known_base(work: UnitOfWork, base_id: UUID) -> KnownBase:
    """Return what the base says of itself.

    For a base that nobody vouches for, name and number are empty, and the rules are those of the first pack that
    comes with Wayhome.
    """
    return directory_for(work).bases.get(base_id) or _unvouched(base_id)


def vouched_base(work: UnitOfWork, base_id: UUID) -> KnownBase:
    """Return the same for creating something, such as a code. Raises KeyRefused when nobody vouches for the base."""
    stated = directory_for(work).bases.get(base_id)
    if stated is None:
        raise KeyRefused("nobody vouches for what the base says of itself", base=base_id)
    return stated


def known_bases(work: UnitOfWork) -> tuple[KnownBase, ...]:
    """Return every base that somebody vouches for, by name."""
    return directory_for(work).bases_by_name()


def pack_of_base(work: UnitOfWork, base_id: UUID) -> Pack:
    """Return the country pack of a base."""
    return load_pack(known_base(work, base_id).pack_id)


def zone_of(work: UnitOfWork, base_id: UUID | None = None) -> str:
    """Return the time zone of a base, or of the acting person's; of people without a base, the home zone."""
    of_base = base_id or work.person.base_id
    zone = known_base(work, of_base).timezone if of_base is not None else HOME_ZONE.key
    try:
        return ZoneInfo(zone).key
    except (ZoneInfoNotFoundError, ValueError):
        return HOME_ZONE.key


def _unvouched(base_id: UUID) -> KnownBase:
    pack = load_pack(shipped_packs()[0])
    return KnownBase(
        base_id, "", "", pack.id, pack.version, pack.time_zone, "", datetime.min.replace(tzinfo=UTC)
    )


def _misfits(work: UnitOfWork, rows: Sequence[Base]) -> list[Base]:
    """Return the rows that do not repeat what the base says of itself; choices are limited by them."""
    return [row for row in rows if not _repeats(row, directory_for(work).bases.get(row.id))]


def _repeats(row: Base, known: KnownBase | None) -> bool:
    if known is None:
        # Nobody vouches for it, and no page shows a name for it.
        return False
    said = (row.name, row.prefix, row.pack_id, row.pack_version, row.timezone, row.duty_number)
    return said == (
        known.name,
        known.prefix,
        known.pack_id,
        known.pack_version,
        known.timezone,
        known.duty_number,
    )


declare_repeats(Base, _misfits)
