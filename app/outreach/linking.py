"""Links an unknown child of a meeting to a record, and unlinks it: only the id is set."""

from uuid import UUID

from sqlalchemy.orm.attributes import flag_modified

from app.access.scope import has, require, scoped, visible
from app.children.children import choosable_child
from app.foundation.errors import AlreadyDone, NoKey, NotAllowedNow, NotVisible
from app.foundation.permissions import Permission
from app.keyring.folders import open_folder
from app.keyring.policy import FolderKind
from app.keyring.writing import FolderToWrite, folder_to_write
from app.mistakes.states import is_marked
from app.outreach.children_met import keep_child, name, refuse_unborn
from app.unit_of_work import UnitOfWork
from models.encounter import Encounter, EncounterChild


def link_child(work: UnitOfWork, encounter_id: UUID, row_id: UUID, child_id: UUID) -> None:
    """Say that a child of a meeting is the child of a record of the same base.

    Raises Refused, NotVisible, AlreadyDone, or NotAllowedNow with `linked-already`, `child-twice`,
    `unknown-child`, `before-born` or `before-any-birth`.
    """
    require(work, Permission.ENCOUNTER_LINK)
    encounter = _encounter(work, encounter_id)
    rows = _rows(work, encounter_id)
    row = _row(rows, row_id)
    if row.child_id == child_id:
        raise AlreadyDone(record_id=encounter_id)
    if row.child_id is not None:
        raise NotAllowedNow("linked-already")
    if any(other.child_id == child_id for other in rows.values()):
        raise NotAllowedNow("child-twice")
    if choosable_child(work, child_id).base_id != encounter.base_id:
        raise NotAllowedNow("unknown-child")
    refuse_unborn(work, [child_id], encounter.met_at)
    _name(work, encounter, row, child_id)
    _note(work, "encounter.linked", encounter, child_id)


def lone_unknown(work: UnitOfWork, encounter_id: UUID) -> UUID | None:
    """Return the only child of a meeting without a record, if there is exactly one and this person may link it."""
    if not has(work, Permission.ENCOUNTER_LINK):
        return None
    try:
        encounter = visible(work, Encounter, encounter_id, Permission.ENCOUNTER_LINK)
        open_folder(work, encounter.folder_id)
    except (NotVisible, NoKey):
        return None
    unknown = [row.id for row in _rows(work, encounter_id).values() if row.child_id is None]
    return unknown[0] if len(unknown) == 1 else None


def unlink_child(work: UnitOfWork, encounter_id: UUID, row_id: UUID) -> None:
    """Remove a link: the child of the meeting is unknown again. Raises Refused, NotVisible, AlreadyDone."""
    require(work, Permission.ENCOUNTER_LINK)
    encounter = _encounter(work, encounter_id)
    row = _row(_rows(work, encounter_id), row_id)
    if row.child_id is None:
        raise AlreadyDone(record_id=encounter_id)
    child_id = row.child_id
    _name(work, encounter, row, None)
    _note(work, "encounter.unlinked", encounter, child_id)


def _encounter(work: UnitOfWork, encounter_id: UUID) -> Encounter:
    """Load a meeting this person may link in and holds the key of, and lock it until the work ends."""
    encounter = visible(work, Encounter, encounter_id, Permission.ENCOUNTER_LINK)
    open_folder(work, encounter.folder_id)
    work.session.refresh(encounter, with_for_update=True)
    if is_marked(encounter):
        raise NotAllowedNow("written-by-mistake")
    return encounter


def hold_meeting(work: UnitOfWork, encounter_id: UUID) -> tuple[Encounter, FolderToWrite]:
    """Load a meeting to decide something about its children, locked until the work ends, with its folder.

    Raises NotVisible, NoKey, or NotAllowedNow with `written-by-mistake`.
    """
    encounter = _encounter(work, encounter_id)
    return encounter, _folder(work, encounter)


def _folder(work: UnitOfWork, encounter: Encounter) -> FolderToWrite:
    return folder_to_write(
        work,
        FolderKind.ENCOUNTER,
        encounter.folder_id,
        base_id=encounter.base_id,
        shift_id=encounter.shift_id,
    )


def _rows(work: UnitOfWork, encounter_id: UUID) -> dict[UUID, EncounterChild]:
    query = scoped(work, EncounterChild, Permission.ENCOUNTER_LINK).where(
        EncounterChild.encounter_id == encounter_id
    )
    return {row.id: row for row in work.session.scalars(query)}


def _row(rows: dict[UUID, EncounterChild], row_id: UUID) -> EncounterChild:
    if row_id not in rows:
        raise NotVisible("encounter_child")
    return rows[row_id]


def _name(work: UnitOfWork, encounter: Encounter, row: EncounterChild, child_id: UUID | None) -> None:
    """Set the child's record, and increment the meeting's version, so that an earlier correction cannot undo it."""
    folder = _folder(work, encounter)
    if row.child_id is not None:
        keep_child(work, folder, row)
    folder.write(row)
    folder.write(encounter)
    name(work, row, child_id)
    flag_modified(encounter, "urgency")
    work.session.flush()


def _note(work: UnitOfWork, action: str, encounter: Encounter, child_id: UUID) -> None:
    work.record(
        action,
        subjects=[encounter.id, child_id],
        folders=[encounter.folder_id],
        base_id=encounter.base_id,
        version=encounter.version,
    )
