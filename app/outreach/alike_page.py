"""One child who is not yet known: how they looked, who they may be and why, and what was decided about them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from app.access.scope import condition, has, scoped, visible
from app.children.cards import open_cards
from app.children.lines import ChildLine, line_of
from app.foundation.local_time import local_day
from app.foundation.permissions import Permission
from app.name_matching.descriptions import age_said, words_of, written_as
from app.outreach.alike import Reason, Traits, Why, reasons_between, say_enough, strength
from app.outreach.candidates import Ground, Likely, places_of
from app.outreach.documents import Place
from app.outreach.encounter_views import Met, open_met
from app.outreach.met_lines import MetLine, codes_in, in_scope, met_lines
from app.outreach.met_memory import KnownMet, descriptions_for, years_of
from app.outreach.met_page import grounds_of
from app.outreach.teams import mates
from app.unit_of_work import UnitOfWork
from models.encounter import Encounter, EncounterChild

RECENT_MEETINGS = 3
"""How many of a child's meetings are compared: where they were lately, and with whom."""


@dataclass(frozen=True)
class Proposal:
    """Somebody who may be the same child, with the reasons: one met on another night, or a child with a record."""

    reasons: tuple[Reason, ...]
    met: MetLine | None = None
    child: ChildLine | None = None


@dataclass(frozen=True)
class Decision:
    """What somebody decided about two children: who and when. `row_id` is the one of this page."""

    row_id: UUID
    other: UUID
    is_same: bool
    by: str
    at: datetime
    met: MetLine | None = None
    child: ChildLine | None = None


@dataclass(frozen=True)
class AlikePage:
    """The child, where else they were met, and everything a person may decide by."""

    line: MetLine
    proposals: tuple[Proposal, ...]
    again: tuple[Decision, ...]
    apart: tuple[Decision, ...]
    may_link: bool
    may_add: bool


def alike_page(work: UnitOfWork, row_id: UUID, *, locale: str) -> AlikePage | None:
    """Return a child who is not yet known; None for one who is, or whose meeting was written by mistake.

    Raises NotVisible for a meeting that this person may not read.
    """
    visible(work, EncounterChild, row_id, Permission.SHIFT_READ)
    line = met_lines(work, [row_id], locale=locale).get(row_id)
    if line is None:
        return None
    ground, group = (None, ()) if line.is_changed else _ground_of(work, line)
    decided = _decided(work, line, group, locale)
    return AlikePage(
        line=line,
        proposals=tuple(_proposals(work, line, ground, group, locale)) if ground is not None else (),
        again=tuple(each for each in decided if each.is_same),
        apart=tuple(each for each in decided if not each.is_same),
        may_link=has(work, Permission.ENCOUNTER_LINK),
        may_add=has(work, Permission.PROFILE_WRITE),
    )


def meeting_of(work: UnitOfWork, row_id: UUID) -> UUID:
    """Return the meeting of a child of one. Raises NotVisible."""
    return visible(work, EncounterChild, row_id, Permission.SHIFT_READ).encounter_id


def _ground_of(work: UnitOfWork, line: MetLine) -> tuple[Ground | None, Sequence[KnownMet]]:
    """Return what the child is compared with, and the descriptions that are said to be of the same child."""
    memory = next((one for one in descriptions_for(work) if one.base_id == line.base_id), None)
    if memory is None:
        return None, ()
    memory.bring(work, line.encounter_id)
    (ground,) = grounds_of(work, [memory], {line.base_id: in_scope(work, memory.listed())})
    groups = (group for group in ground.groups if any(one.row_id == line.row_id for one in group))
    group = next(groups, None)
    return (ground, group) if group is not None else (None, ())


def _proposals(
    work: UnitOfWork, line: MetLine, ground: Ground, group: Sequence[KnownMet], locale: str
) -> list[Proposal]:
    """Open whoever memory proposes, compare again by what was really written, and put the likeliest first."""
    likely = ground.likely_for(group)
    mine = _traits_of_line(ground, line)
    lines = met_lines(work, (one.record_id for one in likely if not one.is_record), locale=locale)
    found = [
        Proposal(_reasons(line, mine, _traits_of_line(ground, other)), met=other)
        for other in lines.values()
        if not other.is_changed
    ]
    found += _with_records(work, line, mine, ground, [one for one in likely if one.is_record])
    said = _said_to_be(work, group)
    found = [one for one in found if one.child is None or one.child.id not in said]
    found += [Proposal((Reason(Why.SAID_SAME),), child=child) for child in said.values()]
    enough = [one for one in found if say_enough(one.reasons)]
    return sorted(enough, key=lambda one: (one.reasons[0].why is not Why.SAID_SAME, -strength(one.reasons)))


def _with_records(
    work: UnitOfWork, line: MetLine, mine: Traits, ground: Ground, likely: Sequence[Likely]
) -> Iterable[Proposal]:
    cards = open_cards(work, (one.record_id for one in likely))
    lately = _met_lately(work, cards)
    for child_id, card in cards.items():
        child = line_of(card, local_day(line.met_at))
        if not child.is_readable or ground.names is None:
            continue
        meetings = lately.get(child_id, ())
        theirs = Traits(
            mine.looks & ground.names.looks.looks_of(child_id),
            child.sex,
            (child.age.low, child.age.high) if child.age is not None else None,
            frozenset(place for met in meetings if met.account for place in places_of(met.account.place)),
            frozenset(code for met in meetings for code in codes_in(met.children)) - {child.code},
        )
        yield Proposal(_reasons(line, mine, theirs), child=child)


def _reasons(line: MetLine, mine: Traits, theirs: Traits) -> tuple[Reason, ...]:
    return reasons_between(mine, theirs, place=line.place, written=written_as(line.description.words))


def _traits_of_line(ground: Ground, line: MetLine) -> Traits:
    said = age_said(line.description.words)
    return Traits(
        ground.telling_words(words_of(line.description.words)),
        line.description.sex,
        (said, said) if said is not None else years_of(line.description.age),
        places_of(Place(line.area, line.place_words)),
        line.beside,
    )


def _met_lately(work: UnitOfWork, child_ids: Iterable[UUID]) -> Mapping[UUID, list[Met]]:
    """Return the last few meetings of children with records that this person may read, and that really name them."""
    place = func.row_number().over(
        partition_by=EncounterChild.child_id, order_by=(Encounter.met_at.desc(), Encounter.id)
    )
    named = (
        select(EncounterChild.encounter_id, place.label("place"))
        .join(Encounter, Encounter.id == EncounterChild.encounter_id)
        .where(EncounterChild.child_id.in_(list(child_ids)), Encounter.mistake_id.is_(None))
        .where(condition(work, Encounter, Permission.SHIFT_READ))
        .subquery()
    )
    recent = select(named.c.encounter_id).where(named.c.place <= RECENT_MEETINGS)
    query = scoped(work, Encounter, Permission.SHIFT_READ).where(Encounter.id.in_(recent))
    found: dict[UUID, list[Met]] = {}
    for met in open_met(work, work.session.scalars(query).all()):
        for child in met.children if not met.is_changed and not met.is_mistaken else ():
            if child.child_id is not None:
                found.setdefault(child.child_id, []).append(met)
    return found


def _said_to_be(work: UnitOfWork, group: Sequence[KnownMet]) -> dict[UUID, ChildLine]:
    """Return the records that others of the same child were linked to since."""
    others = {each.other for one in group for each in one.description.judged if each.is_same}
    return _lines(work, _linked(work, others).values(), group[0].met_at)


def _linked(work: UnitOfWork, row_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """Return which of these children of meetings have a record by now, by what the meetings really say."""
    rows = work.session.scalars(
        scoped(work, EncounterChild, Permission.SHIFT_READ).where(
            EncounterChild.id.in_(list(row_ids)), EncounterChild.child_id.is_not(None)
        )
    ).all()
    query = scoped(work, Encounter, Permission.SHIFT_READ).where(
        Encounter.id.in_({row.encounter_id for row in rows})
    )
    meetings = open_met(work, work.session.scalars(query).all()) if rows else []
    wanted = {row.id for row in rows}
    return {
        child.row_id: child.child_id
        for met in meetings
        for child in met.children
        if child.row_id in wanted and child.child_id is not None and not met.is_mistaken
    }


def _lines(work: UnitOfWork, child_ids: Iterable[UUID], seen_at: datetime) -> dict[UUID, ChildLine]:
    today = local_day(seen_at)
    return {card.id: line_of(card, today) for card in open_cards(work, child_ids).values()}


def _decided(work: UnitOfWork, line: MetLine, group: Sequence[KnownMet], locale: str) -> list[Decision]:
    """Return what was decided about the child, newest first; about whom this person does not reach is left out."""
    # Both meetings keep it; what the page's own child keeps comes last, and is the one that is told.
    own_last = sorted(group, key=lambda one: one.row_id == line.row_id)
    made = [(one.row_id, judged) for one in own_last for judged in one.description.judged]
    others = {judged.other for _, judged in made}
    met, linked = met_lines(work, others, locale=locale), _linked(work, others)
    children = _lines(work, {*linked.values(), *(others - met.keys())}, work.now)
    names = mates(work, {judged.by for _, judged in made})
    found = [
        Decision(
            row_id=row_id,
            other=judged.other,
            is_same=judged.is_same,
            by=names[judged.by].name if judged.by in names else "",
            at=judged.at,
            met=met.get(judged.other),
            child=children.get(linked.get(judged.other, judged.other)),
        )
        for row_id, judged in made
    ]
    there = {
        frozenset((one.row_id, one.other)): one
        for one in found
        if one.met is not None or one.child is not None
    }
    return sorted(there.values(), key=lambda one: one.at, reverse=True)
