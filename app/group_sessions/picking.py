"""Which children a group session is offered to: those ticked, and those whose codes were typed."""

import re
from collections.abc import Iterable
from uuid import UUID

from app.children.cards import open_cards
from app.children.finding import children_meant_by
from app.foundation.errors import NotAllowedNow
from app.foundation.typed_codes import codes_meant
from app.unit_of_work import UnitOfWork

MOST_CHILDREN = 100
_BETWEEN = re.compile(r"[\n,;،]+")


def codes_typed(text: str) -> list[str]:
    """Return the codes of a text, one for each line or between commas, as they were typed."""
    return [each.strip() for each in _BETWEEN.split(text) if each.strip()]


def children_meant(
    work: UnitOfWork, ticked: Iterable[UUID], codes: str, *, base_id: UUID, known: Iterable[UUID] = ()
) -> tuple[UUID, ...]:
    """Return the children that were ticked or named by code, each once; those `known` already are not asked again.

    Raises NotAllowedNow with `group-no-such-child` for a code that leads nowhere, `group-other-base` for a child of
    another base or one whose record was changed outside, both with `at`, the place of that code in `codes_typed`; or
    with `group-too-many`.
    """
    named = {_named(work, each, at): at for at, each in enumerate(codes_typed(codes))}
    wanted = tuple(dict.fromkeys((*ticked, *named)))
    if len(wanted) > MOST_CHILDREN:
        raise NotAllowedNow("group-too-many")
    asked = [each for each in wanted if each not in set(known)]
    cards = open_cards(work, asked)
    for id_ in asked:
        if id_ not in cards or cards[id_].base_id != base_id or cards[id_].is_changed:
            raise NotAllowedNow("group-other-base", at=named.get(id_))
    return wanted


def _named(work: UnitOfWork, typed: str, at: int) -> UUID:
    codes = codes_meant(typed)
    found = children_meant_by(work, codes) if codes else []
    if len(found) != 1:
        raise NotAllowedNow("group-no-such-child", at=at)
    return found[0]
