"""What a concern's form takes from the session of a kids' club it was noticed in, for people who read that session."""

from typing import Any
from uuid import UUID

from app.clubs.session_page import session_page
from app.foundation.errors import NoKey, NotVisible
from app.foundation.moments import as_typed
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.unit_of_work import UnitOfWork


def fields_of_session(work: UnitOfWork, session_id: UUID) -> dict[str, Any]:
    """Return the initial values of a concern's form: when and where it was; nothing where the session does not open.

    The child comes with the address. The words of the register are not taken along: they are about many children.
    """
    try:
        page = session_page(work, session_id)
    except (NotVisible, NoKey):
        return {}
    plan, session = page.club.plan, page.session
    if session.is_changed or plan is None:
        return {}
    when, place = as_typed(session.begins_at), plan.place_on(session.held_on)
    return {
        "seen_on": when.on,
        "seen_at": when.at,
        "place": " · ".join(filter(None, (plan.name, place.words if place is not None else ""))),
        "basis": EvidenceBasis.SEEN.value,
        "base_id": str(session.base_id),
    }
