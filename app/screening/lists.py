"""Which list is asked now, the list that an earlier screening was answered with, and which of its rules are met."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.foundation.pack_files import BadPack
from app.foundation.vocabulary.urgencies import Urgency
from app.instruments.loading import Item, ScreeningPack, TriageRule, load_screening
from app.screening.documents import Given, ScreeningSheet

PACK_ID = "street"
PACK_VERSION = 3
ALERTING = frozenset({Urgency.NOW, Urgency.HIGH})
"""A rule this urgent raises a concern by itself."""


@dataclass(frozen=True)
class MetItem:
    """An item that meets a rule, and how it was answered."""

    item: Item
    given: Given


@dataclass(frozen=True)
class RuleMet:
    """A rule that is met, and why: the items that meet it."""

    rule: TriageRule
    because: tuple[MetItem, ...]

    @property
    def alerts(self) -> bool:
        """Whether somebody is told of it at once."""
        return self.rule.urgency in ALERTING


def list_in_force() -> ScreeningPack:
    """Return the list that new screenings are answered with."""
    return load_screening(PACK_ID, PACK_VERSION)


def list_of(pack_id: str, version: int) -> ScreeningPack | None:
    """Return the list that a screening was answered with; None for one that is here no more."""
    try:
        return load_screening(pack_id, version)
    except BadPack:
        return None


def rules_met(pack: ScreeningPack, sheet: ScreeningSheet) -> tuple[RuleMet, ...]:
    """Return the rules that a sheet meets, in the list's order. Raises BadPack for an answer the list does not have."""
    signs = pack.signs(sheet.answers)
    given = {each.item: each for each in sheet.given}
    return tuple(RuleMet(rule, _because(pack, rule, given, signs)) for rule in pack.rules_met(sheet.answers))


def rules_shown(pack: ScreeningPack | None, sheet: ScreeningSheet | None) -> tuple[RuleMet, ...]:
    """Return the same to be shown: nothing for a list that is here no more, or that lost an item."""
    if pack is None or sheet is None:
        return ()
    try:
        return rules_met(pack, sheet)
    except BadPack:
        return ()


def _because(
    pack: ScreeningPack, rule: TriageRule, given: Mapping[str, Given], signs: frozenset[str]
) -> tuple[MetItem, ...]:
    named = {item_id for group in rule.when_all for item_id in group} & signs
    return tuple(MetItem(item, given[item.id]) for item in pack.items if item.id in named)


def due_again(held_on: date, pack: ScreeningPack | None) -> date:
    """Return by when the child is screened again: so many months after the local day of a screening."""
    months = (pack or list_in_force()).repeat_every_months
    year, month = divmod(held_on.year * 12 + held_on.month - 1 + months, 12)
    return date(year, month + 1, min(held_on.day, monthrange(year, month + 1)[1]))
