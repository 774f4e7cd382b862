"""What a person decides about a child who is not yet known: the same as another, or not."""

from dataclasses import dataclass, replace
from uuid import UUID

from app.access.scope import require, scoped
from app.children.children import choosable_child
from app.foundation.errors import AlreadyDone, NotAllowedNow, NotVisible
from app.foundation.permissions import Permission
from app.keyring.writing import FolderToWrite
from app.outreach.documents import ChildDescription, Judged
from app.outreach.linking import hold_meeting
from app.unit_of_work import UnitOfWork
from models.encounter import Encounter, EncounterChild


@dataclass(frozen=True)
class _Held:
    """A child of a meeting, locked with the meeting, and what was written of them."""

    row: EncounterChild
    encounter: Encounter
    folder: FolderToWrite
    said: ChildDescription

    def keep(self, judged: tuple[Judged, ...]) -> None:
        """Store what was decided about the child."""
        self.folder.write(self.row, replace(self.said, judged=judged))

    def about(self, other_id: UUID) -> Judged | None:
        """Return what was decided about them and another."""
        return next((each for each in self.said.judged if each.other == other_id), None)

    def without(self, other_id: UUID) -> tuple[Judged, ...]:
        """Return what was decided about them and anybody else."""
        return tuple(each for each in self.said.judged if each.other != other_id)


def judge(work: UnitOfWork, row_id: UUID, other_id: UUID, *, is_same: bool) -> None:
    """Say that a child of a meeting is, or is not, the child of another meeting, or is not the child of a record.

    Both meetings keep it. That somebody is the child of a record is said by linking, not here. Raises Refused,
    NotVisible, AlreadyDone, or NotAllowedNow with `linked-already`, `written-by-mistake`, `same-meeting` or
    `unknown-child`.
    """
    held = _held(work, row_id, other_id)
    mine = held[row_id]
    if mine.row.child_id is not None:
        raise NotAllowedNow("linked-already")
    if other_id not in held:
        if is_same:
            raise NotVisible("encounter_child")
        if choosable_child(work, other_id).base_id != mine.encounter.base_id:
            raise NotAllowedNow("unknown-child")
    known = mine.about(other_id)
    if known is not None and known.is_same is is_same:
        raise AlreadyDone(record_id=row_id)
    for each in held.values():
        other = other_id if each is mine else row_id
        each.keep((*each.without(other), Judged(other, is_same, work.person.id, work.now)))
    _note(work, "encounter.judged", held)


def take_judgement_back(work: UnitOfWork, row_id: UUID, other_id: UUID) -> None:
    """Take back what was decided about a child of a meeting and another. Raises as `judge`."""
    held = _held(work, row_id, other_id)
    if held[row_id].about(other_id) is None:
        raise AlreadyDone(record_id=row_id)
    for each in held.values():
        each.keep(each.without(row_id if each.row.id == other_id else other_id))
    _note(work, "encounter.judgement_taken_back", held)


def _held(work: UnitOfWork, row_id: UUID, other_id: UUID) -> dict[UUID, _Held]:
    """Load a child of a meeting that this person may link in, and the other if they are one, in one order for all.

    The other may be the child of a record: then there is only the first.
    """
    require(work, Permission.ENCOUNTER_LINK)
    query = scoped(work, EncounterChild, Permission.ENCOUNTER_LINK)
    rows = {
        row.id: row for row in work.session.scalars(query.where(EncounterChild.id.in_((row_id, other_id))))
    }
    if row_id not in rows:
        raise NotVisible("encounter_child")
    if len({row.encounter_id for row in rows.values()}) < len(rows):
        raise NotAllowedNow("same-meeting")
    held = {}
    for row in sorted(rows.values(), key=lambda row: row.encounter_id):
        encounter, folder = hold_meeting(work, row.encounter_id)
        work.session.refresh(row)  # nobody else can change it any more
        held[row.id] = _Held(row, encounter, folder, folder.read(row, ChildDescription))
    if len({each.encounter.base_id for each in held.values()}) > 1:
        raise NotAllowedNow("unknown-child")
    return held


def _note(work: UnitOfWork, action: str, held: dict[UUID, _Held]) -> None:
    work.session.flush()
    first = next(iter(held.values())).encounter
    work.record(
        action,
        subjects=[each.encounter.id for each in held.values()],
        folders=[each.folder.id for each in held.values()],
        base_id=first.base_id,
    )
