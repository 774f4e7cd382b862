"""Moves a note or a task to the case it belongs to."""

from uuid import UUID

from app.access.scope import scoped
from app.case_records.moving import MoveInput, begin_move, finish_move
from app.cases.colleagues import task_takers
from app.cases.notes import NOTES, count_contact_of
from app.cases.tasks import TASKS
from app.children.births import refuse_before_birth
from app.foundation.errors import NotAllowedNow
from app.foundation.local_time import local_day
from app.foundation.permissions import Permission
from app.foundation.typed_codes import codes_meant
from app.unit_of_work import UnitOfWork
from models.case import Case


def case_to_move_to(work: UnitOfWork, typed: str) -> UUID:
    """Return the case with that code, if this person may write in it. Raises NotAllowedNow (`no-such-case`)."""
    query = scoped(work, Case, Permission.CASE_WRITE).where(Case.code.in_(codes_meant(typed)))
    found = work.session.scalars(query.with_only_columns(Case.id)).all()
    if len(found) != 1:
        raise NotAllowedNow("no-such-case")
    return found[0]


def move_to_case(work: UnitOfWork, table: str, case_id: UUID, record_id: UUID, new: MoveInput) -> None:
    """Move a note or a task. Raises as `begin_move` does, and NotAllowedNow (`not-movable`) for anything else.

    A note of a day before the child of the right case was born raises NotAllowedNow (`before-born`,
    `before-any-birth`).
    """
    if table == "case_note":
        moving = begin_move(work, NOTES, case_id, record_id, new)
        refuse_before_birth(work, moving.begun.case.child_id, local_day(moving.facts["happened_at"]))
        moving.begun.save("moved_here", moving.document, **moving.facts)
        finish_move(work, moving, words="", adds_to=None)
        count_contact_of(work, new.to_case_id, new.id)
    elif table == "task":
        moving = begin_move(work, TASKS, case_id, record_id, new)
        takers = {taker.id for taker in task_takers(work, moving.begun.case)}
        assignee = moving.facts["assignee_id"]
        moving.facts["assignee_id"] = assignee if assignee in takers else None
        moving.begun.save("moved_here", moving.document, **moving.facts)
        finish_move(work, moving, words="")
    else:
        raise NotAllowedNow("not-movable")
