"""Sets columns that only help to find a row, bypassing its tag: they repeat what is signed elsewhere."""

from typing import Any

from sqlalchemy import inspect, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from app.keyring.tags import row_id_of, table_name
from models.mapping import Tagged


def set_derived(session: Session, row: Tagged, **values: Any) -> None:
    """Set derived columns of a stored row. Its version stays the same, because no content changed.

    Raises TypeError for a column that is not derived.
    """
    table = type(row).metadata.tables[table_name(row)]
    mapper = inspect(type(row))
    held = {name: mapper.column_attrs[name].columns[0].info.get("held") for name in values}
    if any(how != "derived" for how in held.values()):
        raise TypeError(f"{type(row).__name__} has columns here that are not derived: {sorted(held)}")
    columns = {mapper.column_attrs[name].columns[0].name: value for name, value in values.items()}
    session.flush()
    session.execute(update(table).where(table.c.id == row_id_of(row)).values(columns))
    for name, value in values.items():
        set_committed_value(row, name, value)
