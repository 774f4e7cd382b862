"""One description of a child who is not yet known as a line of a list, opened and checked as for any page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.access.scope import scoped
from app.bases.known import pack_of_base
from app.foundation.access_rules import reach_of
from app.foundation.permissions import Permission, Reach
from app.name_matching.descriptions import asked_of
from app.offers.finding import Candidate, Findable, Tier
from app.outreach.documents import ChildDescription
from app.outreach.encounter_views import ChildMet, Met, open_met
from app.outreach.met_memory import KnownMet, descriptions_for, known_descriptions
from app.outreach.places import place_label
from app.unit_of_work import UnitOfWork
from models.encounter import Encounter, EncounterChild
from models.shift import Shift

MET = "met"
"""The kind of record: a child of a meeting without a record."""


@dataclass(frozen=True)
class MetLine:
    """A child who was met and is not yet known: how they looked, where, when, and who saw them.

    If it `is_changed` outside Wayhome, nothing of it is shown.
    """

    row_id: UUID
    encounter_id: UUID
    base_id: UUID
    met_at: datetime
    description: ChildDescription
    place: str
    by: str
    beside: frozenset[str] = frozenset()
    """The codes of children with a record who were there as well, as far as the reader reaches them."""
    area: str = ""
    place_words: str = ""
    is_changed: bool = False


def met_lines(work: UnitOfWork, row_ids: Iterable[UUID], *, locale: str) -> dict[UUID, MetLine]:
    """Return those of these descriptions that are still of somebody unknown and count, each opened.

    A meeting is opened whole, so the trail names whoever was there.
    """
    wanted = list(row_ids)
    if not wanted:
        return {}
    rows = scoped(work, EncounterChild, Permission.SHIFT_READ).where(EncounterChild.id.in_(wanted))
    meetings = {row.id: row.encounter_id for row in work.session.scalars(rows)}
    query = scoped(work, Encounter, Permission.SHIFT_READ).where(Encounter.id.in_(set(meetings.values())))
    opened = {met.id: met for met in open_met(work, work.session.scalars(query).all())}
    found = {}
    for row_id in wanted:
        met = opened.get(meetings[row_id]) if row_id in meetings else None
        line = _line(work, met, row_id, locale) if met is not None else None
        if line is not None:
            found[row_id] = line
    return found


def _line(work: UnitOfWork, met: Met, row_id: UUID, locale: str) -> MetLine | None:
    child = next((one for one in met.children if one.row_id == row_id), None)
    if child is None or met.is_mistaken:
        return None
    if met.is_changed or child.is_changed:
        return MetLine(row_id, met.id, met.base_id, met.met_at, ChildDescription(), "", "", is_changed=True)
    if child.child_id is not None or child.description is None or met.account is None:
        return None
    place = met.account.place
    return MetLine(
        row_id=row_id,
        encounter_id=met.id,
        base_id=met.base_id,
        met_at=met.met_at,
        description=child.description,
        place=place_label(place, pack_of_base(work, met.base_id), locale),
        by=(met.witness or met.writer).name,
        beside=codes_in(met.children),
        area=place.area,
        place_words=place.words,
    )


def codes_in(children: Iterable[ChildMet]) -> frozenset[str]:
    """Return the codes of a meeting's children that the meeting really names and the reader reaches."""
    return frozenset(one.code for one in children if one.code)


def in_scope(work: UnitOfWork, known: Sequence[KnownMet]) -> list[KnownMet]:
    """Return what this person may read now of what memory holds: shifts are lost and gained while it is kept."""
    if reach_of(work.person, Permission.SHIFT_READ) in (Reach.BASE, Reach.ALL):
        return list(known)
    shifts = scoped(work, Shift, Permission.SHIFT_READ).with_only_columns(Shift.id)
    mine = set(work.session.scalars(shifts.where(Shift.id.in_({one.shift_id for one in known}))))
    return [one for one in known if one.shift_id in mine]


def _look_for(work: UnitOfWork, asked: str, *, at_most: int) -> list[Candidate]:
    question, found = asked_of(asked), []
    for memory in descriptions_for(work):
        scores = {one.subject: one.score for one in memory.index.search(question)}
        known = [one for one in map(memory.find, scores) if one is not None]
        found += [
            Candidate(one.row_id, Tier.DESCRIPTION, scores[one.row_id], one.met_at)
            for one in in_scope(work, known)
        ]
    found.sort(key=lambda one: (-one.score, -one.at.timestamp() if one.at else 0.0))
    return found[:at_most]


def _show(work: UnitOfWork, found: Sequence[Candidate], *, locale: str) -> Mapping[UUID, MetLine]:
    return met_lines(work, (one.record_id for one in found), locale=locale)


def _unread(work: UnitOfWork) -> int:
    return sum(len(memory.waiting) for memory in known_descriptions(work))


UNKNOWN_CHILDREN = Findable(
    kind=MET, permission=Permission.SHIFT_READ, look_for=_look_for, show=_show, unread=_unread
)
"""What the search box finds of children who were met and are not yet known."""
