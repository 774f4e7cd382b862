"""Finds children by name or code, in either script, among those a person may see."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from app.access.scope import require, scoped
from app.children.cards import open_cards
from app.children.lines import ChildLine, line_of
from app.children.name_index import NamesOfBase, names_in
from app.foundation.access_rules import reach_of
from app.foundation.local_time import local_day
from app.foundation.permissions import Permission, Reach
from app.foundation.text_cleaning import clean_text
from app.foundation.typed_codes import codes_meant
from app.name_matching.index import Match
from app.unit_of_work import UnitOfWork
from models.base import Base
from models.child import Child

MOST_FOUND = 20
"""A longer list is not read to its end at night; another word of the name finds sooner."""

_LONGEST_QUERY = 120


@dataclass(frozen=True)
class Found:
    """The children a query may mean, best first, and whether more fit than are shown.

    `no_such_code` is the code that was typed, if it is one that this person finds nothing by.
    """

    lines: tuple[ChildLine, ...]
    has_more: bool = False
    no_such_code: str = ""


def find_children(work: UnitOfWork, query: str, *, limit: int = MOST_FOUND) -> Found:
    """Return at most `limit` children a query may mean, best first; a code finds exactly its child.

    One audit event names the ids of the children shown; the query is not kept anywhere.
    """
    require(work, Permission.PROFILE_READ)
    text = clean_text(query)[:_LONGEST_QUERY]
    codes = codes_meant(text)
    if codes:
        by_code = children_with_code(work, codes)
        return Found(lines_of(work, by_code, {}), no_such_code="" if by_code else codes[0])
    matches = match_names(work, [text], limit=limit + 1) if text else []
    shown = matches[:limit]
    lines = lines_of(work, [match.subject for match in shown], {m.subject: m.form for m in shown})
    return Found(lines, has_more=len(matches) > limit)


def children_with_code(work: UnitOfWork, codes: Collection[str]) -> list[UUID]:
    """Return the ids of the children with these codes whom this person may read."""
    rows = scoped(work, Child, Permission.PROFILE_READ).with_only_columns(Child.id)
    return list(work.session.scalars(rows.where(Child.code.in_(codes))))


def children_meant_by(work: UnitOfWork, codes: Collection[str]) -> list[UUID]:
    """Return the ids of the children that these codes mean, each by the record that counts: who was written down twice.

    A child who was written down by mistake is meant by no code.
    """
    cards = open_cards(work, children_with_code(work, codes))
    meant = (card.same_as_id if card.is_mistaken else id_ for id_, card in cards.items())
    return list(dict.fromkeys(id_ for id_ in meant if id_ is not None))


def picker(work: UnitOfWork, query: str, *, limit: int = 8) -> tuple[ChildLine, ...]:
    """Return the few children a query may mean, to choose one from; nothing for an empty query.

    The code of a child that was written down twice means the record that counts.
    """
    lines = find_children(work, query, limit=limit).lines
    if not any(line.is_mistaken for line in lines):
        return lines
    meant = [line.same_as_id if line.is_mistaken else line.id for line in lines]
    return lines_of(work, [id_ for id_ in dict.fromkeys(meant) if id_ is not None], {})


def match_names(work: UnitOfWork, forms: Iterable[str], *, limit: int) -> list[Match]:
    """Return children whose names resemble any of the forms given, best first; the scope is applied before ranking.

    Nobody who was written down by mistake is among them: they are not chosen any more.
    """
    known = names_in(work, reachable_bases(work))
    found = matches_among(work, known, forms, limit=2 * limit)
    return [match for match in found if not _is_mistaken(known, match.subject)][:limit]


def _is_mistaken(known: Iterable[NamesOfBase], child_id: UUID) -> bool:
    return any(child_id in names.known and names.known[child_id].facts.is_mistaken for names in known)


def matches_among(
    work: UnitOfWork, known: Iterable[NamesOfBase], forms: Iterable[str], *, limit: int
) -> list[Match]:
    """Return the same among the names of some bases."""
    best: dict[UUID, Match] = {}
    wanted = list(forms)
    for names in known:
        allowed = allowed_in(work, names)
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


def allowed_in(work: UnitOfWork, names: NamesOfBase) -> frozenset[UUID] | None:
    """Return the children of a base whom this person may read; None for all of them."""
    if reaches_whole_bases(work):
        return None
    rows = scoped(work, Child, Permission.PROFILE_READ).with_only_columns(Child.id)
    return frozenset(work.session.scalars(rows.where(Child.base_id == names.base_id)))


def lines_of(work: UnitOfWork, child_ids: list[UUID], forms: Mapping[UUID, str]) -> tuple[ChildLine, ...]:
    """Return children as lines, in this order, each with the form of the name that was found."""
    today = local_day(work.now)
    return tuple(
        line_of(card, today, form=forms.get(card.id, "")) for card in open_cards(work, child_ids).values()
    )
