"""People whom the signed directory vouches for although there is no account: shown, and removed by hand.

Wayhome deletes no account, so its row was taken out from outside, or an older database was put back. The absence of a
row says nothing about the person: it signs nothing. A director looks into it and decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.access.scope import has, require
from app.foundation.errors import NotVisible
from app.foundation.permissions import Permission
from app.foundation.roles import Role
from app.foundation.vocabulary.removal_reasons import RemovalReason
from app.keyring.admitting import remove_person
from app.keyring.known_directory import directory_for
from app.keyring.policy import CircleKind
from app.keyring.root import root_signer
from app.staff.case_places import end_case_places
from app.staff.circle_places import joined_circles, only_holder_of, refuse_last_holder
from app.unit_of_work import UnitOfWork, Visibility
from models.staff_member import StaffMember


@dataclass(frozen=True)
class WithoutAccount:
    """Somebody vouched for without an account, and the circles that nobody else can open, each with its base."""

    id: UUID
    name: str
    role: Role
    base_name: str
    since: datetime | None
    only_holder_of: tuple[tuple[CircleKind, str], ...]


def people_without_account(work: UnitOfWork) -> tuple[WithoutAccount, ...]:
    """Return everybody who is vouched for and has no account, by name; to directors only, otherwise nobody."""
    if not has(work, Permission.BASE_MANAGE):
        return ()
    rows = set(work.session.scalars(select(StaffMember.id)))
    lacking = [
        known.id for known in directory_for(work).people.values() if known.enabled and known.id not in rows
    ]
    return tuple(sorted((_line(work, id_) for id_ in lacking), key=lambda one: (one.name.casefold(), one.id)))


def person_without_account(work: UnitOfWork, person_id: UUID) -> WithoutAccount:
    """Return one of them. Raises NotVisible for anybody else, such as somebody whose account is there."""
    require(work, Permission.BASE_MANAGE)
    found = next((one for one in people_without_account(work) if one.id == person_id), None)
    if found is None:
        raise NotVisible("person_without_account")
    return found


def remove_without_account(work: UnitOfWork, person_id: UUID, why: RemovalReason) -> None:
    """Take the person's keys out of use, as closing their account would, for a director's reason.

    Raises NotVisible, or NotAllowedNow with `last-holder`.
    """
    person_without_account(work, person_id)
    directory, signer = directory_for(work), root_signer(work)
    refuse_last_holder(work, person_id, joined_circles(directory, person_id))
    end_case_places(work, person_id)
    remove_person(work, person_id, signer=signer)
    work.record(
        "account.removed_without_row",
        subjects=[person_id],
        base_id=directory.people[person_id].base_id,
        visibility=Visibility.SYSTEM,
        reason=why.value,
    )


def _line(work: UnitOfWork, person_id: UUID) -> WithoutAccount:
    directory = directory_for(work)
    known = directory.person(person_id)
    return WithoutAccount(
        id=known.id,
        name=known.name,
        role=known.role,
        base_name=directory.base_name(known.base_id),
        since=known.admitted_at,
        only_holder_of=named_circles(
            work, only_holder_of(work, known.id, joined_circles(directory, known.id))
        ),
    )


def named_circles(work: UnitOfWork, circle_ids: Sequence[UUID]) -> tuple[tuple[CircleKind, str], ...]:
    """Return each circle's kind and the name of its base, which is empty for the whole organisation."""
    directory = directory_for(work)
    found = [directory.circles[circle_id] for circle_id in circle_ids]
    return tuple((each.kind, directory.base_name(each.base_id)) for each in found)
