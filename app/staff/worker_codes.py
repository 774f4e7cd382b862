"""Two characters that stand for a worker on packets and captures; the director knows who has which."""

import secrets

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.keyring.directory import Directory
from models.staff_member import StaffMember

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ"
DIGITS = "23456789"


def free_worker_code(session: Session, directory: Directory) -> str:
    """Return a code nobody has or ever had, by row or by statement: a letter and a digit, longer when those run out."""
    taken = set(session.scalars(select(StaffMember.worker_code))) | _stated(directory)
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


def code_to_state(session: Session, directory: Directory, member: StaffMember) -> str:
    """Return the code to state for somebody: as stated before, or their row's unless a colleague has or had it."""
    known = directory.people.get(member.id)
    if known is not None and known.worker_code is not None:
        return known.worker_code
    if member.worker_code in _stated(directory):
        return free_worker_code(session, directory)
    return member.worker_code


def _stated(directory: Directory) -> set[str]:
    return {known.worker_code for known in directory.people.values() if known.worker_code is not None}


def _digit_strings(length: int) -> list[str]:
    strings = [""]
    for _ in range(length):
        strings = [text + digit for text in strings for digit in DIGITS]
    return strings
