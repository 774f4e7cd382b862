"""Finds the records with a code that was typed anywhere, each through its own scope, and says what else it may be."""

from collections.abc import Collection

from app.foundation.chronology import CodedRecord
from app.foundation.typed_codes import codes_meant
from app.rooms import ROOMS
from app.unit_of_work import UnitOfWork

CHILD = "child"
CASE = "case"


def records_with_code(work: UnitOfWork, typed: str) -> list[CodedRecord]:
    """Return the records this person may read that have exactly this code, however it was typed."""
    return [record for code in codes_meant(typed) for room in ROOMS for record in room.by_code(work, code)]


def others_with_code(work: UnitOfWork, typed: str, wanted: Collection[str]) -> list[CodedRecord]:
    """Return those of them that are none of the kinds that a field asks for."""
    return [one for one in records_with_code(work, typed) if one.kind not in wanted]
