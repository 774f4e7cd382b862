"""The words of a family's pages."""

from flask_babel import gettext

from app.families.member_views import MemberView
from app.foundation.vocabulary import (
    contact_safeties,
    family_roles,
    family_supports,
    languages,
    legal_authorities,
    offers_made,
    support_states,
)

WORDS = {
    "roles": family_roles.LABELS,
    "safe": contact_safeties.LABELS,
    "authority": legal_authorities.LABELS,
    "supports": family_supports.LABELS,
    "states": support_states.LABELS,
    "offered": offers_made.LABELS,
    "languages": languages.LABELS,
}
"""What the templates of this topic need."""


def line_of(one: MemberView) -> str:
    """Return one person in a line: what they are called, and who they are in the family."""
    role = gettext(family_roles.LABELS[one.words.role]) if one.words is not None else ""
    called = one.called
    if one.name is not None and (one.name.latin or one.name.local):
        called = f"{one.name.latin or one.name.local} · {one.name.code}"
    return " · ".join(part for part in (called, role) if part) or str(gettext("Somebody"))
