"""What a meeting said before it was corrected, moved or unlinked: itself, and each of its children."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from app.access.scope import scoped
from app.bases.pack import Pack
from app.foundation.local_time import local_day
from app.foundation.permissions import Permission
from app.mistakes.earlier import Earlier, earlier_in_folder, earlier_versions
from app.outreach.documents import Account, ChildDescription
from app.outreach.places import place_label
from app.outreach.shift_status import shift_statuses
from app.unit_of_work import UnitOfWork
from models.encounter import Encounter, EncounterChild
from models.shift import Shift


@dataclass(frozen=True)
class ShiftLeft:
    """The shift that a meeting stood in before it was moved; `night` is None for whoever does not reach it."""

    id: UUID
    night: date | None


@dataclass(frozen=True)
class ChildBefore:
    """What a meeting said of one child until then, and whose record it named. `is_taken_off`: it says nothing since."""

    said: Earlier[ChildDescription]
    is_taken_off: bool

    @property
    def child_id(self) -> UUID | None:
        """The record that the child was linked to."""
        return next(iter(self.said.named), None)


@dataclass(frozen=True)
class Before:
    """What a meeting said until somebody corrected it, and where that was; `place` is empty where it does not open.

    `said` is None where only its `children` were changed, as when a link was taken back. `left` is the shift it stood
    in, if it was moved out of there then.
    """

    until: datetime
    by: str
    said: Earlier[Account] | None = None
    place: str = ""
    left: ShiftLeft | None = None
    children: tuple[ChildBefore, ...] = field(default=())

    @property
    def named(self) -> tuple[UUID, ...]:
        """The records that this version named, of all its children."""
        ids = (*(self.said.named if self.said else ()), *(child.child_id for child in self.children))
        return tuple(id_ for id_ in ids if id_ is not None)


def meeting_before(work: UnitOfWork, row: Encounter, pack: Pack, locale: str) -> tuple[Before, ...]:
    """Return what a meeting said before, newest first. It was loaded through its permission.

    What is shown of a child is noted as read.
    """
    children = _children_before(work, row)
    found = list(_accounts_before(work, row, pack, locale, children))
    found += (
        Before(until, by, children=_in_order(changed)) for (until, by), changed in children.items() if changed
    )
    for one in found:
        work.note_opened(row.folder_id, row.id, *one.named, base_id=row.base_id)
    return tuple(sorted(found, key=lambda one: one.until, reverse=True))


def _accounts_before(
    work: UnitOfWork,
    row: Encounter,
    pack: Pack,
    locale: str,
    children: dict[tuple[datetime, str], list[ChildBefore]],
) -> Iterable[Before]:
    """Yield each version of the meeting itself, newest first, and take the children that were changed with it."""
    versions, after = earlier_versions(work, row, Account), row.shift_id
    nights = _nights(work, {id_ for each in versions if (id_ := each.facts.get("shift_id"))})
    for each in versions:
        stood_in = each.facts.get("shift_id", after)
        left = ShiftLeft(stood_in, nights.get(stood_in)) if stood_in != after else None
        place = place_label(each.document.place, pack, locale) if each.document else ""
        changed = children.pop((each.replaced_at, each.replaced_by), [])
        yield Before(each.replaced_at, each.replaced_by, each, place, left, _in_order(changed))
        after = stood_in


def _nights(work: UnitOfWork, ids: Iterable[UUID]) -> Mapping[UUID, date]:
    rows = work.session.scalars(scoped(work, Shift, Permission.SHIFT_READ).where(Shift.id.in_(list(ids))))
    return {each.id: local_day(each.started_at) for each in shift_statuses(work, rows.all()).values()}


def _children_before(work: UnitOfWork, row: Encounter) -> dict[tuple[datetime, str], list[ChildBefore]]:
    """Return what was said of the children, by when and by whom it was changed."""
    query = (
        scoped(work, EncounterChild, Permission.SHIFT_READ)
        .with_only_columns(EncounterChild.id)
        .where(EncounterChild.encounter_id == row.id)
    )
    there = set(work.session.scalars(query))
    found: dict[tuple[datetime, str], list[ChildBefore]] = {}
    for row_id, said in earlier_in_folder(work, row.folder_id, EncounterChild, ChildDescription).items():
        for each in said:
            is_taken_off = row_id not in there and each is said[0]
            found.setdefault((each.replaced_at, each.replaced_by), []).append(ChildBefore(each, is_taken_off))
    return found


def _in_order(children: Iterable[ChildBefore]) -> tuple[ChildBefore, ...]:
    return tuple(sorted(children, key=lambda one: one.said.document.position if one.said.document else 0))
