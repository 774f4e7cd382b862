"""How many things wait behind each place of the rail, from readable facts only; nothing is opened to count."""

from app.rooms import ROOMS
from app.unit_of_work import UnitOfWork


def rail_counts(work: UnitOfWork) -> dict[str, int]:
    """Return the numbers beside the rail's places, by place; those without a number are absent."""
    found = {place: count(work) for room in ROOMS for place, count in room.counts.items()}
    return {place: number for place, number in found.items() if number is not None}
