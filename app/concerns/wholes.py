"""What was written beside the whole that a child's own concern was made from, and did not come along.

Who reads one child's may not read the whole: only that something was written is told, and none of its words.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.concerns.chains import chains_of
from app.concerns.concern_status import concern_statuses
from app.concerns.part_marks import that_count
from app.foundation.vocabulary.concern_states import ConcernState
from app.unit_of_work import UnitOfWork
from models.concern import Concern
from models.disclosure import Disclosure

_Moment = tuple[datetime, datetime, UUID]


@dataclass(frozen=True)
class BesideWholes:
    """`is_waiting`: something was added to a whole and nobody received it. `is_corrected`: words that came along."""

    is_waiting: bool = False
    is_corrected: bool = False


def beside_wholes(work: UnitOfWork, rows: Sequence[Concern]) -> BesideWholes:
    """Return what stands beside the wholes of concerns, which were loaded through their permission."""
    made = [(row.id, row.copy_of) for row in rows if row.copy_of is not None]
    if not made:
        return BesideWholes()
    whole_ids = {whole_id for _id, whole_id in made}
    wholes = work.session.scalars(select(Concern).where(Concern.id.in_(whole_ids))).all()
    statuses = concern_statuses(work, wholes).values()
    said = _said(work, [*whole_ids, *(row_id for row_id, _whole in made)])
    return BesideWholes(
        is_waiting=any(one.state is ConcernState.WAITING and not one.is_mistaken for one in statuses),
        is_corrected=any(_is_corrected(said[row_id], said[whole_id]) for row_id, whole_id in made),
    )


def _said(work: UnitOfWork, concern_ids: Sequence[UUID]) -> dict[UUID, list[Disclosure]]:
    query = select(Disclosure).where(Disclosure.concern_id.in_(concern_ids))
    said: dict[UUID, list[Disclosure]] = {concern_id: [] for concern_id in concern_ids}
    for row in that_count(work, work.session.scalars(query).all()):
        said[row.concern_id].append(row)
    return said


def _is_corrected(mine: Sequence[Disclosure], beside_whole: Sequence[Disclosure]) -> bool:
    """Tell whether words that came along were corrected beside the whole, and here not since.

    What came along was heard and written down by the same person at the same moments.
    """
    here = {moments[each]: moments[chain[-1]] for moments, chain in _chains(mine) for each in chain}
    for moments, chain in _chains(beside_whole):
        last, came = moments[chain[-1]], [moments[each] for each in chain if moments[each] in here]
        if came and last not in here and all(here[each][0] < last[0] for each in came):
            return True
    return False


def _chains(rows: Sequence[Disclosure]) -> Iterator[tuple[dict[UUID, _Moment], tuple[UUID, ...]]]:
    """Yield each chain of corrections, and when its words were written and heard, and by whom."""
    moments = {row.id: (row.written_at, row.heard_at, row.heard_by) for row in rows}
    for chain in chains_of({row.id: (row.corrects_id, row.written_at) for row in rows}):
        yield moments, chain
