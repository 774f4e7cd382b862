"""What night outreach has due: check-outs that are overdue, and shifts the person is still out on."""

from collections.abc import Iterable

from app.foundation.chronology import DueItem
from app.foundation.local_time import local_day
from app.foundation.marking import N_
from app.outreach.safety import Alarm, alarms, my_open_shifts
from app.unit_of_work import UnitOfWork

OVERDUE = N_("Not checked out from a shift: find out now")
OPEN_SHIFT = N_("You are out on a shift")


def due_items(work: UnitOfWork) -> list[DueItem]:
    """Return overdue check-outs, for teams and their supervisors, and the person's own open shifts.

    `code` holds the worker codes of the missing people; `record_id` is the shift's.
    """
    ringing = alarms(work)
    rings = {alarm.shift_id for alarm in ringing}
    still_out = [
        DueItem(
            due_on=local_day(shift.due_back_at),
            kind="shift",
            record_id=shift.id,
            title=OPEN_SHIFT,
            code="",
            due_at=shift.due_back_at,
            assignee_id=work.person.id,
        )
        for shift in my_open_shifts(work)
        if shift.id not in rings
    ]
    return [*overdue_items(ringing, "shift", OVERDUE), *still_out]


def overdue_items(ringing: Iterable[Alarm], kind: str, title: str) -> list[DueItem]:
    """Return alarms as lines of Today: `code` holds the worker codes of the missing people."""
    return [
        DueItem(
            due_on=local_day(alarm.due_back_at),
            kind=kind,
            record_id=alarm.shift_id,
            title=title,
            code=" ".join(mate.code for mate in alarm.people),
            due_at=alarm.due_back_at,
            is_changed=alarm.is_changed,
        )
        for alarm in ringing
    ]
