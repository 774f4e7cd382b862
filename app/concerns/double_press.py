"""Lets what one person sends come one after another, so that the second press of a button finds what the first made."""

from app.unit_of_work import UnitOfWork
from models.staff_member import StaffMember


def wait_for_own_press(work: UnitOfWork) -> None:
    """Wait until nothing else that the acting person sent is being written.

    SQLite has one writer anyway. PostgreSQL locks the person's own row, and only against others who do the same.
    """
    work.session.get_one(StaffMember, work.person.id, with_for_update={"key_share": True})
