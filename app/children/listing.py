"""Lists children a page at a time, filtered and sorted by sealed values as well as readable ones."""

from collections.abc import Sequence, Sized
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select

from app.access.scope import condition, require
from app.bases.known import known_bases
from app.children.ages import OLDEST_YEARS
from app.children.cards import open_cards
from app.children.finding import reachable_bases, reaches_whole_bases
from app.children.lines import ChildLine, line_of
from app.children.name_index import POSITIONS, Aged, KnownChild, Order, names_in
from app.foundation.local_time import local_day
from app.foundation.numbering import Numbered
from app.foundation.permissions import Permission
from app.foundation.vocabulary.sexes import Sex
from app.unit_of_work import UnitOfWork
from models.child import Child


@dataclass(frozen=True)
class Asked:
    """The filter and order of a list; None means no filter. `met` selects the ids of children who were met."""

    page: int = 1
    order: Order = Order.CHANGED
    base_id: UUID | None = None
    sex: Sex | None = None
    age_from: int | None = None
    age_to: int | None = None
    met: Select[UUID] | None = None

    @property
    def looks_inside(self) -> bool:
        """Whether the list depends on names, sex or age, which only opened cards show."""
        return self.order is Order.NAME or self.sex is not None or self.asks_age

    @property
    def is_cut(self) -> bool:
        """Whether some children are left out, whatever the order."""
        return self.base_id is not None or self.sex is not None or self.asks_age or self.met is not None

    @property
    def asks_age(self) -> bool:
        """Whether only some ages are wanted."""
        return self.age_from is not None or self.age_to is not None


@dataclass(frozen=True)
class BaseLine:
    """A base as a filter offers it."""

    id: UUID
    name: str


@dataclass(frozen=True)
class ChildrenList(Numbered):
    """One page of a list: its lines, the number of children on all pages, and that of all whom this person may see."""

    lines: tuple[ChildLine, ...]
    total: int
    in_all: int
    page: int

    @property
    def shown_lines(self) -> Sized:
        """The lines on this page."""
        return self.lines

    @property
    def has_more(self) -> bool:
        """Whether another page follows."""
        return self.last < self.total


def list_children(work: UnitOfWork, asked: Asked) -> ChildrenList:
    """Return one page of the children this person may see; the last page if the one asked for no longer exists.

    What is shown is recorded with its ids.
    """
    require(work, Permission.PROFILE_READ)
    today = local_day(work.now)
    everybody = _count(work, _conditions(work, Asked())) if asked.is_cut else None
    if asked.looks_inside:
        chosen = _sorted_inside(work, asked, today)
        total = len(chosen)
        start = _start(asked.page, total)
        ids = [known.id for known in chosen[start : start + ChildrenList.PAGE_SIZE]]
    else:
        where = _conditions(work, asked)
        total = _count(work, where)
        start = _start(asked.page, total)
        rows = select(Child.id).where(*where).order_by(*_order(asked.order))
        ids = list(work.session.scalars(rows.offset(start).limit(ChildrenList.PAGE_SIZE)))
    lines = tuple(line_of(card, today) for card in open_cards(work, ids).values())
    in_all = total if everybody is None else everybody
    return ChildrenList(lines, total, in_all, start // ChildrenList.PAGE_SIZE + 1)


def _count(work: UnitOfWork, where: Sequence[ColumnElement[bool]]) -> int:
    return work.session.scalar(select(func.count()).select_from(Child).where(*where)) or 0


def _start(page: int, total: int) -> int:
    last_page = max(-(-total // ChildrenList.PAGE_SIZE), 1)
    return (min(page, last_page) - 1) * ChildrenList.PAGE_SIZE


def base_lines(work: UnitOfWork) -> tuple[BaseLine, ...]:
    """Return the bases whose children this person may see, by name."""
    seen = set(reachable_bases(work))
    return tuple(BaseLine(base.id, base.name) for base in known_bases(work) if base.id in seen)


def _conditions(work: UnitOfWork, asked: Asked) -> list[ColumnElement[bool]]:
    conditions = [condition(work, Child, Permission.PROFILE_READ), Child.mistake_id.is_(None)]
    if asked.base_id is not None:
        conditions.append(Child.base_id == asked.base_id)
    if asked.met is not None:
        conditions.append(Child.id.in_(asked.met))
    return conditions


def _order(order: Order) -> tuple[ColumnElement[Any], ...]:
    if order is Order.CODE:
        # RV-10000 comes after RV-9999.
        return func.length(Child.code), Child.code.asc()
    return Child.updated_at.desc(), Child.id.desc()


def _sorted_inside(work: UnitOfWork, asked: Asked, today: date) -> Sequence[KnownChild]:
    """Filter and sort by the names in memory; children out of the person's reach are removed first."""
    bases = [id_ for id_ in reachable_bases(work) if asked.base_id in (None, id_)]
    by_base = [_fitting(work, asked, names.sorted_by(asked.order, today)) for names in names_in(work, bases)]
    if len(by_base) == 1:
        return by_base[0]
    return sorted((known for children in by_base for known in children), key=POSITIONS[asked.order])


def _fitting(work: UnitOfWork, asked: Asked, aged: Sequence[Aged]) -> Sequence[KnownChild]:
    if asked.met is not None or not reaches_whole_bases(work):
        allowed = set(work.session.scalars(select(Child.id).where(*_conditions(work, asked))))
        aged = [each for each in aged if each[0].id in allowed]
    if asked.asks_age:
        lowest, highest = asked.age_from or 0, OLDEST_YEARS if asked.age_to is None else asked.age_to
        aged = [each for each in aged if (ages := each[1]) and ages[0] <= highest and lowest <= ages[1]]
    if asked.sex is not None:
        aged = [each for each in aged if each[0].facts.sex is asked.sex]
    return [known for known, _ in aged]
