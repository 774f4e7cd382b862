"""What the form of a concern takes over from the meeting it is about, for whoever can open that meeting."""

from typing import Any
from uuid import UUID

from app.foundation.errors import NoKey, NotVisible
from app.foundation.moments import as_typed
from app.outreach.encounter_page import EncounterPage, encounter_page
from app.unit_of_work import UnitOfWork
from views.outreach.encounter_words import looks, with_whom
from views.web.language import page_language


def fields_of_meeting(work: UnitOfWork, encounter_id: UUID) -> dict[str, Any]:
    """Return what a concern's form begins with; nothing when the meeting does not open to this person.

    The words come out of the meeting through the person's own keys, and are recorded as opened.
    """
    try:
        page = encounter_page(work, encounter_id, locale=page_language())
    except (NotVisible, NoKey):
        return {}
    account = page.met.account
    if account is None:
        return {}
    when = as_typed(page.met.met_at)
    fields: dict[str, Any] = {
        "seen_on": when.on,
        "seen_at": when.at,
        "place": page.place,
        "child_words": "\n".join(_unknown_children(page)),
        "involved": with_whom(account),
        "base_id": str(page.met.base_id),
    } | _known_child(page)
    return fields if page.met.urgency is None else fields | {"urgency": page.met.urgency.value}


def _known_child(page: EncounterPage) -> dict[str, Any]:
    """Choose the child of a meeting with one; among several only look for the one whom a record names."""
    known = [child for child in page.met.children if child.child_id is not None and child.code]
    if len(known) != 1:
        return {}
    if len(page.met.children) == 1:
        return {"child_id": known[0].child_id}
    return {"look_for": known[0].code}


def _unknown_children(page: EncounterPage) -> list[str]:
    unknown = [looks(child.description) for child in page.met.children if child.child_id is None]
    return [words for words in unknown if words]
