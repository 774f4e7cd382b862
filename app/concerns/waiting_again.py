"""What waits again because it was answered by a clock that was ahead: no column of its row says so.

Its row was set by that clock, and a list that asks for rows that wait would leave it out, silently. Its receipt tells:
it lies in the future. Once somebody answers anew, the row is right and nothing is found here.
"""

from uuid import UUID

from sqlalchemy import ColumnElement, or_, select

from app.access.scope import scoped
from app.concerns.concern_status import concern_statuses
from app.foundation.clock import SET_BACK
from app.foundation.permissions import Permission
from app.foundation.vocabulary.concern_states import ConcernState
from app.keyring.receipts import BOOKS
from app.unit_of_work import Remembered, UnitOfWork
from models.allegation import Allegation
from models.concern import Concern

Table = type[Concern] | type[Allegation]

_FOUND: Remembered[dict[tuple[Table, Permission], tuple[UUID, ...]]] = Remembered(dict)
"""The key under which a work remembers what it found."""


def waiting_again(work: UnitOfWork, table: Table, permission: Permission) -> tuple[UUID, ...]:
    """Return the rows that this permission reaches and that wait, though their columns say that they do not."""
    found = work.remember(_FOUND)
    if (table, permission) not in found:
        found[table, permission] = _found(work, table, permission)
    return found[table, permission]


def _found(work: UnitOfWork, table: Table, permission: Permission) -> tuple[UUID, ...]:
    kept_in = BOOKS[table.__tablename__].kept_in
    said = select(kept_in.about_id).where(
        kept_in.signed_at > work.now + SET_BACK, kept_in.about_table == table.__tablename__
    )
    ids = list(dict.fromkeys(work.session.scalars(said)))
    if not ids:
        return ()
    query = scoped(work, table, permission).where(
        table.id.in_(ids), table.state != ConcernState.WAITING.value
    )
    statuses = concern_statuses(work, work.session.scalars(query).all())
    return tuple(id_ for id_, status in statuses.items() if status.waits)


def waits_in_lists(work: UnitOfWork, table: Table, permission: Permission) -> ColumnElement[bool]:
    """Return the condition of the rows that wait, by their column or because a clock was wrong."""
    waits, again = table.state == ConcernState.WAITING.value, waiting_again(work, table, permission)
    return or_(waits, table.id.in_(again)) if again else waits
