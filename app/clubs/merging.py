"""Merges a register that two people saved at once, child by child; a contradiction keeps both sides."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from app.clubs.documents import Mark, OtherSide

BETWEEN_WORDS = "\n\n"
"""Stands between what two people wrote about one session at the same time."""


@dataclass(frozen=True)
class Said:
    """What somebody says of a child who came."""

    came_with: str = ""
    left_at: str = ""
    fetched_by: str = ""
    came_at: str = ""
    lesson: str = ""
    had_meal: bool = False


NOTHING_MORE = Said()
"""Of a child who came, and of whom nothing else is said."""

DETAILS = tuple(each.name for each in fields(Said))


@dataclass(frozen=True)
class Saving:
    """Who saves, and when; `is_first` for the first save of a register, whose marks are none of them late.

    `settled` are the children about whom this person decides between two sides. `is_paper`: it was marked on paper.
    """

    by: UUID
    at: datetime
    is_first: bool
    settled: frozenset[UUID] = frozenset()
    is_paper: bool = False


def merged(
    base: Sequence[Mark],
    stored: Sequence[Mark],
    mine: Mapping[UUID, Said],
    shown: Collection[UUID],
    saving: Saving,
) -> tuple[Mark, ...]:
    """Return the marks to store: `base` is what the form was opened with, `stored` what stands there now.

    `mine` says who came according to the form, of the children that it has `shown`; it says nothing of others. Each
    change counts, whoever made it. If two people changed the same of one child, in different ways, the mark that says
    that the child came stands, with the other side beside it.
    """
    before, now = {mark.child_id: mark for mark in base}, {mark.child_id: mark for mark in stored}
    found = []
    for child_id in dict.fromkeys((*now, *mine)):
        mark = now.get(child_id)
        if child_id in shown or child_id in mine:
            mark = _one(child_id, before.get(child_id), mark, mine.get(child_id), saving)
        if mark is not None:
            found.append(mark)
    return tuple(found)


def merged_words(base: str, stored: str, mine: str) -> str:
    """Return what to store of words that two people may have changed: both, if both did."""
    if mine in (base, stored):
        return stored
    if stored == base:
        return mine
    return mine if stored in mine else BETWEEN_WORDS.join(each for each in (stored, mine) if each)


def _one(
    child_id: UUID, base: Mark | None, stored: Mark | None, mine: Said | None, saving: Saving
) -> Mark | None:
    was, now = _said(base), _said(stored)
    if child_id in saving.settled:
        return None if mine is None else _mark(child_id, mine, saving)
    if mine in (was, now):
        return stored
    if now == was:
        return None if mine is None else _mark(child_id, mine, saving, other=stored.other if stored else None)
    if mine is None and stored is not None:
        return replace(stored, other=OtherSide(came=False, by=saving.by, at=saving.at))
    if stored is None and mine is not None:
        # Somebody took the child off while this person wrote more of them: they came, as one of the two says.
        return _mark(child_id, mine, saving, other=OtherSide(came=False, by=saving.by, at=saving.at))
    return _both(child_id, was or Said(), stored, mine, saving)


def _both(child_id: UUID, was: Said, stored: Mark | None, mine: Said | None, saving: Saving) -> Mark | None:
    """Merge two marks of a child who came, detail by detail."""
    now = _said(stored)
    if stored is None or now is None or mine is None:
        return stored
    taken, differs = {}, False
    for name in DETAILS:
        old, theirs, own = getattr(was, name), getattr(now, name), getattr(mine, name)
        differs = differs or (own not in (old, theirs) and theirs != old)
        taken[name] = own if theirs == old else theirs
    other = stored.other
    if differs:
        other = OtherSide(came=True, by=saving.by, at=saving.at, **_details(mine))
    mark = _mark(child_id, Said(**taken), saving, other=other)
    return replace(mark, by=stored.by, at=stored.at, paper=stored.paper)


def _said(mark: Mark | None) -> Said | None:
    return None if mark is None else Said(**_details(mark))


def _details(of: Said | Mark) -> dict[str, Any]:
    return {name: getattr(of, name) for name in DETAILS}


def _mark(child_id: UUID, said: Said, saving: Saving, *, other: OtherSide | None = None) -> Mark:
    return Mark(
        child_id,
        saving.by,
        saving.at,
        late=not saving.is_first,
        paper=saving.is_paper,
        other=other,
        **_details(said),
    )
