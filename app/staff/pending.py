"""What a person is due but was not given yet: each line names who can give it, and giving is done in steps."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select

from app.foundation.errors import NotVisible, Refused
from app.foundation.permissions import Permission
from app.foundation.roles import Role
from app.keyring import circles
from app.keyring.admitting import circles_wanted
from app.keyring.directory import Directory, KnownCircle, KnownPerson
from app.keyring.known_directory import directory_for
from app.keyring.policy import BASE_CIRCLES, CircleKind
from app.keyring.root import certifying_signer
from app.staff import earlier_folders, own_folders
from app.staff.account_facts import AccountState
from app.staff.circle_places import living_holders
from app.staff.colleagues import names_of_staff
from app.staff.members import account_in_charge_of, facts_of
from app.staff.own_folders import DueFolders
from app.unit_of_work import UnitOfWork, Visibility
from models.circle import CircleMembership
from models.staff_member import StaffMember

GIVERS = frozenset({Role.SUPERVISOR, Role.DIRECTOR})
"""The roles with a page to give from. Others may hold the same keys, but vouch for nobody."""


class PendingKind(StrEnum):
    """What kind of thing is still to be given."""

    CIRCLE = "circle"
    CASE = "case"
    SHIFT = "shift"
    MADE = "made"
    EARLIER = "earlier"
    """Folders that were sealed to one of their circles before it had any members with keys."""


@dataclass(frozen=True)
class PendingLine:
    """One thing still to be given. `key` names it in a form.

    `circle` and `base_name` are set for circles, `code` for cases; `count` is of folders (of key versions for a
    circle). `givers` are names; empty means that only the recovery kit opens it.
    """

    kind: PendingKind
    key: str
    count: int
    givers: tuple[str, ...]
    may_give: bool
    circle: CircleKind | None = None
    base_name: str = ""
    code: str = ""


@dataclass(frozen=True)
class _Due:
    kind: PendingKind
    key: str
    count: int
    givers: frozenset[UUID]
    circle: KnownCircle | None = None
    folders: DueFolders | None = None


def pending_lines(work: UnitOfWork, person_id: UUID) -> tuple[PendingLine, ...]:
    """Return what an admitted person still waits for; empty for somebody who was never admitted."""
    dues = _dues(work, person_id)
    people = {giver for due in dues for giver in due.givers}
    names = names_of_staff(work, people)
    directory = directory_for(work)
    return tuple(
        PendingLine(
            kind=due.kind,
            key=due.key,
            count=due.count,
            givers=tuple(sorted(names[giver] for giver in due.givers if giver in names)),
            may_give=work.person.id in due.givers,
            circle=due.circle.kind if due.circle else None,
            base_name=directory.base_name(due.circle.base_id) if due.circle else "",
            code=due.folders.code if due.folders else "",
        )
        for due in dues
    )


def give(work: UnitOfWork, staff_id: UUID, key: str) -> int:
    """Give one step of one pending thing, with the acting person's own keychain. Returns how much was given.

    Giving again continues where it stopped. Raises NotVisible for a line that is not pending, Refused for one that
    the acting person cannot give.
    """
    member = account_in_charge_of(work, staff_id)
    due = next((due for due in _dues(work, staff_id) if due.key == key), None)
    if due is None:
        raise NotVisible("pending")
    if work.person.id not in due.givers:
        raise Refused(Permission.ACCOUNT_ADMIT.value)
    known = directory_for(work).person(staff_id)
    if due.folders is not None:
        done = own_folders.give_folders(work, known, due.folders)
    elif due.kind is PendingKind.EARLIER and due.circle is not None:
        done = earlier_folders.give_earlier(work, known.id, due.circle)
    else:
        done = _give_circle(work, known, due)
    work.record(
        "pending.given",
        subjects=[staff_id],
        base_id=member.base_id,
        visibility=Visibility.SYSTEM,
        what=due.kind.value,
        given=done,
    )
    return done


def _give_circle(work: UnitOfWork, known: KnownPerson, due: _Due) -> int:
    if due.circle is None:
        raise ValueError("this line is not about a circle")
    signer = certifying_signer(work)
    directory = directory_for(work)
    stated = [(c, v) for c, v in directory.circles_of(known.id) if c == due.circle.id]
    if any(version in missing_versions(work, due.circle, known.id) for _, version in stated):
        # Stated as a member, but the sealed secret is gone: the membership ends and is stated again.
        circles.remove_member(work, due.circle.id, known.id, signer=signer)
    circles.add_member(work, due.circle.id, known.id, signer=signer)
    return due.count


def missing_versions(work: UnitOfWork, circle: KnownCircle, person_id: UUID) -> list[int]:
    """Return the versions of a circle the person cannot open: not stated as a member, or without the secret."""
    stated = {v for c, v in directory_for(work).circles_of(person_id) if c == circle.id}
    rows = select(CircleMembership.version).where(
        CircleMembership.circle_id == circle.id, CircleMembership.holder_id == person_id
    )
    held = set(work.session.scalars(rows)) & stated
    return [version for version in sorted(circle.versions) if version not in held]


def _dues(work: UnitOfWork, person_id: UUID) -> list[_Due]:
    directory = directory_for(work)
    known = directory.people.get(person_id)
    if known is None or not known.enabled:
        return []
    row = work.session.get(StaffMember, person_id)
    if row is None or facts_of(work, row).state is not AccountState.ACTIVE:
        return []
    dues = [due for circle in _circles_of(directory, known) for due in _circle_dues(work, circle, known)]
    for folders in own_folders.places_of(work, known):
        count = own_folders.count_lacking(work, known, folders)
        if count:
            givers = _givers(work, folders.through, folders.base_id) - {person_id}
            kind = PendingKind(folders.place.value)
            dues.append(_Due(kind, folders.key, count, givers, folders=folders))
    return dues


def _circles_of(directory: Directory, known: KnownPerson) -> Iterable[KnownCircle]:
    return [directory.circles[circle] for circle in circles_wanted(directory, known.id)]


def _circle_dues(work: UnitOfWork, circle: KnownCircle, known: KnownPerson) -> list[_Due]:
    missing = missing_versions(work, circle, known.id)
    if not missing:
        return []
    directory = directory_for(work)
    holders = [set(living_holders(work, circle.id, v)) for v in missing]
    able = set.intersection(*holders) - {known.id}
    givers = frozenset(holder for holder in able if directory.certifies(holder, circle.base_id))
    if givers:
        return [_Due(PendingKind.CIRCLE, f"circle:{circle.id}", len(missing), givers, circle)]
    return _without_giver(work, circle, known, missing)


def _without_giver(
    work: UnitOfWork, circle: KnownCircle, known: KnownPerson, missing: list[int]
) -> list[_Due]:
    """If nobody holds what is missing, other holders of the same folders can seal them to the current circle."""
    dues = []
    count = earlier_folders.count_earlier(work, known.id, circle)
    others = earlier_folders.other_circles(circle.kind)
    if count and others:
        givers = _givers(work, others, circle.base_id) - {known.id}
        dues.append(_Due(PendingKind.EARLIER, f"earlier:{circle.id}", count, givers, circle))
    was_member = any((circle.id, version, known.id) in directory_for(work).memberships for version in missing)
    if was_member:
        dues.append(_Due(PendingKind.CIRCLE, f"circle:{circle.id}", len(missing), frozenset(), circle))
    return dues


def _givers(work: UnitOfWork, kinds: Iterable[CircleKind], base_id: UUID | None) -> frozenset[UUID]:
    """Return the supervisors and directors who hold any of the circles there."""
    directory = directory_for(work)
    found: set[UUID] = set()
    for circle in directory.circles.values():
        of_here = base_id is None or circle.base_id == base_id or circle.kind not in BASE_CIRCLES
        if circle.kind in kinds and of_here:
            found.update(living_holders(work, circle.id, circle.current_version))
    return frozenset(person for person in found if directory.people[person].role in GIVERS)
