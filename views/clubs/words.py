"""What pages about clubs say in words: a weekly plan, the time of a session."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import format_date
from flask_babel import gettext as _

from app.clubs.documents import Weekly
from app.clubs.session_rows import Slot
from app.foundation.local_time import to_typed
from app.foundation.vocabulary.club_sessions import CANCEL_REASONS, STATES, WEEKDAYS, CancelReason, Weekday

LABELS = {"states": STATES, "reasons": CANCEL_REASONS}


def weekly_words(weekly: Iterable[Weekly]) -> str:
    """Return a weekly plan in one line; days in a row with the same hours are said together."""
    runs: list[list[Weekly]] = []
    for each in weekly:
        last = runs[-1][-1] if runs else None
        if last is not None and each == replace(last, weekday=last.weekday + 1):
            runs[-1].append(each)
        else:
            runs.append([each])
    return ", ".join(f"{_days(run)} {run[0].begins}–{run[0].ends}" for run in runs)


def _days(run: list[Weekly]) -> str:
    first, last = (_(WEEKDAYS[Weekday(str(each.weekday))]) for each in (run[0], run[-1]))
    return first if first == last else f"{first}–{last}"


def reason_of(code: str) -> str:
    """Return why a session was cancelled; nothing for no reason."""
    return CANCEL_REASONS[CancelReason(code)] if code in list(CancelReason) else ""


def session_words(begins_at: datetime, ends_at: datetime) -> str:
    """Return the day and the time of a session."""
    return f"{format_date(to_typed(begins_at).date(), 'full')}, {hours_words(begins_at, ends_at)}"


def hours_words(begins_at: datetime, ends_at: datetime) -> str:
    """Return from when to when a session was."""
    return f"{to_typed(begins_at):%H:%M}–{to_typed(ends_at):%H:%M}"


def slot_arguments(club_id: UUID, slot: Slot | Any) -> dict[str, Any]:
    """Return what the address of a register names of a session that is not written: its day and times, no more."""
    begins, ends = to_typed(slot.begins_at), to_typed(slot.ends_at)
    return {"club_id": club_id, "when": f"{begins:%Y-%m-%d-%H%M}-{ends:%H%M}"}
