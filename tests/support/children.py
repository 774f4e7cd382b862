"""Children for tests, written down by the cast, and what the trail says of them."""

from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from app.children.children import ChildInput, make_child
from app.children.documents import ChildProfile
from models.audit_event import AuditEvent, AuditSubject
from tests.support.organisation import Organisation


def add_child(
    organisation: Organisation, *, by: str = "field", base_id: UUID | None = None, **known: Any
) -> UUID:
    """Write a child down as a cast member; `known` are fields of the profile."""
    with organisation.writing(by) as work:
        profile = ChildProfile(**({"latin": "Sok Sophea"} | known))
        return make_child(work, ChildInput(uuid4(), profile, base_id)).id


def events_since(organisation: Organisation, seq: int) -> list[tuple[str, set[UUID]]]:
    """Return the actions of the trail after an event's number, but for signing in, each with whom it was about."""
    with organisation.server.store.reading() as session:
        rows = session.scalars(
            select(AuditEvent)
            .where(AuditEvent.seq > seq, AuditEvent.action != "sign_in")
            .order_by(AuditEvent.seq)
        ).all()
        return [
            (
                row.action,
                set(
                    session.scalars(select(AuditSubject.subject_id).where(AuditSubject.seq == row.seq)).all()
                ),
            )
            for row in rows
        ]


def last_seq(organisation: Organisation) -> int:
    """Return the number of the newest event of the trail."""
    with organisation.server.store.reading() as session:
        return session.scalars(select(AuditEvent.seq).order_by(AuditEvent.seq.desc()).limit(1)).one()
