"""Says, from the signed directory alone, who may hold a folder's key today, make a folder, and say where it belongs."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from app.foundation.permissions import MATRIX, Permission, Reach
from app.foundation.roles import Role
from app.keyring.directory import Directory
from app.keyring.known_assignments import KnownAssignment
from app.keyring.known_leadings import KnownLeading
from app.keyring.policy import DUTY_OF_ROLE, MADE_WITH, ORGANISATION_CIRCLES, POLICY, FolderKind
from app.keyring.safeguarding_acts import living_members
from models.folder import Folder

READS_ENCOUNTERS = frozenset({Role.FIELD, Role.CASEWORKER, Role.COUNSELLOR, Role.SUPERVISOR, Role.DIRECTOR})
"""Roles that keep the folder keys of their own shifts and packets while they stay in their base."""


def names_nobody(folder: Folder) -> bool:
    """Tell whether a folder of an allegation names itself in its maker's place: whoever posts it stands in no table.

    Nobody's signature is on it. Anybody may post one, so a signature would prove no right; who wrote it is sealed
    inside, with their own signature, which its readers check.
    """
    return folder.kind == FolderKind.ALLEGATION.value and folder.bound_by == folder.id


def entitled_people(
    directory: Directory, folder: Folder, now: datetime | None = None
) -> dict[UUID, tuple[UUID, ...]]:
    """Return the people who may hold the folder today, each with the signed places in it that entitle them.

    These are assignments to its case, or places as leader of its club; `now` leaves out those who stood in as leaders
    and whose time is over. A person has none if they are entitled by the shift's team or because they made the folder.
    The folder's row says where it belongs: check its binding first.
    """
    holders = POLICY[FolderKind(folder.kind)]
    assigned = _assigned(directory, folder)
    people: dict[UUID, list[UUID]] = {}
    for each in assigned:
        if each.duty in holders.duties:
            people.setdefault(each.staff_id, []).append(each.id)
    if holders.with_team and folder.shift_id is not None:
        for person_id in directory.teams.get(folder.shift_id, ()):
            if _keeps_their_own(directory, folder, person_id):
                people.setdefault(person_id, [])
    if holders.with_maker and _maker_keeps(directory, folder, assigned):
        own = [each.id for each in assigned if each.staff_id == folder.bound_by]
        people.setdefault(folder.bound_by, []).extend(own)
    for leading in _leading(directory, folder, now) if holders.with_leaders else ():
        people.setdefault(leading.staff_id, []).append(leading.id)
    found = {person_id: tuple(by) for person_id, by in people.items() if _is_enabled(directory, person_id)}
    return found | _of_safeguarding(directory) if holders.with_outside else found


def _leading(directory: Directory, folder: Folder, now: datetime | None) -> list[KnownLeading]:
    """Return who leads the folder's club and may go on: whoever left the base or the role loses its key."""
    return [
        each
        for each in directory.leadings.of_club(folder.id, folder.base_id)
        if _leads_still(directory, folder, each.staff_id) and not (now is not None and each.is_over(now))
    ]


def _of_safeguarding(directory: Directory) -> dict[UUID, tuple[UUID, ...]]:
    """Return the members one by one, because whoever posts may leave one of them out, and the outside member."""
    outside = directory.outside_member.as_known() if directory.outside_member else None
    return dict.fromkeys([*living_members(directory), *([outside.id] if outside else [])], ())


def is_circle_of(directory: Directory, folder: Folder, circle_id: UUID) -> bool:
    """Tell whether the policy grants the folder to that circle."""
    circle = directory.circles.get(circle_id)
    if circle is None or circle.kind not in POLICY[FolderKind(folder.kind)].circles:
        return False
    return circle.base_id == (None if circle.kind in ORGANISATION_CIRCLES else folder.base_id)


def in_circles_of(directory: Directory, folder: Folder, person_id: UUID) -> bool:
    """Tell whether the person is a member of any version of a circle that the policy grants the folder to."""
    joined = {circle_id for circle_id, _ in directory.circles_of(person_id)}
    return _is_enabled(directory, person_id) and any(
        is_circle_of(directory, folder, circle_id) for circle_id in joined
    )


def may_hold(directory: Directory, folder: Folder, person_id: UUID) -> bool:
    """Tell whether the person may hold the folder today, through a circle or through their own place."""
    return in_circles_of(directory, folder, person_id) or person_id in entitled_people(directory, folder)


def could_hold(directory: Directory, person_id: UUID, kinds: Iterable[str], now: datetime) -> bool:
    """Tell whether this person might hold a folder of these kinds: by circle, case, team or as its maker."""
    circles = {directory.circles[id_].kind for id_, _ in directory.living_circles_of(person_id, now)}
    for holders in (POLICY[FolderKind(kind)] for kind in kinds):
        if (
            holders.with_team
            or holders.with_maker
            or holders.with_leaders
            or circles.intersection(holders.circles)
        ):
            return True
        if any(each.duty in holders.duties for each in directory.on_cases_of.get(person_id, ())):
            return True
    return False


def had_right_to_make(directory: Directory, folder: Folder, person_id: UUID) -> bool:
    """Tell whether the person ever had a place, in the signed directory, where such a folder may be made.

    Ever, because what somebody made stays valid after they leave. Another module decides that their keys are no
    longer used for sealing.
    """
    return _ever_had(directory, folder, person_id, MADE_WITH[FolderKind(folder.kind)])


def had_right_to_bind(directory: Directory, folder: Folder) -> bool:
    """Tell whether the person who said what the folder belongs to had the right to.

    Anyone may post a concern. Only somebody who sorts the inbox may say that it belongs to a case.
    """
    if names_nobody(folder):
        return True
    kind = FolderKind(folder.kind)
    to_a_case = kind is FolderKind.CONCERN and folder.case_id is not None
    needed = Permission.CONCERN_TRIAGE if to_a_case else MADE_WITH[kind]
    return _ever_had(directory, folder, folder.bound_by, needed)


def is_of_base(
    directory: Directory, base_id: UUID | None, *, case_id: UUID | None, shift_id: UUID | None
) -> bool:
    """Tell whether a case and a shift belong to that base, as far as anybody signed which base is theirs.

    The first statement counts: a certifier in another base could state an assignment to the same case there.
    """
    if shift_id is not None and directory.team_bases.get(shift_id, base_id) != base_id:
        return False
    return case_id is None or directory.case_bases.get(case_id, base_id) == base_id


def _ever_had(directory: Directory, folder: Folder, person_id: UUID, permission: Permission) -> bool:
    for role, base_id in directory.stood.get(person_id, ()):
        reach = MATRIX[permission].get(role)
        if reach is None or (reach is not Reach.ALL and not _fits(base_id, folder)):
            continue
        if reach is not Reach.ASSIGNED or _once_assigned(directory, folder, person_id):
            return True
    return False


def _fits(base_id: UUID | None, folder: Folder) -> bool:
    return base_id is None or folder.base_id in (None, base_id)


def _once_assigned(directory: Directory, folder: Folder, person_id: UUID) -> bool:
    return folder.case_id is None or person_id in directory.once_assigned(folder.case_id, folder.base_id)


def once_had_a_place(directory: Directory, folder: Folder, person_id: UUID) -> bool:
    """Tell whether the person was ever given the folder personally: on the case, on the team, or as its maker."""
    holders = POLICY[FolderKind(folder.kind)]
    if holders.with_maker and folder.bound_by == person_id:
        return True
    if holders.with_team and folder.shift_id is not None:
        return person_id in directory.teams.get(folder.shift_id, ())
    if holders.with_leaders:
        return any(each.staff_id == person_id for each in directory.leadings.ever(folder.id, folder.base_id))
    if folder.case_id is None:
        return False
    duties = directory.once_assigned(folder.case_id, folder.base_id).get(person_id, frozenset())
    return bool(duties & holders.duties)


def _assigned(directory: Directory, folder: Folder) -> list[KnownAssignment]:
    return [] if folder.case_id is None else directory.assigned(folder.case_id, folder.base_id)


def _is_enabled(directory: Directory, person_id: UUID) -> bool:
    known = directory.people.get(person_id)
    return known is not None and known.enabled


def _keeps_their_own(directory: Directory, folder: Folder, person_id: UUID) -> bool:
    """Somebody who leaves the base, or takes on a role that reads nothing, loses the copies of their own."""
    known = directory.people.get(person_id)
    return known is not None and known.role in READS_ENCOUNTERS and known.base_id in (None, folder.base_id)


def _leads_still(directory: Directory, folder: Folder, person_id: UUID) -> bool:
    known = directory.people.get(person_id)
    return (
        known is not None and known.role in MATRIX[Permission.CLUB_WRITE] and known.base_id == folder.base_id
    )


def _maker_keeps(directory: Directory, folder: Folder, assigned: list[KnownAssignment]) -> bool:
    """A maker who must be assigned to a case to make a folder in it holds that folder while they are assigned."""
    maker = folder.bound_by
    if not _keeps_their_own(directory, folder, maker):
        return False
    if folder.case_id is None or directory.people[maker].role not in DUTY_OF_ROLE:
        return True
    return any(each.staff_id == maker for each in assigned)
