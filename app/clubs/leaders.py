"""Who leads a club: stated by its supervisor or a director, for good or as a stand-in until a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from app.bases.known import zone_of
from app.clubs.making import locked_club
from app.clubs.weekly import today_at
from app.foundation.errors import AlreadyDone, NotAllowedNow
from app.foundation.local_time import in_zone, local_day, to_utc
from app.foundation.permissions import MATRIX, Permission
from app.keyring.folders import open_folder
from app.keyring.known_directory import directory_for
from app.keyring.known_leadings import KnownLeading
from app.keyring.leading import end_leader, state_leader
from app.staff.colleagues import Colleague, colleagues
from app.unit_of_work import UnitOfWork
from models.kids_club import KidsClub


@dataclass(frozen=True)
class LeaderLine:
    """Somebody who leads or led a club: `until` is the last day of a stand-in, `ended_at` when it ended, if it has."""

    id: UUID
    staff_id: UUID
    name: str
    since: datetime
    until: date | None
    ended_at: datetime | None


def make_leader(work: UnitOfWork, club_id: UUID, staff_id: UUID, *, until: date | None = None) -> None:
    """Make somebody a leader of the club, or its stand-in with `until` as the last day. They are given its key.

    Raises Refused, NotVisible, ChangedOutside, AlreadyDone when they lead it just so; NotAllowedNow with
    `leader-missing` for somebody who may not lead a club there, `stand-in-over` for a day that has passed, or
    `club-closed`.
    """
    club = locked_club(work, club_id, Permission.CLUB_ASSIGN)
    open_folder(work, club.folder_id).check(club)
    if club.closed_on is not None:
        raise NotAllowedNow("club-closed")
    if staff_id not in {one.id for one in who_may_lead(work, club.base_id)}:
        raise NotAllowedNow("leader-missing")
    if until is not None and until < today_at(work, club.base_id):
        raise NotAllowedNow("stand-in-over")
    ends_at = _end_of(work, club.base_id, until) if until is not None else None
    for each in _in_force(work, club):
        if each.staff_id == staff_id and each.until == ends_at:
            raise AlreadyDone(record_id=club_id)
    state_leader(work, club.folder_id, staff_id, base_id=club.base_id, until=ends_at)
    work.record("club.leader_made", subjects=[club.id, staff_id], base_id=club.base_id)


def end_leading(work: UnitOfWork, club_id: UUID, leading_id: UUID) -> None:
    """End somebody's place as a leader: they read the club no more, and its key is renewed with the next write.

    Raises Refused, NotVisible, or AlreadyDone when they lead it no more.
    """
    club = locked_club(work, club_id, Permission.CLUB_ASSIGN)
    for each in directory_for(work).leadings.of_club(club.folder_id, club.base_id):
        if each.id == leading_id:
            end_leader(work, each)
            work.record("club.leader_ended", subjects=[club.id, each.staff_id], base_id=club.base_id)
            return
    raise AlreadyDone(record_id=club_id)


def who_may_lead(work: UnitOfWork, base_id: UUID) -> list[Colleague]:
    """Return the people of a base who may lead a club, by signed name."""
    fitting = [
        known.id
        for known in directory_for(work).people.values()
        if known.enabled and known.base_id == base_id and known.role in MATRIX[Permission.CLUB_WRITE]
    ]
    return sorted(colleagues(work, fitting).values(), key=lambda one: (one.name, one.worker_code))


def leader_lines(
    work: UnitOfWork, folder_id: UUID, base_id: UUID
) -> tuple[list[LeaderLine], list[LeaderLine]]:
    """Return who leads a club now, and who led it once, newest first."""
    leadings = directory_for(work).leadings
    current = leadings.of_club(folder_id, base_id)
    over = [(each, each.until) for each in current if each.is_over(work.now)]
    over += [(each.leading, each.at) for each in leadings.once(folder_id, base_id)]
    now = [(each, None) for each in current if not each.is_over(work.now)]
    names = _names(work, [each for each, _ in (*over, *now)])
    with in_zone(zone_of(work, base_id)):
        lines_now = [_line(each, ended, names) for each, ended in now]
        lines_over = [_line(each, ended, names) for each, ended in over]
    return lines_now, sorted(lines_over, key=lambda line: line.ended_at or line.since, reverse=True)


def names_of_leaders(work: UnitOfWork, folder_id: UUID, base_id: UUID) -> list[str]:
    """Return the names of those who lead a club now."""
    current = [
        each
        for each in directory_for(work).leadings.of_club(folder_id, base_id)
        if not each.is_over(work.now)
    ]
    names = _names(work, current)
    return [names[each.staff_id] for each in current if each.staff_id in names]


def who_leads(work: UnitOfWork, folder_id: UUID, base_id: UUID) -> list[UUID]:
    """Return the ids of those who lead a club now, stand-ins among them."""
    current = directory_for(work).leadings.of_club(folder_id, base_id)
    return [each.staff_id for each in current if not each.is_over(work.now)]


def leads_until(work: UnitOfWork, folder_id: UUID, base_id: UUID, staff_id: UUID) -> datetime | None:
    """Return when the time of somebody who stands in at a club ends; None for one who leads it without end."""
    current = directory_for(work).leadings.of_club(folder_id, base_id)
    ends = [each.until for each in current if each.staff_id == staff_id and not each.is_over(work.now)]
    return max((end for end in ends if end is not None), default=None) if None not in ends else None


def _in_force(work: UnitOfWork, club: KidsClub) -> list[KnownLeading]:
    return [
        each
        for each in directory_for(work).leadings.of_club(club.folder_id, club.base_id)
        if not each.is_over(work.now)
    ]


def _names(work: UnitOfWork, leadings: Iterable[KnownLeading]) -> dict[UUID, str]:
    return {id_: one.name for id_, one in colleagues(work, [each.staff_id for each in leadings]).items()}


def _line(leading: KnownLeading, ended_at: datetime | None, names: dict[UUID, str]) -> LeaderLine:
    # The moment is the midnight after the last day.
    until = local_day(leading.until - timedelta(seconds=1)) if leading.until is not None else None
    name = names.get(leading.staff_id, "")
    return LeaderLine(leading.id, leading.staff_id, name, leading.since, until, ended_at)


def _end_of(work: UnitOfWork, base_id: UUID, last: date) -> datetime:
    with in_zone(zone_of(work, base_id)):
        return to_utc(datetime.combine(last + timedelta(days=1), time()))
