"""Which circles a person belongs in, who can really open each, and how to leave one without losing its content."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select

from app.foundation.errors import NotAllowedNow
from app.keyring import circles
from app.keyring.adding_statements import Signer
from app.keyring.directory import Directory, KnownCircle
from app.keyring.known_directory import directory_for
from app.keyring.policy import POLICY, CircleKind, is_shared
from app.unit_of_work import UnitOfWork
from models.circle import CircleMembership
from models.staff_member import StaffMember


def joined_circles(directory: Directory, person_id: UUID) -> list[UUID]:
    """Return the circles of which the directory says the person is a member, without `safeguarding`.

    That circle is closed to directors too: they can neither add nor remove a member.
    """
    joined = dict.fromkeys(circle for circle, _ in directory.circles_of(person_id))
    return [c for c in joined if directory.circles[c].kind is not CircleKind.SAFEGUARDING]


def living_holders(work: UnitOfWork, circle_id: UUID, version: int) -> list[UUID]:
    """Return the people who can open a version of a circle now: stated, enabled, admitted, with the sealed secret.

    An acting director whose days are over opens nothing more. Neither does somebody whose new keys wait: they lost
    password and card of the old ones.
    """
    directory = directory_for(work)
    stated = {
        h for c, v, h in directory.memberships if (c, v) == (circle_id, version)
    } & directory.people.keys()
    held = select(CircleMembership.holder_id).where(
        CircleMembership.circle_id == circle_id, CircleMembership.version == version
    )
    found = (set(work.session.scalars(held)) & stated) - _with_waiting_keys(work)
    return sorted(
        id_
        for id_ in found
        if directory.people[id_].enabled and not directory.has_run_out(circle_id, id_, work.now)
    )


def _with_waiting_keys(work: UnitOfWork) -> set[UUID]:
    return set(work.session.scalars(select(StaffMember.id).where(StaffMember.waiting_keys.is_not(None))))


def only_holder_of(work: UnitOfWork, person_id: UUID, circle_ids: Iterable[UUID]) -> list[UUID]:
    """Return those of the circles that nobody but this person can open, if no other circle holds the same folders.

    The person counts by their statement alone: if their row could be taken away first, the last holder could leave.
    """
    directory = directory_for(work)
    found = []
    for circle_id in circle_ids:
        circle = directory.circles[circle_id]
        others = set(living_holders(work, circle_id, circle.current_version)) - {person_id}
        is_holder = person_id in directory.members(circle_id) and not directory.has_run_out(
            circle_id, person_id, work.now
        )
        if is_holder and not others and not _open_elsewhere(work, circle, person_id):
            found.append(circle_id)
    return found


def _open_elsewhere(work: UnitOfWork, circle: KnownCircle, person_id: UUID) -> bool:
    """Tell whether another circle holds the same folders: an empty `emergency`, for example, loses no sheet."""
    if not is_shared(circle.kind):
        return False
    directory = directory_for(work)
    kinds = {kind for each in POLICY.values() if circle.kind in each.circles for kind in each.circles}
    others = [
        each
        for each in directory.circles.values()
        if each.kind in kinds and each.kind is not circle.kind and each.base_id in (circle.base_id, None)
    ]
    return bool(others) and all(
        set(living_holders(work, each.id, each.current_version)) - {person_id} for each in others
    )


def refuse_last_holder(work: UnitOfWork, person_id: UUID, circle_ids: Iterable[UUID]) -> None:
    """Raise NotAllowedNow with `last-holder` when nobody could open one of the circles after the person leaves."""
    only = only_holder_of(work, person_id, circle_ids)
    if only:
        raise NotAllowedNow("last-holder", circles=tuple(only))


def leave_circles(
    work: UnitOfWork, person_id: UUID, circle_ids: Iterable[UUID], *, signer: Signer
) -> list[UUID]:
    """End memberships: each circle begins a new version, and its folders get a new key with the next write.

    Returns the circles that have no other member and that nobody else could open: they are left unchanged.
    """
    alone = []
    for circle_id in circle_ids:
        others = [member for member in directory_for(work).members(circle_id) if member != person_id]
        if not others and not is_shared(directory_for(work).circles[circle_id].kind):
            alone.append(circle_id)
            continue
        circles.remove_member(work, circle_id, person_id, signer=signer)
    return alone
