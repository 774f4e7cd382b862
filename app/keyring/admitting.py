"""Vouches for people's keys, admits them to the circles of their role, and removes them again."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import delete

from app.foundation.errors import NoKey
from app.foundation.roles import Flag, Role
from app.keyring import circles
from app.keyring.adding_statements import Signer, state
from app.keyring.directory import Directory
from app.keyring.folders import forget_open_folders
from app.keyring.known_directory import directory_for
from app.keyring.policy import BASE_CIRCLES, CircleKind
from app.keyring.statements import Kind
from app.unit_of_work import UnitOfWork
from app.vault.person_keys import PersonPublicKeys
from models.circle import CircleMembership
from models.grant import Grant

CIRCLES_OF_ROLE: dict[Role, tuple[CircleKind, ...]] = {
    Role.FIELD: (CircleKind.STREET,),
    Role.CASEWORKER: (CircleKind.STREET, CircleKind.OFFICE),
    Role.COUNSELLOR: (CircleKind.STREET,),
    Role.SUPERVISOR: (CircleKind.STREET, CircleKind.OFFICE, CircleKind.SUPERVISION),
    Role.DIRECTOR: (CircleKind.STREET, CircleKind.OFFICE, CircleKind.SUPERVISION),
    Role.TECHNICIAN: (),
    Role.AUDITOR: (),
    Role.VOLUNTEER: (),
}
"""The base circles of each role. A director joins them in every base, and `direction` as well."""

CIRCLES_OF_FLAG: dict[Flag, CircleKind] = {
    Flag.CLINICAL_LEAD: CircleKind.CLINICAL,
    Flag.ON_CALL: CircleKind.EMERGENCY,
    Flag.ACTING_DIRECTOR: CircleKind.DIRECTION,
}
"""`safeguarding` is missing on purpose: its members admit new members."""


def state_person(
    work: UnitOfWork,
    person_id: UUID,
    keys: PersonPublicKeys,
    *,
    key_version: int,
    role: Role,
    base_id: UUID | None,
    flags: frozenset[Flag],
    name: str,
    signer: Signer,
    worker_code: str | None = None,
    ends_on: date | None = None,
    acting_until: datetime | None = None,
) -> None:
    """Vouch for a person's keys, role, base, name, worker code and last day, after the six words were compared.

    The end of an acting director's days is signed with the duty, because a row could be changed to a later day.
    Raises KeyRefused.
    """
    fields: dict[str, object] = {
        "person": str(person_id),
        "keys": keys.to_bytes().hex(),
        "key_version": key_version,
        "role": role.value,
        "base": str(base_id) if base_id else None,
        "flags": sorted(flag.value for flag in flags),
        "name": name,
    }
    if worker_code is not None:
        fields |= {"worker_code": worker_code, "ends_on": ends_on.isoformat() if ends_on else None}
    if acting_until is not None and Flag.ACTING_DIRECTOR in flags:
        fields["acting_until"] = acting_until.isoformat()
    state(work, Kind.PERSON, fields, signer=signer)


def state_first_director(work: UnitOfWork, root: Signer, *, worker_code: str) -> None:
    """Vouch with the root for the acting person, who sets the organisation up or recovers it."""
    person = work.person
    state_person(
        work,
        person.id,
        work.keychain.private.public,
        key_version=1,
        role=Role.DIRECTOR,
        base_id=None,
        flags=frozenset(),
        name=person.display_name,
        signer=root,
        worker_code=worker_code,
    )


def circles_due(directory: Directory, person_id: UUID) -> list[UUID]:
    """Return the circles that the person's role and flags give them and that they have not joined yet."""
    return [
        circle_id
        for circle_id in circles_wanted(directory, person_id)
        if (circle_id, directory.circles[circle_id].current_version, person_id) not in directory.memberships
    ]


def circles_wanted(directory: Directory, person_id: UUID) -> list[UUID]:
    """Return every existing circle that the person's role and flags give them, joined already or not.

    `safeguarding` is never among them: its members admit new members.
    """
    known = directory.person(person_id)
    wanted: list[tuple[CircleKind, UUID | None]] = []
    bases = [known.base_id] if known.base_id else _bases(directory)
    for base_id in bases:
        wanted += [(kind, base_id) for kind in CIRCLES_OF_ROLE[known.role]]
        wanted += [(CIRCLES_OF_FLAG[f], base_id) for f in known.flags if f in CIRCLES_OF_FLAG]
    if known.role is Role.DIRECTOR:
        wanted.append((CircleKind.DIRECTION, None))
    places = [(kind, base_id if kind in BASE_CIRCLES else None) for kind, base_id in wanted]
    there = [directory.circle(*place).id for place in places if directory.has_circle(*place)]
    return list(dict.fromkeys(there))


def _bases(directory: Directory) -> list[UUID | None]:
    return list(dict.fromkeys(c.base_id for c in directory.circles.values() if c.base_id is not None))


def admit_to_circles(work: UnitOfWork, person_id: UUID, *, signer: Signer) -> list[UUID]:
    """Seal to the person every circle they are due.

    A circle that the acting person cannot open, but may certify, begins a new version with its members and the
    newcomer, who can open what is sealed from then on. Returns the circles whose earlier records are still pending: a
    member must give the newcomer those.
    """
    pending = []
    for circle_id in circles_due(directory_for(work), person_id):
        try:
            circles.add_member(work, circle_id, person_id, signer=signer)
        except NoKey:
            if circles.lacks_own_rows(work, circle_id):
                # Only the acting person's own row is gone, which signs nothing: another member gives the circle.
                pending.append(circle_id)
                continue
            members = [*directory_for(work).members(circle_id), person_id]
            if len(members) > 1:
                pending.append(circle_id)
            circles.begin_version(work, circle_id, members, signer=signer)
    return pending


def remove_person(work: UnitOfWork, person_id: UUID, *, signer: Signer) -> None:
    """Take a person's keys out of use: state it, renew their circles, delete their grants.

    Folders granted to them get a new key with the next write. What they could open in an old backup stays readable to
    anybody with that backup and their old password.
    """
    directory = directory_for(work)
    joined = {circle for circle, _ in directory.circles_of(person_id)}
    mine = [c for c in directory.circles.values() if c.id in joined]
    for circle in mine:
        if circle.kind is CircleKind.SAFEGUARDING:
            # Closed to directors too: the statement below ends the person's place, and a member renews the circle.
            continue
        circles.remove_member(work, circle.id, person_id, signer=signer)
    state(work, Kind.DISABLED, {"person": str(person_id)}, signer=signer)
    work.session.execute(delete(Grant).where(Grant.holder_id == person_id))
    work.session.execute(delete(CircleMembership).where(CircleMembership.holder_id == person_id))
    forget_open_folders(work)
