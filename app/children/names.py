"""Gives other rooms the names of the children on their pages, many at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from app.children.cards import open_cards
from app.children.wording import script_language
from app.foundation.contact_rules import ContactRule
from app.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class ChildName:
    """A child's names; they are empty when none is known or the card does not open.

    The code is empty, too, when the child's row was changed outside Wayhome.
    """

    id: UUID
    code: str
    latin: str
    local: str
    nicknames: tuple[str, ...]
    base_id: UUID
    is_readable: bool
    is_changed: bool = False
    rule: ContactRule | None = None
    """The child's contact rule, which stands wherever somebody picks, meets or calls the child."""

    @property
    def local_lang(self) -> str:
        """The language code to mark the name in the local script with on a page."""
        return script_language(self.local)


def names_of(work: UnitOfWork, child_ids: Iterable[UUID]) -> Mapping[UUID, ChildName]:
    """Return the names of those of the children that this person may see; the others are absent."""
    return {
        card.id: ChildName(
            card.id,
            card.code,
            card.facts.latin if card.facts else "",
            card.facts.local if card.facts else "",
            card.facts.nicknames if card.facts else (),
            card.base_id,
            card.facts is not None,
            card.is_changed,
            card.rule,
        )
        for card in open_cards(work, child_ids).values()
    }
