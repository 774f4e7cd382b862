"""The few facts about the person in every page's frame: their base, and a form they have not finished."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from app.foundation.people import Person
from app.keyring.known_directory import verified_directory
from app.server import Server
from app.sign_in.drafts import MOST_KEPT, KeptWords, is_kept_at, is_now, words_in
from app.sign_in.ended_access import written_by
from app.vault.keychain import Keychain
from models.sign_in_session import SignInSession
from models.unsent_draft import UnsentDraft


@dataclass(frozen=True)
class FrameFacts:
    """`base_name` is empty for people without a base; `draft_path` and `draft_id` name a rescued form.

    `draft_was_proof` says that it was kept within the current session: the password was asked for again over it.
    `draft_is_now` says that it is about a child in danger now: it was not sent, and `duty_number` is to be called.
    `draft_by` is who wrote it, if it was kept because their access to the record ended.
    """

    base_name: str
    draft_id: UUID | None
    draft_path: str
    draft_was_proof: bool
    draft_by: UUID | None = None
    draft_is_now: bool = False
    duty_number: str = ""


def frame_facts(server: Server, person: Person, keychain: Keychain, session_id: UUID) -> FrameFacts:
    """Read the frame's facts in one short snapshot."""
    with server.store.reading() as session:
        directory = verified_directory(server.store, session, server.installation_id)
        drafts = session.scalars(
            select(UnsentDraft)
            .where(UnsentDraft.staff_id == person.id, is_kept_at(server.clock.now()))
            .order_by(UnsentDraft.kept_at.desc())
            .limit(MOST_KEPT)
        ).all()
        draft, words = _first(drafts, keychain, server.installation_id)
        base = directory.bases.get(person.base_id) if person.base_id is not None else None
        began = session.scalar(select(SignInSession.created_at).where(SignInSession.id == session_id))
        return FrameFacts(
            base_name=directory.base_name(person.base_id),
            draft_id=draft.id if draft else None,
            draft_path=words.path if words else "",
            # A form lost when one session ended was kept before the next session began.
            draft_by=written_by(words) if words is not None else None,
            draft_was_proof=draft is not None and began is not None and draft.kept_at > began,
            draft_is_now=words is not None and is_now(words.path, words.fields),
            duty_number=base.duty_number if base is not None else "",
        )


def _first(
    drafts: Sequence[UnsentDraft], keychain: Keychain, installation_id: UUID
) -> tuple[UnsentDraft, KeptWords] | tuple[None, None]:
    """Return the form to offer first: one about a child in danger now, or else the newest; and what it holds.

    A row that was changed outside Wayhome is left out: it does not open.
    """
    opened = [(row, words_in(row, keychain, installation_id)) for row in drafts]
    own = [(row, words) for row, words in opened if words is not None]
    urgent = (each for each in own if is_now(each[1].path, each[1].fields))
    return next(urgent, own[0] if own else (None, None))
