"""Makes one person's requests run one after another, so that a button's second press finds the first one's result."""

from collections.abc import Collection
from uuid import UUID

from app.foundation.errors import AlreadyDone, Refused
from app.foundation.permissions import Permission
from app.unit_of_work import UnitOfWork
from models.allegation import Allegation
from models.concern import Concern
from models.staff_member import StaffMember


def wait_for_own_press(work: UnitOfWork) -> None:
    """Wait until nothing else that the acting person sent is being written.

    SQLite has one writer anyway. On PostgreSQL this locks the person's own row, and only against others who do the
    same.
    """
    work.session.get_one(StaffMember, work.person.id, with_for_update={"key_share": True})


def raise_if_already_sent(work: UnitOfWork, post_id: UUID) -> None:
    """Raise AlreadyDone for a form that was sent before by somebody who is named nowhere: its id tells."""
    if work.session.get(Allegation, post_id) is not None:
        raise AlreadyDone(record_id=post_id)


def raise_if_already_posted(
    work: UnitOfWork,
    post_id: UUID,
    permission: Permission,
    *,
    receipt_keys: Collection[str | None] | None = None,
) -> None:
    """Raise AlreadyDone for a form that this person already sent, as a concern or to safeguarding (it may have moved).

    What was written to safeguarding names nobody. There the secret receipt that the form carries tells, and for the
    form of a concern, which carries none, its id: only whoever was shown the form knows that. Raises Refused when the
    id is somebody else's post.
    """
    wait_for_own_press(work)
    there = work.session.get(Concern, post_id) or work.session.get(Allegation, post_id)
    if there is None:
        return
    if isinstance(there, Allegation) and there.posted_by is None:
        is_own = receipt_keys is None or there.receipt_key in receipt_keys
    else:
        is_own = there.posted_by == work.person.id
    if not is_own:
        raise Refused(permission.value)
    raise AlreadyDone(record_id=post_id)
