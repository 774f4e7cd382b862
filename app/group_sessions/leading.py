"""Who leads a group session: a signed team under the session's id, as of a shift or a home visit."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from app.foundation.access_rules import reach_of
from app.foundation.errors import NotAllowedNow
from app.foundation.permissions import MATRIX, Permission, Reach
from app.keyring.assigning import give_to_team, grant_team_folders, state_team, withdraw_folder
from app.keyring.known_directory import directory_for
from app.keyring.repeated_facts import declare_repeats
from app.keyring.writing import FolderToWrite
from app.outreach.teams import Mate, mates
from app.unit_of_work import UnitOfWork
from models.group_session import GroupSession, GroupSessionLeader


def leaders_of(work: UnitOfWork, session_id: UUID) -> tuple[UUID, ...]:
    """Return who leads a session by signed statement; database rows do not count here."""
    return directory_for(work).teams.get(session_id, ())


def who_may_lead(work: UnitOfWork, base_id: UUID) -> list[Mate]:
    """Return the people of a base who may lead a session, by signed name."""
    admitted = [
        known.id
        for known in directory_for(work).people.values()
        if known.enabled and known.base_id == base_id and known.role in MATRIX[Permission.GROUP_WRITE]
    ]
    return sorted(mates(work, admitted).values(), key=lambda mate: (mate.name, mate.code))


def check_leaders(work: UnitOfWork, base_id: UUID, people: Sequence[UUID], *, were: Sequence[UUID]) -> None:
    """Refuse a session that nobody leads, or that somebody leads who may not; those who did already may go on.

    Raises NotAllowedNow with `leaders-missing`, `leaders-strange`, or `leads-not-self` for somebody who reads only
    what they lead, and would lose it.
    """
    if not people:
        raise NotAllowedNow("leaders-missing")
    if not set(people) <= {mate.id for mate in who_may_lead(work, base_id)} | set(were):
        raise NotAllowedNow("leaders-strange")
    if reach_of(work.person, Permission.GROUP_READ) is Reach.OWN and work.person.id not in people:
        raise NotAllowedNow("leads-not-self")


def lead_with_others(
    work: UnitOfWork, row: GroupSession, folder: FolderToWrite, people: Sequence[UUID]
) -> FolderToWrite:
    """State who leads a session instead. Whoever was only among those before loses the key, and a new one begins.

    Raises NotAllowedNow (`leaders-not-yours`) for somebody who neither leads it nor supervises the base.
    """
    before = leaders_of(work, row.id)
    if set(before) == set(people):
        return folder
    supervises = reach_of(work.person, Permission.SHIFT_WRITE) is Reach.BASE
    if work.person.id not in before and not supervises:
        raise NotAllowedNow("leaders-not-yours")
    state_team(work, row.id, people, base_id=row.base_id)
    if set(before) <= set(people):
        grant_team_folders(work, row.id, [each for each in people if each not in before])
    else:
        folder = withdraw_folder(work, folder.id)
        give_to_team(work, folder.id, shift_id=row.id)
    for each in before:
        gone = work.session.get(GroupSessionLeader, (row.id, each)) if each not in people else None
        if gone is not None:
            work.session.delete(gone)
    add_leaders(work, row.id, [each for each in people if each not in before])
    return folder


def add_leaders(work: UnitOfWork, session_id: UUID, people: Iterable[UUID]) -> None:
    """Write down whose a session is, so that they find it."""
    work.session.add_all(GroupSessionLeader(session_id=session_id, staff_id=each) for each in people)
    work.session.flush()


def _lacks_leaders(work: UnitOfWork, rows: Sequence[GroupSession]) -> list[GroupSession]:
    """Return the sessions that somebody who leads them would not find among their own."""
    return [
        row
        for row in rows
        if any(
            work.session.get(GroupSessionLeader, (row.id, id_)) is None for id_ in leaders_of(work, row.id)
        )
    ]


def _of_no_team(work: UnitOfWork, rows: Sequence[GroupSessionLeader]) -> list[GroupSessionLeader]:
    teams = directory_for(work).teams
    return [row for row in rows if row.staff_id not in teams.get(row.session_id, ())]


declare_repeats(GroupSession, _lacks_leaders)
declare_repeats(GroupSessionLeader, _of_no_team)
