"""Warns, before a child is entered, that the child may already be known; a person decides."""

from dataclasses import dataclass
from uuid import UUID

from app.access.scope import require, scoped
from app.children.ages import birth_years
from app.children.cards import open_cards
from app.children.children import ChildInput
from app.children.documents import CardFacts, ChildProfile
from app.children.finding import match_names
from app.children.wording import clean_profile, script_language
from app.foundation.contact_rules import ContactRule
from app.foundation.permissions import Permission
from app.keyring.folders import open_folders
from app.name_matching.duplicates import Level, Likeness, Reason, likely_same
from app.unit_of_work import UnitOfWork
from models.child import Child

MOST_SHOWN = 3
_MOST_COMPARED = 40


@dataclass(frozen=True)
class LikelySame:
    """A child who may be the one being entered, why, and what is known of them (None: it does not open)."""

    id: UUID
    code: str
    level: Level
    reasons: tuple[Reason, ...]
    profile: ChildProfile | None
    rule: ContactRule | None


def likely_same_children(work: UnitOfWork, new: ChildInput) -> list[LikelySame]:
    """Return the children that a new one may be, likeliest first, each with the profile to compare.

    Children who were already considered are left out. Raises NotAllowedNow from `clean_profile`.
    """
    require(work, Permission.PROFILE_WRITE)
    card = clean_profile(new.profile).card
    matches = match_names(work, card.names, limit=_MOST_COMPARED)
    others = open_cards(work, [m.subject for m in matches if m.subject not in new.considered])
    warnings = likely_same(
        _likeness(new.id, card),
        [_likeness(other.id, other.facts) for other in others.values() if other.facts],
    )[:MOST_SHOWN]
    profiles = _profiles(work, [warning.subject for warning in warnings])
    return [
        LikelySame(
            warning.subject,
            others[warning.subject].code,
            warning.level,
            warning.reasons,
            profiles.get(warning.subject),
            others[warning.subject].rule,
        )
        for warning in warnings
    ]


def _likeness(subject: UUID, facts: CardFacts) -> Likeness:
    # Khmer is written with or without spaces between names, so both forms are compared.
    together = (name.replace(" ", "") for name in facts.names if script_language(name) == "km")
    forms = tuple(dict.fromkeys((*facts.names, *together)))
    return Likeness(subject, forms, facts.sex, birth_years(facts.age))


def _profiles(work: UnitOfWork, child_ids: list[UUID]) -> dict[UUID, ChildProfile | None]:
    rows = work.session.scalars(
        scoped(work, Child, Permission.PROFILE_READ).where(Child.id.in_(child_ids))
    ).all()
    folders = open_folders(work, (row.folder_id for row in rows))
    return {
        row.id: folders[row.folder_id].look(row, ChildProfile).document
        for row in rows
        if row.folder_id in folders
    }
