"""One child as a line of a list or a search result, made from the name card."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.children.ages import AgeNow, age_on
from app.children.cards import OpenedCard
from app.children.documents import CardFacts
from app.children.wording import script_language
from app.foundation.contact_rules import ContactRule
from app.foundation.vocabulary.sexes import Sex


@dataclass(frozen=True)
class ChildLine:
    """The child, and the form of the name that a search found: empty when listed or found by code.

    `is_readable` is False when the card does not open; then only the code is known. If it `is_changed` outside
    Wayhome, nothing is shown.
    """

    id: UUID
    code: str
    base_id: UUID
    changed_at: datetime
    latin: str
    local: str
    nicknames: tuple[str, ...]
    age: AgeNow | None
    sex: Sex
    rule: ContactRule | None
    is_readable: bool
    form: str
    is_changed: bool = False
    looks: str = ""
    is_mistaken: bool = False
    """Whether the child was written down by mistake, or twice; then `same_as_id` is the record that counts."""
    same_as_id: UUID | None = None

    @property
    def local_lang(self) -> str:
        """The language code to mark the name in the local script with on a page."""
        return script_language(self.local)


def line_of(card: OpenedCard, today: date, *, form: str = "") -> ChildLine:
    """Return a card as a line; `today` is the day for which the age is given."""
    facts = card.facts or CardFacts()
    return ChildLine(
        id=card.id,
        code=card.code,
        base_id=card.base_id,
        changed_at=card.updated_at,
        latin=facts.latin,
        local=facts.local,
        nicknames=facts.nicknames,
        age=age_on(facts.age, today),
        sex=facts.sex,
        rule=card.rule,
        is_readable=card.facts is not None,
        form=form,
        is_changed=card.is_changed,
        looks=facts.looks or "",
        is_mistaken=card.is_mistaken,
        same_as_id=card.same_as_id,
    )
