"""What a concern's form takes from the group session it was noticed in, for people who read that session."""

from typing import Any
from uuid import UUID

from app.foundation.errors import NoKey, NotVisible
from app.foundation.moments import as_typed
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.group_sessions.pages import group_page
from app.unit_of_work import UnitOfWork


def fields_of_group(work: UnitOfWork, group_id: UUID, child_id: UUID | None) -> dict[str, Any]:
    """Return the initial values of a concern's form: when and where it was, and the child, or the codes of all.

    Nothing where the session does not open. Its words are not taken along: they are about many.
    """
    try:
        page = group_page(work, group_id)
    except (NotVisible, NoKey):
        return {}
    view = page.view
    if view.is_changed or view.plan is None:
        return {}
    when = as_typed(view.begins_at)
    there = view.came or view.offered
    codes = sorted(name.code for id_, name in page.names.items() if id_ in there and name.code)
    return {
        "seen_on": when.on,
        "seen_at": when.at,
        "place": view.plan.place,
        "basis": EvidenceBasis.SEEN.value,
        "base_id": str(view.base_id),
        "child_id": child_id if child_id in view.offered else None,
        "child_words": "" if child_id in view.offered else ", ".join(codes),
    }
