"""The safe-contact rule, as every page about a child shows it in red."""

from dataclasses import dataclass
from datetime import datetime

from app.children.documents import SafeContact
from app.staff.colleagues import colleagues
from app.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class RuleShown:
    """How and when to make contact, how never to, and who set that and when."""

    how: str
    never: str
    set_by: str
    set_at: datetime | None


def rule_shown(work: UnitOfWork, rule: SafeContact | None) -> RuleShown | None:
    """Return a rule with the name of the person who set it; None when there is none."""
    if rule is None or rule.is_empty:
        return None
    people = colleagues(work, [rule.set_by])
    name = people[rule.set_by].name if rule.set_by in people else ""
    return RuleShown(rule.how, rule.never, name, rule.set_at)
