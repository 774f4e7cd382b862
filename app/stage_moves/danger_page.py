"""Shows what a case still lacks to ask at once for all that brings a child in danger to safety."""

from dataclasses import dataclass
from uuid import UUID

from app.access.scope import has
from app.case_records.loading import readable_case
from app.cases.stages import Requirement, missing_in_one_step, steps_to_safety
from app.concerns.linking import LooseConcern, loose_concerns
from app.foundation.permissions import Permission
from app.keyring.case_status import case_status_of
from app.stage_moves.facts import gather_facts
from app.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class DangerPage:
    """What is missing, and the concerns of the inbox about the child, for people who sort it."""

    missing: frozenset[Requirement]
    loose: tuple[LooseConcern, ...]

    @property
    def wants_plan(self) -> bool:
        """Whether a safety plan has to be written."""
        return Requirement.SAFETY_PLAN in self.missing

    @property
    def wants_concern(self) -> bool:
        """Whether a suspicion or a disclosure has to be brought."""
        return Requirement.CONCERN_LINKED in self.missing

    @property
    def raises_risk(self) -> bool:
        """Whether the risk becomes high with the request."""
        return Requirement.RISK_HIGH in self.missing


def danger_page(work: UnitOfWork, case_id: UUID) -> DangerPage:
    """Return what is missing now. Raises NotVisible."""
    case = readable_case(work, case_id)
    steps = steps_to_safety(case_status_of(work, case).status)
    lacking = frozenset(missing_in_one_step(gather_facts(work, case), steps)) if steps else frozenset()
    sorts = has(work, Permission.CONCERN_TRIAGE) and Requirement.CONCERN_LINKED in lacking
    return DangerPage(lacking, loose_concerns(work, case.child_id, case_id=None) if sorts else ())
