"""Brings the plans of a case in line when one of them turns out to be written by mistake, or counts again.

A plan is in force from when it was written until the next one that counts, or until its case was closed.
"""

from itertools import pairwise
from typing import Any

from app.case_records.records import CaseRecords
from app.mistakes.earlier import keep_earlier
from app.mistakes.markables import Held
from app.mistakes.states import is_marked
from app.unit_of_work import UnitOfWork
from models.safety_plan import SafetyPlan


def follow_mark(work: UnitOfWork, held: Held[SafetyPlan], records: CaseRecords[SafetyPlan, Any]) -> None:
    """End each plan that counts where the next one begins.

    If the marked plan was in force, the one before it is again; it ends when the marked one had ended, if it had.
    """
    marked = held.row
    query = records.of_case(work, marked.case_id).order_by(SafetyPlan.written_at)
    standing = records.fitting(work, query)
    following = dict(pairwise([*standing, None]))
    for plan in standing:
        ended_by_it = is_marked(marked) and plan.ended_at == marked.written_at
        end, after = (marked.ended_at if ended_by_it else plan.ended_at), following[plan]
        if after is not None and (end is None or end > after.written_at):
            end = after.written_at
        if plan.ended_at != end:
            keep_earlier(work, held.folder, plan, records.document)
            held.folder.write(plan)
            plan.ended_at = end
    work.session.flush()
