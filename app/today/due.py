"""Gathers from every room what is due, and what waits for this person's answer."""

from datetime import date

from app.foundation.chronology import DueItem
from app.rooms import ROOMS
from app.unit_of_work import UnitOfWork


def waiting_items(work: UnitOfWork) -> list[DueItem]:
    """Return what others wait for, in the order of the rooms, most urgent first; nothing is opened."""
    return [item for room in ROOMS for item in room.waiting(work)]


def dated_items(work: UnitOfWork, *, until: date) -> list[DueItem]:
    """Return what is due for this person up to a day, and what is late where they answer for others, by day."""
    found = [item for room in ROOMS for item in room.due(work, until=until)]
    return sorted((item for item in found if item.due_on <= until), key=_order)


def _order(item: DueItem) -> tuple[date, str, str]:
    return item.due_on, item.kind, item.code
