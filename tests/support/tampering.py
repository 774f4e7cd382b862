"""Changes rows behind the application's back, and reads what the audit trail holds, for tests."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import inspect, select, update
from sqlalchemy.orm import Session

from models.audit_event import AuditEvent, AuditSubject
from tests.support.organisation import Organisation

MEANT = "One of their own kind, filled in by the test."


class SaysLies:
    """What a table of lies says in words, as values of one organisation."""

    organisation: Organisation
    others: dict[str, UUID]

    def value_of(self, column: str, value: Any) -> Any:
        """Return what a column is changed to: one of the cast, a moment, or another record of the same kind."""
        if value is MEANT:
            return self.others[column]
        if isinstance(value, timedelta):
            return self.organisation.clock.now() + value
        return self.organisation.ids.get(value, value) if isinstance(value, str) else value


def flip(organisation: Organisation, table: type[Any], column: str, row_id: UUID) -> None:
    """Change the last byte of one sealed value."""
    cell = getattr(table, column)
    with Session(organisation.server.store.engine) as session:
        sealed = session.scalars(select(cell).where(table.id == row_id)).one()
        changed = sealed[:-1] + bytes([sealed[-1] ^ 1])
        session.execute(update(table.__table__).where(table.id == row_id).values({column: changed}))
        session.commit()


@contextmanager
def behind(organisation: Organisation) -> Iterator[Session]:
    """Give a session on which no rule of the application holds; committed when the block ends."""
    with Session(organisation.server.store.engine) as session:
        yield session
        session.commit()


def put(organisation: Organisation, table: type[Any], row_id: UUID, **values: Any) -> None:
    """Write readable columns of one row past every rule."""
    # By the connection: nothing of ours stands between.
    with organisation.server.store.engine.begin() as connection:
        connection.execute(update(table.__table__).where(table.id == row_id).values(values))


def recorded(organisation: Organisation, action: str) -> list[AuditEvent]:
    """Return the events of that action, oldest first."""
    with organisation.server.store.reading() as session:
        query = select(AuditEvent).where(AuditEvent.action == action).order_by(AuditEvent.seq)
        found = list(session.scalars(query))
        session.expunge_all()
        return found


def forge_event(organisation: Organisation, action: str, *subjects: UUID) -> None:
    """Put an event at the end of the trail, and the rows it is found by, without chaining it."""
    with Session(organisation.server.store.engine) as session:
        last = session.scalars(select(AuditEvent).order_by(AuditEvent.seq.desc()).limit(1)).one()
        body = {"facts": {}, "folders": [], "subjects": [str(subject) for subject in subjects]}
        values = {each.name: getattr(last, each.name) for each in AuditEvent.__table__.columns}
        forged = {"seq": last.seq + 1, "id": uuid4(), "action": action, "body": json.dumps(body)}
        session.add(AuditEvent(**values | forged))
        session.flush()
        session.add_all(AuditSubject(seq=last.seq + 1, subject_id=subject) for subject in subjects)
        session.commit()


@contextmanager
def changed(organisation: Organisation, table: type[Any], row_id: UUID, **values: Any) -> Iterator[None]:
    """Write readable columns of one row past every rule, and put back what was there when the block ends."""
    with Session(organisation.server.store.engine) as session:
        row = session.scalars(select(table).where(table.id == row_id)).one()
        before = {name: getattr(row, name) for name in values}
    put(organisation, table, row_id, **values)
    try:
        yield
    finally:
        put(organisation, table, row_id, **before)


def bound_columns(table: type[Any]) -> set[str]:
    """Return the readable columns of a table that its tag holds."""
    columns = inspect(table).column_attrs
    return {each.key for each in columns if each.columns[0].info.get("held") == "bound"}
