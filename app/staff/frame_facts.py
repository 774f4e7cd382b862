"""The few facts every page's frame shows about the person: their base, and a form they have not finished."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from app.foundation.people import Person
from app.staff.server import Server
from models.base import Base
from models.unsent_draft import UnsentDraft


@dataclass(frozen=True)
class FrameFacts:
    """`base_name` is empty for people of no base; `draft_path` and `draft_id` name a rescued form."""

    base_name: str
    draft_id: UUID | None
    draft_path: str


def frame_facts(server: Server, person: Person) -> FrameFacts:
    """Read the frame's facts in one short snapshot."""
    with server.store.reading() as session:
        base_name = session.scalar(select(Base.name).where(Base.id == person.base_id)) or ""
        draft = session.execute(
            select(UnsentDraft.id, UnsentDraft.path)
            .where(UnsentDraft.staff_id == person.id, UnsentDraft.ends_at > server.clock.now())
            .order_by(UnsentDraft.kept_at.desc())
            .limit(1)
        ).one_or_none()
    return FrameFacts(
        base_name=base_name,
        draft_id=draft.id if draft else None,
        draft_path=draft.path if draft else "",
    )
