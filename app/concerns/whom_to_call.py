"""Whom to call when minutes count: the duty number of the person's base, or of every base for those without one."""

from dataclasses import dataclass
from uuid import UUID

from app.bases.known import known_base, known_bases
from app.bases.pack import PhoneNumber, load_pack
from app.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class DutyNumber:
    """A base's own phone line; `base_name` tells it from others."""

    number: str
    base_name: str


@dataclass(frozen=True)
class WhomToCall:
    """The duty numbers, and the country's: police, helplines."""

    duty: tuple[DutyNumber, ...]
    public_numbers: tuple[PhoneNumber, ...]


def whom_to_call(work: UnitOfWork, base_id: UUID | None = None) -> WhomToCall:
    """Return whom to call about something in a base, or in the person's own."""
    of_base = base_id or work.person.base_id
    bases = (known_base(work, of_base),) if of_base is not None else known_bases(work)
    duty = tuple(DutyNumber(base.duty_number, base.name) for base in bases if base.duty_number)
    public = load_pack(bases[0].pack_id).numbers if bases else ()
    return WhomToCall(duty, public)
