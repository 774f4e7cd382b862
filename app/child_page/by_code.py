"""Finds what else has the code that was typed into the search box, each through its own scope."""

from app.foundation.chronology import CodedRecord
from app.foundation.text_cleaning import ascii_digits, clean_text
from app.rooms import ROOMS
from app.unit_of_work import UnitOfWork


def records_with_code(work: UnitOfWork, typed: str) -> list[CodedRecord]:
    """Return the records this person may read that have exactly this code, however it was spaced."""
    code = "-".join(ascii_digits(clean_text(typed)).upper().replace("-", " ").split())
    return [record for room in ROOMS for record in room.by_code(work, code)] if code else []
