"""Opens meetings, many at once: what happened, which children, who wrote it and who saw it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func

from app.access.scope import scoped
from app.children.codes import codes_of_children
from app.foundation.permissions import Permission
from app.foundation.vocabulary.urgencies import Urgency
from app.keyring.folders import OpenFolder, look_in, open_folders
from app.outreach.documents import Account, ChildDescription
from app.outreach.signs import ASKS_FOR_A_REPORT, loudest, rules_met
from app.outreach.teams import NOBODY, Mate, mates
from app.unit_of_work import UnitOfWork
from models.child import Child
from models.encounter import Encounter, EncounterChild


@dataclass(frozen=True)
class ChildMet:
    """One child of a meeting; `description` is None when it does not open.

    One that was changed outside is nobody's: no record is named by it. `code` is empty for an unknown child, and for
    one whose record this person does not reach.
    """

    row_id: UUID
    child_id: UUID | None
    code: str
    description: ChildDescription | None
    linked_at: datetime | None
    linked_by: UUID | None
    is_changed: bool


@dataclass(frozen=True)
class Met:
    """One meeting. `account` is None when it does not open, or is not open to this person.

    `is_changed`: it was changed outside. Its times are then only where it stands, and shown nowhere.
    """

    id: UUID
    shift_id: UUID
    base_id: UUID
    folder_id: UUID
    version: int
    met_at: datetime
    marked: Urgency | None
    urgency: Urgency | None
    writer: Mate
    witness: Mate | None
    written_at: datetime
    account: Account | None
    children: tuple[ChildMet, ...]
    is_changed: bool

    @property
    def asks_for_a_report(self) -> bool:
        """Whether what was written should be told to somebody as a concern."""
        return self.urgency in ASKS_FOR_A_REPORT


def open_met(work: UnitOfWork, rows: Sequence[Encounter], *, child_id: UUID | None = None) -> list[Met]:
    """Open meetings that were loaded through their scope, in the order given, in five queries.

    With a child, only what was written of that child is opened, without their code, and not of the others there.
    """
    folders = open_folders(work, (row.folder_id for row in rows))
    children = _children(work, [row.id for row in rows], child_id)
    others = [] if child_id is not None else [one.child_id for many in children.values() for one in many]
    codes = _codes(work, others)
    people = mates(work, [one for row in rows for one in (row.written_by, row.witnessed_by)])
    met = []
    for row in rows:
        folder = folders.get(row.folder_id)
        seen = _in_order(_child(folder, child, codes) for child in children.get(row.id, ()))
        if folder is not None:
            known = [child.child_id for child in seen if child.child_id is not None]
            work.note_opened(folder.id, row.id, *known, base_id=row.base_id)
        met.append(_met(row, folder, seen, people))
    return met


def count_children(work: UnitOfWork, encounter_ids: Sequence[UUID]) -> dict[UUID, int]:
    """Return how many children each meeting has; nothing is opened."""
    query = (
        scoped(work, EncounterChild, Permission.SHIFT_READ)
        .with_only_columns(EncounterChild.encounter_id, func.count())
        .where(EncounterChild.encounter_id.in_(encounter_ids))
        .group_by(EncounterChild.encounter_id)
    )
    return dict(work.session.execute(query).all())


def _children(
    work: UnitOfWork, encounter_ids: Sequence[UUID], child_id: UUID | None
) -> dict[UUID, list[EncounterChild]]:
    query = scoped(work, EncounterChild, Permission.SHIFT_READ).where(
        EncounterChild.encounter_id.in_(encounter_ids)
    )
    if child_id is not None:
        query = query.where(EncounterChild.child_id == child_id)
    children: dict[UUID, list[EncounterChild]] = {}
    for child in work.session.scalars(query):
        children.setdefault(child.encounter_id, []).append(child)
    return children


def _codes(work: UnitOfWork, child_ids: Sequence[UUID | None]) -> Mapping[UUID, str]:
    wanted = {child_id for child_id in child_ids if child_id is not None}
    if not wanted:
        return {}
    query = scoped(work, Child, Permission.PROFILE_READ).with_only_columns(Child.id)
    return codes_of_children(work, work.session.scalars(query.where(Child.id.in_(wanted))))


def _child(folder: OpenFolder | None, row: EncounterChild, codes: Mapping[UUID, str]) -> ChildMet:
    look = look_in(folder, row, ChildDescription)
    child_id = None if look.is_changed else row.child_id
    return ChildMet(
        row_id=row.id,
        child_id=child_id,
        code=codes.get(child_id, "") if child_id is not None else "",
        description=look.document,
        linked_at=None if look.is_changed else row.linked_at,
        linked_by=None if look.is_changed else row.linked_by,
        is_changed=look.is_changed,
    )


def _in_order(children: Iterable[ChildMet]) -> tuple[ChildMet, ...]:
    return tuple(sorted(children, key=lambda c: (c.description.position if c.description else 0, c.row_id)))


def _met(
    row: Encounter, folder: OpenFolder | None, children: tuple[ChildMet, ...], people: Mapping[UUID, Mate]
) -> Met:
    look = look_in(folder, row, Account)
    marked = Urgency(row.urgency) if row.urgency and not look.is_changed else None
    nobody = Mate(row.written_by, NOBODY, NOBODY)
    witness_id = None if look.is_changed else row.witnessed_by
    return Met(
        id=row.id,
        shift_id=row.shift_id,
        base_id=row.base_id,
        folder_id=row.folder_id,
        version=row.version,
        met_at=row.met_at,
        marked=marked,
        urgency=loudest(marked, rules_met(look.document)),
        writer=nobody if look.is_changed else people.get(row.written_by, nobody),
        witness=people.get(witness_id) if witness_id is not None else None,
        written_at=row.written_at,
        account=look.document,
        children=children,
        is_changed=look.is_changed,
    )
