"""When a shift began, is due back and ended, from what was typed, in the zone of its base: never on another night."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import or_

from app.access.scope import scoped
from app.bases.known import zone_of
from app.foundation.day_meanings import DayMeaning
from app.foundation.errors import NotAllowedNow
from app.foundation.local_time import in_zone
from app.foundation.moments import MomentInput, known_moment
from app.foundation.permissions import Permission
from app.outreach.night_times import GRACE, days_to_choose, moment_of, next_at
from app.outreach.shift_status import ShiftStatus, shift_statuses
from app.unit_of_work import UnitOfWork
from models.encounter import Encounter
from models.shift import Shift

AT_MOST_OUT = timedelta(hours=16)
"""No night lasts longer: a time that would make it longer is a typing mistake, or belongs to another night."""

BESIDE_THE_SHIFT = timedelta(hours=2)
"""How long before a shift began or after it ended a meeting may lie: people forget to press the button."""


def start_of(work: UnitOfWork, base_id: UUID, typed: time) -> datetime:
    """Return when a shift that is being opened began. Raises NotAllowedNow with `started-long-ago`."""
    with in_zone(zone_of(work, base_id)):
        return moment_of(
            typed, None, first=work.now - AT_MOST_OUT, last=work.now, now=work.now, outside="started-long-ago"
        )


def return_of(work: UnitOfWork, base_id: UUID, typed: time, *, after: datetime) -> datetime:
    """Return when a team that left, or is out, at a moment means to be back. Raises NotAllowedNow with `back-late`."""
    with in_zone(zone_of(work, base_id)):
        moment = next_at(typed, after=after)
    if moment > after + AT_MOST_OUT:
        raise NotAllowedNow("back-late")
    return moment


def end_of(work: UnitOfWork, status: ShiftStatus, base_id: UUID, typed: time, *, on: date | None) -> datetime:
    """Return when a shift that goes on had really ended.

    Raises NotAllowedNow with `ended-outside`, or with `which-night` when it could be several.
    """
    with in_zone(zone_of(work, base_id)):
        first = status.started_at
        ended_at = moment_of(typed, on, first=first, last=work.now, now=work.now, outside="ended-outside")
    return max(ended_at, first)


def past_start(work: UnitOfWork, base_id: UUID, started: MomentInput) -> datetime:
    """Return when a shift of a day began. Raises NotAllowedNow with `too-long-ago` or `in-the-future`."""
    with in_zone(zone_of(work, base_id)):
        return known_moment(started, now=work.now, meaning=DayMeaning.DONE).at


def span_of(work: UnitOfWork, base_id: UUID, started: MomentInput, ended: time) -> tuple[datetime, datetime]:
    """Return when a shift began and ended, from the day and time of its start; an earlier end is after midnight.

    Raises NotAllowedNow with `too-long-ago`, `in-the-future`, `back-late` or `ended-ahead`.
    """
    started_at = past_start(work, base_id, started)
    ended_at = return_of(work, base_id, ended, after=started_at)
    if ended_at > work.now + GRACE:
        raise NotAllowedNow("ended-ahead")
    return started_at, min(ended_at, work.now)


def refuse_second_shift(
    work: UnitOfWork, team: Sequence[UUID], *, started_at: datetime, ended_at: datetime | None
) -> None:
    """Raise NotAllowedNow (`out-already`) if one of a team is on another shift at that time, among those one may read.

    `ended_at` is None for a shift that begins.
    """
    others = scoped(work, Shift, Permission.SHIFT_READ)
    if ended_at is None:
        others = others.where(Shift.ended_at.is_(None))
    else:
        near = Shift.started_at.between(started_at - AT_MOST_OUT, ended_at)
        others = others.where(near, or_(Shift.ended_at.is_(None), Shift.ended_at > started_at))
    found = shift_statuses(work, work.session.scalars(others).all()).values()
    statuses = [each for each in found if not each.is_mistaken]
    if any(set(team) & set(each.team) for each in statuses if ended_at is not None or each.ended_at is None):
        raise NotAllowedNow("out-already")


def days_to_end_on(work: UnitOfWork, started_at: datetime, base_id: UUID) -> tuple[date, ...]:
    """Return the days on which a shift may have ended, if a time of day does not say which night it was."""
    with in_zone(zone_of(work, base_id)):
        return days_to_choose(started_at, work.now)


def meeting_span(
    work: UnitOfWork, started_at: datetime, ended_at: datetime | None
) -> tuple[datetime, datetime]:
    """Return the first and the last moment at which a meeting of a shift may have been."""
    last = work.now if ended_at is None else min(work.now, ended_at + BESIDE_THE_SHIFT)
    return started_at - BESIDE_THE_SHIFT, last


def refuse_leaving_meetings_out(
    work: UnitOfWork, shift: Shift, started_at: datetime, ended_at: datetime | None
) -> None:
    """Raise NotAllowedNow (`meetings-outside`) if a meeting of the shift would lie outside its new times."""
    of_shift = scoped(work, Encounter, Permission.SHIFT_READ).where(
        Encounter.shift_id == shift.id, Encounter.mistake_id.is_(None)
    )
    met = work.session.scalars(of_shift.with_only_columns(Encounter.met_at)).all()
    first, last = meeting_span(work, started_at, ended_at)
    if any(not first <= moment <= last for moment in met):
        raise NotAllowedNow("meetings-outside")
