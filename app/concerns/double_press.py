"""Lets what one person sends come one after another, so that the second press of a button finds what the first made."""

from uuid import UUID

from app.foundation.errors import AlreadyDone, Refused
from app.foundation.permissions import Permission
from app.unit_of_work import UnitOfWork
from models.allegation import Allegation
from models.concern import Concern
from models.staff_member import StaffMember


def wait_for_own_press(work: UnitOfWork) -> None:
    """Wait until nothing else that the acting person sent is being written.

    SQLite has one writer anyway. PostgreSQL locks the person's own row, and only against others who do the same.
    """
    work.session.get_one(StaffMember, work.person.id, with_for_update={"key_share": True})


def raise_if_already_posted(work: UnitOfWork, post_id: UUID, permission: Permission) -> None:
    """Raise AlreadyDone for a form that this person has sent, as a concern or to safeguarding: it may have changed.

    Raises Refused when the id is somebody else's post.
    """
    wait_for_own_press(work)
    there = work.session.get(Concern, post_id) or work.session.get(Allegation, post_id)
    if there is not None:
        if there.posted_by != work.person.id:
            raise Refused(permission.value)
        raise AlreadyDone(record_id=post_id)
