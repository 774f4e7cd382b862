"""Two characters that stand for a worker on packets and captures; the director holds the key to them."""

import secrets

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.staff_member import StaffMember

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ"
DIGITS = "23456789"


def free_worker_code(session: Session) -> str:
    """Return a code nobody has or had: a letter and a digit, longer when those run out."""
    taken = set(session.scalars(select(StaffMember.worker_code)))
    for length in (1, 2, 3):
        free = [
            letter + "".join(digits)
            for letter in LETTERS
            for digits in _digit_strings(length)
            if letter + digits not in taken
        ]
        if free:
            return secrets.choice(free)
    raise RuntimeError("no worker code is left")


def _digit_strings(length: int) -> list[str]:
    strings = [""]
    for _ in range(length):
        strings = [text + digit for text in strings for digit in DIGITS]
    return strings
