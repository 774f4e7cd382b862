"""An id names one record: a form for a new record may not take an id that is already in use.

The id of a new record comes back from the page that showed the form. If it were another record's id, the events of
the two records would mix in the trail.
"""

from functools import cache
from uuid import UUID

from sqlalchemy import Select, Uuid, bindparam, func, select, union_all

from app.foundation.errors import Refused
from app.unit_of_work import UnitOfWork
from models.mapping import Model


def refuse_taken_id(work: UnitOfWork, record_id: UUID) -> None:
    """Raise Refused when two tables hold the id. Call it after a form's record was made."""
    if work.session.scalars(_tables_holding(), {"record_id": record_id}).one() > 1:
        raise Refused("record_id")


@cache
def _tables_holding() -> Select[int]:
    """Return the query that counts the tables in which an id is a record's own."""
    wanted = bindparam("record_id", type_=Uuid())
    keys = [mapper.primary_key for mapper in Model.registry.mappers]
    # A row whose id is another record's, such as a name card with its child's id, is part of that record.
    ids = [
        key[0] for key in keys if len(key) == 1 and isinstance(key[0].type, Uuid) and not key[0].foreign_keys
    ]
    held = union_all(*(select(column).where(column == wanted) for column in ids)).subquery()
    return select(func.count()).select_from(held)
