"""What a concern's form takes from an answer about a regular who stays away, for people who can open that answer."""

from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from app.absences.pages import answer_page
from app.foundation.errors import NotVisible
from app.foundation.vocabulary.absence_answers import AbsenceAnswer
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.unit_of_work import UnitOfWork


def fields_of_absence(work: UnitOfWork, absence_id: UUID) -> dict[str, Any]:
    """Return the initial values of a concern's form; nothing when this person cannot open the answer, or it is marked.

    The child, the place, who told it and the day go along; the words say only what the answer says.
    """
    try:
        page = answer_page(work, absence_id)
    except NotVisible:
        return {}
    said = page.answer.said
    if said is None or not page.answer.counts:
        return {}
    swept = _("Taken in a street sweep, as it was told.") if said.kind is AbsenceAnswer.SWEEP else ""
    fields: dict[str, Any] = {
        "account": "\n".join(filter(None, (swept, said.words))),
        "place": said.where,
        "source": said.whom,
        "child_id": page.answer.child_id,
        "basis": EvidenceBasis.TOLD.value,
        "base_id": str(page.club.base_id),
        "seen_at": None,
    }
    return fields if said.day is None else fields | {"seen_on": said.day}
