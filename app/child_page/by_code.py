"""Finds what else has the code that was typed into the search box, each through its own scope."""

from dataclasses import dataclass
from uuid import UUID

# These two say who reaches which cases and concerns.
import app.cases.reading
import app.concerns.scopes  # noqa: F401
from app.access.scope import scoped
from app.cases.reading import codes_of_cases
from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.name_matching.normalise import ascii_digits, clean_text
from app.unit_of_work import UnitOfWork
from models.case import Case
from models.concern import Concern


@dataclass(frozen=True)
class CodedRecord:
    """A record found by its code: what it is, in a marked label, and the kind that names its page."""

    kind: str
    label: str
    code: str
    record_id: UUID


def records_with_code(work: UnitOfWork, typed: str) -> list[CodedRecord]:
    """Return the cases and concerns this person may read that have exactly this code, however it was spaced."""
    code = "-".join(ascii_digits(clean_text(typed)).upper().replace("-", " ").split())
    if not code:
        return []
    cases = scoped(work, Case, Permission.CASE_READ).where(Case.code == code).with_only_columns(Case.id)
    concerns = scoped(work, Concern, Permission.CONCERN_READ).where(Concern.reference == code)

    def sound(case_id: UUID) -> bool:
        return codes_of_cases(work, [case_id])[case_id] == code

    return [
        *(CodedRecord("case", N_("Case"), code, id_) for id_ in work.session.scalars(cases) if sound(id_)),
        *(
            CodedRecord("concern", N_("Concern"), row.reference, row.id)
            for row in work.session.scalars(concerns)
        ),
    ]
