"""Where somebody who is out on a shift was last, so that nobody types it while a child is in danger."""

from app.access.scope import has, visible
from app.foundation.errors import NoKey
from app.foundation.permissions import Permission
from app.outreach.places import place_label
from app.outreach.safety import my_open_shifts
from app.outreach.shift_page import shift_head
from app.outreach.writing_page import recent_places
from app.unit_of_work import UnitOfWork
from models.shift import Shift


def place_on_shift(work: UnitOfWork, *, locale: str) -> str:
    """Return the place of the last meeting of the person's open shift, or its route's name; "" if neither is known."""
    if not has(work, Permission.SHIFT_READ):
        return ""
    shift = next(iter(my_open_shifts(work)), None)
    if shift is None:
        return ""
    head = shift_head(work, visible(work, Shift, shift.id, Permission.SHIFT_READ))
    try:
        last = next(iter(recent_places(work, shift.id)), None)
    except NoKey:
        last = None
    if last is not None and last.is_known:
        return place_label(last, head.pack, locale)
    plan = head.route.plan if head.route is not None else None
    return plan.name if plan is not None else ""
