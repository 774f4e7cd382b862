"""How a person likes their pages: language and appearance. Not worth an audit event."""

from uuid import UUID

from sqlalchemy import update

from app.server import Server
from models.staff_member import StaffMember


def set_locale(server: Server, staff_id: UUID, locale: str) -> None:
    """Keep the language of a person's pages."""
    with server.store.writing() as session:
        session.execute(update(StaffMember).where(StaffMember.id == staff_id).values(locale=locale))


def set_theme(server: Server, staff_id: UUID, theme: str) -> None:
    """Keep the appearance of a person's pages."""
    with server.store.writing() as session:
        session.execute(update(StaffMember).where(StaffMember.id == staff_id).values(theme=theme))
