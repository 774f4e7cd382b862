"""The few facts about the person in every page's frame: their base, and a form they have not finished."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from app.foundation.people import Person
from app.keyring.known_directory import verified_directory
from app.server import Server
from app.sign_in.drafts import is_kept_at, leads_where_it_was_written
from app.vault.keychain import Keychain
from models.sign_in_session import SignInSession
from models.unsent_draft import UnsentDraft


@dataclass(frozen=True)
class FrameFacts:
    """`base_name` is empty for people without a base; `draft_path` and `draft_id` name a rescued form.

    `draft_was_proof` says that it was kept within the current session: the password was asked for again over it.
    """

    base_name: str
    draft_id: UUID | None
    draft_path: str
    draft_was_proof: bool


def frame_facts(server: Server, person: Person, keychain: Keychain, session_id: UUID) -> FrameFacts:
    """Read the frame's facts in one short snapshot."""
    with server.store.reading() as session:
        directory = verified_directory(server.store, session, server.installation_id)
        draft = session.scalars(
            select(UnsentDraft)
            .where(UnsentDraft.staff_id == person.id, is_kept_at(server.clock.now()))
            .order_by(UnsentDraft.kept_at.desc())
            .limit(1)
        ).one_or_none()
        began = session.scalar(select(SignInSession.created_at).where(SignInSession.id == session_id))
        if draft is not None and not leads_where_it_was_written(draft, keychain, server.installation_id):
            # A row that was changed outside Wayhome: nobody wrote that form on the page it names.
            draft = None
        return FrameFacts(
            base_name=directory.base_name(person.base_id),
            draft_id=draft.id if draft else None,
            draft_path=draft.path if draft else "",
            # A form lost when one session ended was kept before the next session began.
            draft_was_proof=draft is not None and began is not None and draft.kept_at > began,
        )
