"""Finds by words, in every room that offers something: the surest first, and nothing opened but what is shown."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.access.scope import has
from app.foundation.text_cleaning import clean_text
from app.offers.finding import LONGEST_QUESTION, Candidate, Findable, Tier
from app.rooms import ROOMS
from app.unit_of_work import UnitOfWork

MOST_FOUND = 20
"""A longer list is not read to its end at night; another word finds sooner."""

SURE = 75
"""Half of what was asked is a guess; three quarters are an answer."""


@dataclass(frozen=True)
class FoundLine:
    """One record that was found: its kind, its own line as its room shows it, and the form of the name that fits."""

    kind: str
    line: Any
    form: str


@dataclass(frozen=True)
class Found:
    """What a question may mean, best first; whether more fits than is shown; how many records are not read yet."""

    lines: tuple[FoundLine, ...] = ()
    has_more: bool = False
    unread: int = 0


def find_by_words(work: UnitOfWork, asked: str, *, locale: str) -> Found:
    """Return the likeliest records of any kind that this person may open.

    One audit event names those that are shown; the question is not kept anywhere.
    """
    text = clean_text(asked)[:LONGEST_QUESTION]
    offered = [one for room in ROOMS for one in room.found if has(work, one.permission)] if text else []
    candidates = [
        (candidate, one) for one in offered for candidate in one.look_for(work, text, at_most=MOST_FOUND + 1)
    ]
    best = _best(candidates)
    shown = best[:MOST_FOUND]
    lines = {one.kind: one.show(work, _of(one, shown), locale=locale) for one in offered}
    return Found(
        tuple(
            FoundLine(one.kind, lines[one.kind][candidate.record_id], candidate.form)
            for candidate, one in shown
            if candidate.record_id in lines[one.kind]
        ),
        has_more=len(best) > MOST_FOUND,
        unread=sum(one.unread(work) for one in offered),
    )


def _best(candidates: list[tuple[Candidate, Findable]]) -> list[tuple[Candidate, Findable]]:
    """Return each record once, as surely as it was found at best, in order.

    When somebody is described just so, whoever's name resembles one of the words is not meant.
    """
    best = sorted(candidates, key=lambda pair: _place(pair[0]))
    is_sure = any(one.tier is Tier.DESCRIPTION and one.score >= SURE for one, _ in best)
    once: dict[UUID, tuple[Candidate, Findable]] = {}
    for candidate, one in best:
        if not (is_sure and candidate.tier is Tier.FAINT_NAME):
            once.setdefault(candidate.record_id, (candidate, one))
    return list(once.values())


def _place(candidate: Candidate) -> tuple[int, int, float]:
    return candidate.tier, -candidate.score, -candidate.at.timestamp() if candidate.at else 0.0


def _of(one: Findable, shown: list[tuple[Candidate, Findable]]) -> list[Candidate]:
    return [candidate for candidate, offered in shown if offered is one]
