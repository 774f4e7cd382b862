"""Reads the contact rules of children, with a child's page or from the name cards of many."""

from collections.abc import Collection
from uuid import UUID

from app.children.documents import CardFacts, SafeContact
from app.foundation.contact_rules import REFUSED, ContactRule
from app.keyring.folders import look_in, open_folders
from app.staff.colleagues import names_of_staff
from app.unit_of_work import UnitOfWork
from models.child import Child


def rule_shown(work: UnitOfWork, rule: SafeContact | None) -> ContactRule | None:
    """Return a rule that was opened with its child, and who set it; None when none is set, refused for None."""
    if rule is None:
        return REFUSED
    if rule.is_empty:
        return None
    set_by = names_of_staff(work, [rule.set_by]).get(rule.set_by, "") if rule.set_by else ""
    return ContactRule(rule.how, rule.never, set_by, rule.set_at)


def rules_on_cards(
    work: UnitOfWork, cards: Collection[tuple[Child, CardFacts | None]]
) -> dict[UUID, ContactRule]:
    """Return the rules of those of the children who have one, as their cards say them.

    A card of before says only that there is a rule; then the child's own folder is opened for its words.
    """
    found = {
        child.id: ContactRule(facts.contact.how, facts.contact.never)
        for child, facts in cards
        if facts is not None and (facts.contact.how or facts.contact.never)
    }
    older = [
        child for child, facts in cards if facts is not None and facts.has_rule and child.id not in found
    ]
    if not older:
        return found
    folders = open_folders(work, [child.folder_id for child in older])
    for child in older:
        rule = look_in(folders.get(child.folder_id), child, SafeContact).document
        found[child.id] = ContactRule(rule.how, rule.never) if rule else REFUSED
    return found
