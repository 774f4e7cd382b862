"""What a concern's form takes from the meeting it is about, for people who can open that meeting."""

from typing import Any
from uuid import UUID

from app.foundation.errors import NoKey, NotVisible
from app.foundation.moments import as_typed
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.outreach.documents import Account
from app.outreach.encounter_page import EncounterPage, encounter_page
from app.unit_of_work import UnitOfWork
from views.outreach.encounter_words import looks, with_whom
from views.web.language import page_language


def fields_of_meeting(work: UnitOfWork, encounter_id: UUID) -> dict[str, Any]:
    """Return the initial values of a concern's form; nothing when this person cannot open the meeting.

    The words come from the meeting through the person's own keys, and their opening is recorded.
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
        "signs": "\n".join(f"{sign.label}: {sign.how}" for sign in page.signs),
        "basis": _basis(account),
        "base_id": str(page.met.base_id),
    } | _known_child(page)
    return fields if page.met.urgency is None else fields | {"urgency": page.met.urgency.value}


def _basis(account: Account) -> str:
    """Return how the signs of a meeting are known: what was seen goes before what was told; "" without signs."""
    known = {sign.answer for sign in account.signs}
    return next((basis.value for basis in EvidenceBasis if basis.value in known), "")


def _known_child(page: EncounterPage) -> dict[str, Any]:
    """Choose the child of a meeting with a single child; among several, look only for the one with a record."""
    known = [child for child in page.met.children if child.child_id is not None and child.code]
    if len(known) != 1:
        return {}
    if len(page.met.children) == 1:
        return {"child_id": known[0].child_id}
    return {"look_for": known[0].code}


def _unknown_children(page: EncounterPage) -> list[str]:
    unknown = [looks(child.description) for child in page.met.children if child.child_id is None]
    if len(page.met.children) == 1:
        return [words for words in unknown if words]
    # Each by itself, so that several children never read like one.
    return [f"{number}) {words}" for number, words in enumerate(unknown, 1) if words]
