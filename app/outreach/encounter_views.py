"""Opens meetings, many at once: what happened, which children, who wrote it and who saw it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.access.scope import scoped
from app.children.codes import codes_of_children
from app.foundation.permissions import Permission
from app.foundation.vocabulary.urgencies import Urgency
from app.keyring.folders import Fit, OpenFolder, fit_in, look_in, open_folders
from app.mistakes.states import is_marked
from app.outreach.documents import Account, ChildDescription
from app.outreach.signs import ASKS_FOR_A_REPORT, loudest, rules_met
from app.outreach.teams import NOBODY, Mate, mates
from app.unit_of_work import UnitOfWork
from models.child import Child
from models.encounter import Encounter, EncounterChild


@dataclass(frozen=True)
class ChildMet:
    """One child of a meeting; `description` is None when it does not open.

    A changed one belongs to nobody: it names no record. `code` is empty for an unknown child, and for one whose
    record this person does not reach.
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
    """One meeting. `account` is None when it does not open, or when this person has no key.

    `is_changed`: it was changed outside. Its times then only decide its position, and are not shown.
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
    is_mistaken: bool = False
    """Whether it was written by mistake: it then counts for nothing."""

    @property
    def asks_for_a_report(self) -> bool:
        """Whether what was written should be reported to somebody as a concern."""
        return self.urgency in ASKS_FOR_A_REPORT and not self.is_mistaken


def open_met(work: UnitOfWork, rows: Sequence[Encounter], *, child_id: UUID | None = None) -> list[Met]:
    """Open meetings that were loaded through their scope, in the order given, in five queries.

    With a child, only that child's description is opened, without their code. What happened at the meeting is about
    everybody there, so the trail names all of them.
    """
    folders = open_folders(work, (row.folder_id for row in rows))
    children = _children(work, [row.id for row in rows])
    everybody = [] if child_id is not None else [one.child_id for many in children.values() for one in many]
    codes = _codes(work, everybody)
    people = mates(work, [one for row in rows for one in (row.written_by, row.witnessed_by)])
    met = []
    for row in rows:
        folder, there = folders.get(row.folder_id), children.get(row.id, [])
        asked = [one for one in there if child_id in (None, one.child_id)]
        seen = _in_order(_child(folder, one, codes) for one in asked)
        if folder is not None:
            others = [one for one in there if one not in asked and fit_in(folder, one) is Fit.FITS]
            named = [*(one.child_id for one in seen), *(one.child_id for one in others)]
            work.note_opened(folder.id, row.id, *filter(None, named), base_id=row.base_id)
        met.append(_met(row, folder, seen, people))
    return met


def _children(work: UnitOfWork, encounter_ids: Sequence[UUID]) -> dict[UUID, list[EncounterChild]]:
    query = scoped(work, EncounterChild, Permission.SHIFT_READ).where(
        EncounterChild.encounter_id.in_(encounter_ids)
    )
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
        is_mistaken=is_marked(row) and not look.is_changed,
    )
