"""The children of a meeting: adding typed or only counted ones, describing, linking to a record, and removing."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from app.access.scope import scoped
from app.children.births import refuse_before_birth
from app.foundation.errors import NotAllowedNow
from app.foundation.local_time import local_day
from app.foundation.permissions import Permission
from app.foundation.text_cleaning import clean_text
from app.keyring.writing import FolderToWrite
from app.mistakes.earlier import keep_earlier
from app.outreach.documents import ChildDescription, MetChildInput
from app.unit_of_work import UnitOfWork
from models.child import Child
from models.encounter import Encounter, EncounterChild

MOST_CHILDREN = 30


def children_to_add(
    work: UnitOfWork, base_id: UUID, typed: Iterable[MetChildInput], *, count: int, there: int = 0
) -> list[MetChildInput]:
    """Return the children to add: the described ones, and blank ones to make up `count` with those `there` before.

    Raises NotAllowedNow with `children-missing`, `too-many-children`, `child-twice` or `unknown-child`.
    """
    described = [_clean(child) for child in typed if not child.is_blank]
    total = max(count, there + len(described))
    if total < 1:
        raise NotAllowedNow("children-missing")
    if total > MOST_CHILDREN:
        raise NotAllowedNow("too-many-children")
    _check_records(work, base_id, [child.child_id for child in described])
    blank = total - there - len(described)
    return [*described, *(MetChildInput() for _ in range(blank))]


def add_children(
    work: UnitOfWork,
    folder: FolderToWrite,
    encounter_id: UUID,
    children: Sequence[MetChildInput],
    *,
    first_position: int = 0,
) -> None:
    """Add children to a meeting, in this order."""
    for position, child in enumerate(children, first_position):
        row = EncounterChild(id=uuid4(), encounter_id=encounter_id)
        name(work, row, child.child_id)
        folder.write(row, replace(child.description, position=position))


def name(work: UnitOfWork, row: EncounterChild, child_id: UUID | None) -> None:
    """Set or clear the record of a child of a meeting, and who linked it. Nothing moves between folders."""
    if row.child_id != child_id:
        row.child_id = child_id
        row.linked_at = work.now if child_id is not None else None
        row.linked_by = work.person.id if child_id is not None else None


def keep_child(work: UnitOfWork, folder: FolderToWrite, row: EncounterChild) -> None:
    """Keep what a meeting says of a child, and whose record it names, before that is changed or taken away."""
    keep_earlier(work, folder, row, ChildDescription, named=[row.child_id])


def is_fixed(row: EncounterChild, encounter: Encounter) -> bool:
    """Tell whether somebody other than the writer linked the child: then only unlinking can change it."""
    return row.child_id is not None and row.linked_by != encounter.written_by


def change_children(
    work: UnitOfWork,
    folder: FolderToWrite,
    encounter: Encounter,
    typed: Sequence[MetChildInput],
    *,
    count: int,
    removed: frozenset[UUID],
) -> list[UUID]:
    """Change the children of a meeting to what was typed; return the records that it names afterwards.

    What was said of a child who is changed or taken off is kept.

    Raises as `children_to_add`; NotAllowedNow with `linked-row` for removing a child that somebody else linked, and
    with `take-children-off` when `count` is lower than the number that is left; WillNotOpen when a description is not
    what was written.
    """
    rows = _rows(work, encounter.id)
    before = {row.id: folder.read(row, ChildDescription) for row in rows.values()}
    for row_id in removed & set(rows):
        _take_off(work, folder, encounter, rows.pop(row_id))
    for child in typed:
        if child.row_id in rows:
            _change(work, folder, encounter, rows[child.row_id], _clean(child), before[child.row_id])
    # A number that nobody changed means those that are left.
    wanted = count if count != len(before) else len(rows)
    if wanted < len(rows):
        raise NotAllowedNow("take-children-off")
    # Somebody else may have removed a child meanwhile: what was typed about them is not lost.
    new = [replace(child, row_id=None) for child in typed if child.row_id not in before]
    adding = children_to_add(work, encounter.base_id, new, count=wanted, there=len(rows))
    named = [row.child_id for row in rows.values()] + [child.child_id for child in adding]
    _refuse_twice(named)
    last = max((description.position for description in before.values()), default=-1)
    add_children(work, folder, encounter.id, adding, first_position=last + 1)
    return [child_id for child_id in named if child_id is not None]


def _take_off(work: UnitOfWork, folder: FolderToWrite, encounter: Encounter, row: EncounterChild) -> None:
    """Take a child off a meeting. What was said of them stays, sealed, with what the meeting said before."""
    if is_fixed(row, encounter):
        raise NotAllowedNow("linked-row")
    keep_child(work, folder, row)
    work.session.delete(row)


def refuse_unborn(work: UnitOfWork, child_ids: Iterable[UUID], met_at: datetime) -> None:
    """Refuse to say that a child was met before they were born. Raises NotAllowedNow as `refuse_before_birth` does."""
    for child_id in child_ids:
        refuse_before_birth(work, child_id, local_day(met_at))


def named_in(work: UnitOfWork, encounter_id: UUID) -> list[UUID | None]:
    """Return the records of a meeting's children, None for a child without one."""
    return [row.child_id for row in _rows(work, encounter_id).values()]


def _rows(work: UnitOfWork, encounter_id: UUID) -> dict[UUID, EncounterChild]:
    query = scoped(work, EncounterChild, Permission.SHIFT_WRITE).where(
        EncounterChild.encounter_id == encounter_id
    )
    return {row.id: row for row in work.session.scalars(query)}


def _change(
    work: UnitOfWork,
    folder: FolderToWrite,
    encounter: Encounter,
    row: EncounterChild,
    child: MetChildInput,
    before: ChildDescription,
) -> None:
    renamed = not is_fixed(row, encounter) and child.child_id != row.child_id
    if renamed:
        _check_records(work, encounter.base_id, [child.child_id])
    if renamed or child.description != before:
        keep_child(work, folder, row)
        said = replace(child.description, position=before.position, judged=before.judged)
        folder.write(row, said)
    if renamed:
        name(work, row, child.child_id)


def _clean(typed: MetChildInput) -> MetChildInput:
    return replace(typed, description=replace(typed.description, words=clean_text(typed.description.words)))


def _check_records(work: UnitOfWork, base_id: UUID, child_ids: Iterable[UUID | None]) -> None:
    known = [child_id for child_id in child_ids if child_id is not None]
    _refuse_twice(known)
    query = (
        scoped(work, Child, Permission.PROFILE_READ)
        .with_only_columns(Child.id)
        .where(Child.id.in_(known), Child.base_id == base_id, Child.mistake_id.is_(None))
    )
    if known and set(work.session.scalars(query)) != set(known):
        raise NotAllowedNow("unknown-child")


def _refuse_twice(child_ids: Iterable[UUID | None]) -> None:
    named = [child_id for child_id in child_ids if child_id is not None]
    if len(set(named)) < len(named):
        raise NotAllowedNow("child-twice")
