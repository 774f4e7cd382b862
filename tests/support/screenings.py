"""Screenings for tests, made by the services in cast members' names."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from app.foundation.moments import MomentInput, as_typed
from app.screening.documents import Given
from app.screening.lists import list_in_force
from app.screening.pages import ScreeningPage, screening_page
from app.screening.writing import ScreeningInput, correct_screening, write_screening
from models.screening import Screening
from tests.support.organisation import Organisation

ALERTING = {"no_safe_place_tonight": "told"}
"""Answers that meet a rule that cannot wait."""


def typed(
    organisation: Organisation, answers: Mapping[str, str], *, when: MomentInput | None = None, **said: Any
) -> ScreeningInput:
    """Return a screening as typed, at this moment."""
    fields: dict[str, Any] = {
        "when": when or as_typed(organisation.clock.now()),
        "given": tuple(Given(item, answer) for item, answer in answers.items()),
        "pack_version": list_in_force().version,
        "locale": "en",
    }
    return ScreeningInput(**(fields | said))


def screened(
    organisation: Organisation,
    child_id: UUID,
    answers: Mapping[str, str],
    *,
    by: str = "caseworker",
    **said: Any,
) -> UUID:
    """Screen a child, and return the screening's id."""
    new_id = uuid4()
    with organisation.writing(by) as work:
        write_screening(work, child_id, new_id, typed(organisation, answers, **said))
    return new_id


def corrected(
    organisation: Organisation,
    screening_id: UUID,
    answers: Mapping[str, str],
    *,
    by: str = "caseworker",
    version: int | None = None,
    **said: Any,
) -> None:
    """Correct a screening as it stands now, or as it stood at a version."""
    with organisation.writing(by) as work:
        row = work.session.get_one(Screening, screening_id)
        new = typed(organisation, answers, **({"pack_version": row.pack_version} | said))
        correct_screening(work, screening_id, new, version=version or row.version)


def seen_by(organisation: Organisation, name: str, screening_id: UUID) -> ScreeningPage:
    """Return a screening's page as somebody sees it."""
    with organisation.reading(name) as work:
        return screening_page(work, screening_id)
