"""What a case tells of a child's road: its opening and its risk. Notes have a timeline of their own."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from app.access.proven_cases import fit_of_case, rows_of_child
from app.access.scope import scoped
from app.cases.assigning import who_worked
from app.cases.documents import CaseSummary, RiskReason
from app.cases.risk_changes import those_counting
from app.foundation.chronology import ChronologyEntry
from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.foundation.vocabulary.risks import Risk
from app.keyring.folders import Fit, look_in, open_folders
from app.staff.colleagues import names_of_staff
from app.unit_of_work import UnitOfWork
from models.case import Case, RiskChange

CASE = N_("Case")
RISK = N_("Risk")
OPENED = N_("Case opened")
BEGAN = N_("Began to work on the case")
GOES_ON = N_("Works on the case again")
MISTAKEN = N_("Was put on the case by mistake")
ENDED = N_("Works on the case no more")
ENDED_BY_MISTAKE = N_("Was taken off the case by mistake")
RISK_TITLES: Mapping[Risk, str] = {
    Risk.HIGH: N_("Risk set to high"),
    Risk.MEDIUM: N_("Risk set to medium"),
    Risk.LOW: N_("Risk set to low"),
    Risk.NONE: N_("Risk set to none"),
}


def chronology_entries(work: UnitOfWork, child_id: UUID) -> list[ChronologyEntry]:
    """Return what the child's cases tell besides notes, as far as this person may read them, in no particular order."""
    cases = rows_of_child(work, child_id, Permission.CASE_READ)
    ids = [case.id for case in cases if fit_of_case(work, case) is not Fit.CHANGED]
    sound = [case for case in cases if case.id in ids]
    openings = _openings(work, cases)
    why = {entry.record_id: entry.text for entry in openings}
    return [*openings, *_risks(work, ids, why), *_workers(work, sound)]


def _openings(work: UnitOfWork, cases: Sequence[Case]) -> list[ChronologyEntry]:
    folders = open_folders(work, [case.folder_id for case in cases])
    names = names_of_staff(work, [case.opened_by for case in cases])
    entries = []
    for case in cases:
        look = look_in(folders.get(case.folder_id), case, CaseSummary)
        if look.is_changed:
            entries.append(ChronologyEntry(work.now, "case", case.id, CASE, is_changed=True))
            continue
        summary = look.document
        entries.append(
            ChronologyEntry(
                at=case.opened_at,
                kind="case",
                record_id=case.id,
                title=OPENED,
                text=summary.why if summary else "",
                by=names.get(case.opened_by, ""),
                is_sealed=summary is None,
            )
        )
    return entries


def _workers(work: UnitOfWork, cases: Sequence[Case]) -> list[ChronologyEntry]:
    """Return who began and ended to work on the cases; of one that was begun by mistake, only that it was."""
    entries = []
    for case in cases:
        for one in who_worked(work, case):
            begun = GOES_ON if one.goes_on else MISTAKEN if one.is_mistake else BEGAN
            entries.append(
                ChronologyEntry(one.since, "assignment", case.id, begun, text=one.name, by=one.begun_by)
            )
            if one.until is not None and not one.is_mistake:
                ended = ENDED_BY_MISTAKE if one.is_given_back else ENDED
                entries.append(
                    ChronologyEntry(one.until, "assignment", case.id, ended, text=one.name, by=one.ended_by)
                )
    return entries


def _risks(work: UnitOfWork, case_ids: Sequence[UUID], why: Mapping[UUID, str]) -> list[ChronologyEntry]:
    """Return how the risk was set, leaving out mistakes; the words of one set with the opening stand there."""
    query = scoped(work, RiskChange, Permission.CASE_READ).where(RiskChange.case_id.in_(case_ids))
    changes = those_counting(work, work.session.scalars(query).all())
    folders = open_folders(work, [change.folder_id for change in changes])
    names = names_of_staff(work, [change.changed_by for change in changes])
    entries = []
    for change in changes:
        look = look_in(folders.get(change.folder_id), change, RiskReason)
        if look.is_changed:
            entries.append(ChronologyEntry(work.now, "risk", change.case_id, RISK, is_changed=True))
            continue
        reason = look.document
        entries.append(
            ChronologyEntry(
                at=change.changed_at,
                kind="risk",
                record_id=change.case_id,
                title=RISK_TITLES[Risk(change.to_risk)],
                text=reason.words if reason and reason.words != why.get(change.case_id) else "",
                by=names.get(change.changed_by, ""),
                is_weighty=change.to_risk == Risk.HIGH,
                is_sealed=reason is None,
            )
        )
    return entries
