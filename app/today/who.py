"""Names the children that Today's lines are about, for people who hold their name cards: listed, not opened."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from app.access.proven_cases import children_of_cases
from app.children.names import ChildName, names_of
from app.foundation.chronology import Change, DueItem
from app.unit_of_work import UnitOfWork


def children_named(work: UnitOfWork, shown: Iterable[DueItem | Change]) -> Mapping[UUID, ChildName]:
    """Return the children of the lines on the page, by the id of their case, or by their own where no case is named.

    Each card is opened once, all of them together. A line that was changed outside names nobody, and neither does one
    whose card this person does not hold.
    """
    lines = [line for line in shown if not line.is_changed]
    cases = children_of_cases(work, [line.case_id for line in lines if line.case_id])
    without_case = [line.child_id for line in lines if line.child_id and not line.case_id]
    names = names_of(work, [*cases.values(), *without_case])
    readable = {id_: name for id_, name in names.items() if name.is_readable and not name.is_changed}
    of_cases = {case_id: readable[id_] for case_id, id_ in cases.items() if id_ in readable}
    return of_cases | {id_: readable[id_] for id_ in without_case if id_ in readable}


def named(children: Mapping[UUID, ChildName], line: DueItem | Change) -> ChildName | None:
    """Return the child that a line is about."""
    about = line.case_id or line.child_id
    return children.get(about) if about is not None and not line.is_changed else None
