"""Finds the other records with the code typed into the search box, each through its own scope."""

from app.foundation.chronology import CodedRecord
from app.foundation.typed_codes import codes_meant
from app.rooms import ROOMS
from app.unit_of_work import UnitOfWork


def records_with_code(work: UnitOfWork, typed: str) -> list[CodedRecord]:
    """Return the records this person may read that have exactly this code, however it was typed."""
    return [record for code in codes_meant(typed) for room in ROOMS for record in room.by_code(work, code)]
