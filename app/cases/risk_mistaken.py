"""A risk that was set by mistake, as on the wrong case: who says so, and that the case then has the one before.

Where the child would be looked after less closely for it, or a stage rested on it, a second person decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.access.addresses import declare_address
from app.access.scope import has, visible
from app.case_records.loading import lock_case, readable_case
from app.cases.documents import RiskReason
from app.cases.notes import plan_contact
from app.cases.risk_changes import changes_of, latest_change, those_counting
from app.foundation.errors import ChangedOutside
from app.foundation.permissions import Permission
from app.foundation.vocabulary.risks import Risk
from app.foundation.vocabulary.second_reasons import SecondReason
from app.keyring.folders import Fit, fit_in, folders_to_check, look_in, open_folders
from app.keyring.known_directory import directory_for
from app.keyring.policy import FolderKind
from app.keyring.writing import case_folder_to_write
from app.mistakes.markables import Called, Held, OwnPage, declare_markable
from app.mistakes.states import MarkState, MarkView, marks_of
from app.staff.colleagues import names_of_staff
from app.unit_of_work import UnitOfWork
from models.case import Case, RiskChange
from models.mistake import MistakeMark

declare_address("risk_id", "mark_id", MistakeMark.about_id)
RISK = str(RiskChange.__tablename__)

CLOSENESS = (Risk.NONE, Risk.LOW, Risk.MEDIUM, Risk.HIGH)
"""The risks, from the one whose child is looked after least closely."""


@dataclass(frozen=True)
class RiskSet:
    """One change of a risk; `reason` is None for a person without its key. A changed one says nothing but that."""

    id: UUID
    risk: Risk | None
    before: Risk | None
    reason: str | None
    set_by: str
    set_at: datetime
    marks: MarkState
    own_ask: MarkView | None
    is_changed: bool = False


@dataclass(frozen=True)
class RiskHistory:
    """How the risk of a case was set, newest first, also what was set by mistake."""

    case_id: UUID
    case_code: str
    risks: tuple[RiskSet, ...]
    may_mark: bool

    def one(self, risk_id: UUID) -> RiskSet:
        """Return one of them."""
        return next(each for each in self.risks if each.id == risk_id)


def risk_history(work: UnitOfWork, case_id: UUID) -> RiskHistory:
    """Return how the risk of a case was set. Raises NotVisible, and NoKey without a grant for the case."""
    case = readable_case(work, case_id)
    changes = changes_of(work, case)
    folders = open_folders(work, [row.folder_id for row in changes])
    marks, names = marks_of(work, changes), names_of_staff(work, [row.changed_by for row in changes])
    found = []
    for row in changes:
        look, state = look_in(folders.get(row.folder_id), row, RiskReason), marks[row.id]
        if look.is_changed:
            found.append(RiskSet(row.id, None, None, None, "", row.changed_at, state, None, is_changed=True))
            continue
        found.append(
            RiskSet(
                id=row.id,
                risk=Risk(row.to_risk),
                before=Risk(row.from_risk) if row.from_risk else None,
                reason=look.document.words if look.document else None,
                set_by=names.get(row.changed_by, ""),
                set_at=row.changed_at,
                marks=state,
                own_ask=state.own_ask(work.person.id),
            )
        )
    return RiskHistory(case.id, case.code, tuple(found), has(work, Permission.CASE_WRITE))


def case_of_risk(work: UnitOfWork, risk_id: UUID) -> UUID:
    """Return the case that a change of risk is of. Raises NotVisible, and ChangedOutside for a row led elsewhere."""
    row = visible(work, RiskChange, risk_id, Permission.CASE_READ)
    if fit_in(folders_to_check(work, [row.folder_id]).get(row.folder_id), row) is Fit.CHANGED:
        raise ChangedOutside("a change of risk that is not what was written", record=risk_id)
    return row.case_id


def _hold(work: UnitOfWork, risk_id: UUID, permission: Permission) -> Held[RiskChange]:
    """Load a change of a risk and lock its case, open or closed: what is false is put right in either."""
    case = lock_case(work, case_of_risk(work, risk_id), permission)
    row = visible(work, RiskChange, risk_id, permission)
    folder = case_folder_to_write(work, FolderKind.CASE, row.folder_id, case)
    folder.check(row)
    return Held(row, folder, case.base_id, case.id, (case.id, case.child_id))


def _second(work: UnitOfWork, row: RiskChange) -> SecondReason | None:
    """Tell whether the child would be looked after less closely, or a stage was reached with this risk.

    It is asked of a row that counts before it is marked, and of a marked one before it counts again.
    """
    case = visible(work, Case, row.case_id, Permission.CASE_READ)
    changes = changes_of(work, case)
    counting = those_counting(work, changes)
    others = [each for each in changes if each in counting and each.id != row.id]
    with_it = [each for each in changes if each.id == row.id or each in others]
    now, then = (with_it, others) if row in counting else (others, with_it)
    if _closeness(then) < _closeness(now):
        return SecondReason.STOPS_CLOCK
    is_rested = any(
        move.decided_at >= row.changed_at for move in directory_for(work).moves_of(case.id, case.base_id)
    )
    return SecondReason.STAGE_RESTED_ON_IT if is_rested else None


def _closeness(changes: Sequence[RiskChange]) -> int:
    return CLOSENESS.index(Risk(changes[0].to_risk)) if changes else 0


def _follow(work: UnitOfWork, held: Held[RiskChange]) -> None:
    """Give the case the newest risk that counts, or none, and say anew by when its child must be met."""
    case = lock_case(work, held.row.case_id, Permission.CASE_READ)
    latest = latest_change(work, case)
    risk = latest.to_risk if latest is not None else None
    if risk != case.risk:
        case_folder_to_write(work, FolderKind.CASE, case.folder_id, case).write(case)
        case.risk = risk
        work.session.flush()
    plan_contact(work, case)


declare_markable(
    RiskChange,
    RiskReason,
    writes=Permission.CASE_WRITE,
    hold=_hold,
    second=_second,
    involved=lambda _work, row: {row.changed_by},
    follow=_follow,
    page=OwnPage("risk-set", Permission.CASE_READ, lambda _work, row: Called(at=row.changed_at)),
)
