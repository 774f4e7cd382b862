"""Finds children by name or code, in either script, among those a person may see."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from app.access.scope import require, scoped
from app.children.cards import open_cards
from app.children.lines import ChildLine, line_of
from app.children.name_index import NamesOfBase, names_in
from app.foundation.access_rules import reach_of
from app.foundation.local_time import local_day
from app.foundation.permissions import Permission, Reach
from app.foundation.text_cleaning import ascii_digits, clean_text
from app.name_matching.index import Match
from app.unit_of_work import UnitOfWork
from models.base import Base
from models.child import Child

MOST_FOUND = 20
"""A longer list is not read to its end at night; another word of the name finds sooner."""

_CODE = re.compile(r"([A-Za-z]{2,3})[\s-]*0*([1-9][0-9]{0,6})")
_LONGEST_QUERY = 120


def child_code(query: str) -> str | None:
    """Return the child's code that was typed, such as RV-0012 for "rv 12"; None when it is no code."""
    found = _CODE.fullmatch(ascii_digits(clean_text(query)))
    return f"{found[1].upper()}-{int(found[2]):04}" if found else None


@dataclass(frozen=True)
class Found:
    """The children a query may mean, best first, and whether more fit than are shown."""

    lines: tuple[ChildLine, ...]
    has_more: bool = False


def find_children(work: UnitOfWork, query: str, *, limit: int = MOST_FOUND) -> Found:
    """Return at most `limit` children a query may mean, best first; a code finds exactly its child.

    One audit event names the ids of the children shown; the query is not kept anywhere.
    """
    require(work, Permission.PROFILE_READ)
    text = clean_text(query)[:_LONGEST_QUERY]
    code = child_code(text)
    if code is not None:
        rows = scoped(work, Child, Permission.PROFILE_READ).with_only_columns(Child.id)
        by_code = list(work.session.scalars(rows.where(Child.code == code)))
        if by_code:
            return Found(_lines(work, by_code, {}))
    matches = match_names(work, [text], limit=limit + 1) if text else []
    shown = matches[:limit]
    lines = _lines(work, [match.subject for match in shown], {m.subject: m.form for m in shown})
    return Found(lines, has_more=len(matches) > limit)


def picker(work: UnitOfWork, query: str, *, limit: int = 8) -> tuple[ChildLine, ...]:
    """Return the few children a query may mean, to choose one from; nothing for an empty query."""
    return find_children(work, query, limit=limit).lines


def match_names(work: UnitOfWork, forms: Iterable[str], *, limit: int) -> list[Match]:
    """Return children whose names resemble any of the forms given, best first; the scope is applied before ranking."""
    best: dict[UUID, Match] = {}
    wanted = list(forms)
    for names in names_in(work, reachable_bases(work)):
        allowed = _allowed(work, names)
        for form in wanted:
            for match in names.index.search(form, limit=limit, allowed=allowed):
                if match.subject not in best or best[match.subject].score < match.score:
                    best[match.subject] = match
    return sorted(best.values(), key=lambda match: (-match.score, match.form, match.subject))[:limit]


def reachable_bases(work: UnitOfWork) -> list[UUID]:
    """Return the bases whose children this person may read."""
    return list(work.session.scalars(scoped(work, Base, Permission.PROFILE_READ).with_only_columns(Base.id)))


def reaches_whole_bases(work: UnitOfWork) -> bool:
    """Tell whether this person may read every child of the bases they reach, so that no filtering is needed."""
    return reach_of(work.person, Permission.PROFILE_READ) in (Reach.BASE, Reach.ALL)


def _allowed(work: UnitOfWork, names: NamesOfBase) -> frozenset[UUID] | None:
    if reaches_whole_bases(work):
        return None
    rows = scoped(work, Child, Permission.PROFILE_READ).with_only_columns(Child.id)
    return frozenset(work.session.scalars(rows.where(Child.base_id == names.base_id)))


def _lines(work: UnitOfWork, child_ids: list[UUID], forms: dict[UUID, str]) -> tuple[ChildLine, ...]:
    today = local_day(work.now)
    return tuple(
        line_of(card, today, form=forms.get(card.id, "")) for card in open_cards(work, child_ids).values()
    )
