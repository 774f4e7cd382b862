"""Rescues a form that was sent after its session had ended: sealed to its writer, kept for a day."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, and_, delete, select
from sqlalchemy.orm import Session

from app.foundation.clock import SET_BACK, has_ended
from app.foundation.errors import NotVisible, WillNotOpen
from app.foundation.local_paths import is_local
from app.keyring.known_directory import verified_directory
from app.keyring.personal_letters import open_letter, seal_letter
from app.server import Server
from app.sign_in.form_marks import FormMark
from app.sign_in.sessions import RESCUE, owner_of_ended, owner_of_marked
from app.unit_of_work import UnitOfWork
from app.vault import canonical, hpke
from app.vault.keychain import Keychain
from models.staff_member import StaffMember
from models.unsent_draft import UnsentDraft

NEVER_KEPT = frozenset({"csrf_token", "password", "new_password", "again", "card_words", "card_a", "card_b"})
"""Fields that are left out: secrets must be typed again."""
OF_A_BUTTON = "press_"
"""Fields that a button carries begin with this; the button must be pressed again."""

OF_ITS_KEEPING = "wayhome:"
"""Names of what is said of a kept form, and not by it, begin with this; nothing sent by a browser keeps such a name."""

URGENT_PAGE = "/concerns/urgent"
"""The page whose every form is about something that happens now."""

MOST_KEPT = 20
"""How many forms are kept for one person; the oldest are dropped."""

Fields = dict[str, list[str]]


@dataclass(frozen=True)
class KeptWords:
    """What lies sealed in a kept form: the page it was written on, and its fields by name.

    The page lies inside too. Beside the person's id it would tell, in clear, who was writing to safeguarding.
    """

    path: str
    fields: Fields


def rescue(server: Server, token_text: str, path: str, form: Mapping[str, str]) -> UUID | None:
    """Seal the fields of a form to the person whose session it was sent with, ended or not.

    Returns the draft's id, or None when nothing was kept: a stranger's token, or no field worth keeping.
    """
    with server.store.writing() as session:
        return _keep(server, session, owner_of_ended(server, session, token_text), path, form)


def rescue_marked(server: Server, mark: FormMark, path: str, form: Mapping[str, str]) -> UUID | None:
    """Seal the fields of a form to the person it was drawn for, even if their session has ended; as `rescue` does.

    The mark only says to whom. It opens nothing, and only its owner is ever shown what was sealed.
    """
    with server.store.writing() as session:
        return _keep(server, session, owner_of_marked(server, session, mark), path, form)


def _keep(
    server: Server, session: Session, member: StaffMember | None, path: str, form: Mapping[str, str]
) -> UUID | None:
    fields = fields_worth_keeping(form)
    if member is None or not fields:
        return None
    return seal_to(server, session, member.id, path, fields)


def fields_worth_keeping(form: Mapping[str, str]) -> Fields:
    """Return the fields of a form by name, without secrets, and without what a button carries."""
    lists = form.lists() if hasattr(form, "lists") else [(name, [value]) for name, value in form.items()]
    return {name: list(values) for name, values in lists if _is_kept(name)}


def seal_to(server: Server, session: Session, staff_id: UUID, path: str, fields: Fields) -> UUID | None:
    """Keep the fields of a form, sealed to somebody; None if they are not admitted."""
    known = verified_directory(server.store, session, server.installation_id).people.get(staff_id)
    if known is None or not known.enabled:
        return None
    draft_id, now = uuid4(), server.clock.now()
    context = _context(server.installation_id, draft_id)
    session.add(
        UnsentDraft(
            id=draft_id,
            staff_id=staff_id,
            fields=_seal(context, known.keys.hybrid, KeptWords(path, fields)),
            kept_at=now,
            ends_at=now + RESCUE,
        )
    )
    session.execute(delete(UnsentDraft).where(~is_kept_at(now)))
    _drop_oldest(session, staff_id)
    return draft_id


def is_kept_at(now: datetime) -> ColumnElement[bool]:
    """Return the condition of the drafts that are still kept; one that a wrong clock keeps for longer is not."""
    return and_(UnsentDraft.ends_at > now, UnsentDraft.ends_at <= now + RESCUE + SET_BACK)


def _drop_oldest(session: Session, staff_id: UUID) -> None:
    """Keep only a person's newest drafts, so that endless sending fills nothing."""
    newest_first = (
        select(UnsentDraft.id)
        .where(UnsentDraft.staff_id == staff_id)
        .order_by(UnsentDraft.kept_at.desc(), UnsentDraft.id)
    )
    too_many = session.scalars(newest_first).all()[MOST_KEPT:]
    session.execute(delete(UnsentDraft).where(UnsentDraft.id.in_(too_many)))


def _is_kept(name: str) -> bool:
    return name not in NEVER_KEPT and not name.startswith((OF_A_BUTTON, OF_ITS_KEEPING))


def draft_fields(work: UnitOfWork, draft_id: UUID, path: str) -> Fields:
    """Open a rescued form with the acting person's own keys, on the page it was written on.

    `path` is the page's address, with the records its query names. Raises NotVisible for anyone else's, and on
    another page: what was written for safeguarding must not be put into a form for supervision.
    """
    words = kept_words(work, draft_id)
    if words is None or words.path != path:
        raise NotVisible("unsent_draft")
    return words.fields


def kept_words(work: UnitOfWork, draft_id: UUID) -> KeptWords | None:
    """Return what the acting person keeps of a form; None for anyone else's, and for one that is kept no more."""
    row = work.session.get(UnsentDraft, draft_id)
    if row is None or row.staff_id != work.person.id or has_ended(row.ends_at, work.now, longest=RESCUE):
        return None
    return words_in(row, work.keychain, work.installation_id)


def words_in(row: UnsentDraft, keychain: Keychain, installation_id: UUID) -> KeptWords | None:
    """Return what lies sealed in a rescued form, if it is this person's and leads to a page of ours."""
    try:
        plain = open_letter(keychain, _context(installation_id, row.id), row.fields)
        words = KeptWords(**json.loads(plain))
    except (WillNotOpen, ValueError, TypeError):
        return None
    return words if is_local(words.path) else None


def is_now(path: str, fields: Mapping[str, list[str]]) -> bool:
    """Tell whether a kept form says that a child is in danger now: nobody waits for a sign-in to call about that."""
    return path.partition("?")[0] == URGENT_PAGE or fields.get("urgency") == ["now"]


def number_to_call(server: Server, staff_id: UUID) -> str:
    """Return the duty number of somebody's base, as it was signed; "" if there is none."""
    with server.store.reading() as session:
        directory = verified_directory(server.store, session, server.installation_id)
        known = directory.people.get(staff_id)
        base = directory.bases.get(known.base_id) if known is not None and known.base_id else None
        return base.duty_number if base is not None else ""


def number_for_draft(server: Server, draft_id: UUID) -> str:
    """Return the duty number to call about a form that was kept; "" if there is none. The id is a secret."""
    with server.store.reading() as session:
        row = session.get(UnsentDraft, draft_id)
        staff_id = row.staff_id if row is not None else None
    return number_to_call(server, staff_id) if staff_id is not None else ""


def forget_draft(work: UnitOfWork, draft_id: UUID) -> None:
    """Delete a rescued form, once it was sent or is not wanted."""
    work.session.execute(
        delete(UnsentDraft).where(UnsentDraft.id == draft_id, UnsentDraft.staff_id == work.person.id)
    )


def forget_saved(work: UnitOfWork, path: str, *, draft_id: UUID | None, record_id: str) -> None:
    """Delete what was kept of a form that is now saved: the draft it began from, and every copy of it.

    A form that was sent twice is kept twice. A copy has the same `record_id`, which the page wrote into the form, or
    else the same fields as the named draft.
    """
    own = work.session.scalars(select(UnsentDraft).where(UnsentDraft.staff_id == work.person.id))
    words = {row.id: words_in(row, work.keychain, work.installation_id) for row in own}
    kept = {id_: each.fields for id_, each in words.items() if each is not None and each.path == path}
    begun_from = kept.get(draft_id) if draft_id else None
    for each, fields in kept.items():
        is_copy = fields == begun_from or (bool(record_id) and fields.get("record_id") == [record_id])
        if each == draft_id or is_copy:
            forget_draft(work, each)


def _seal(context: bytes, public: hpke.PublicKey, words: KeptWords) -> bytes:
    return seal_letter(context, public, json.dumps(asdict(words)).encode())


def _context(installation_id: UUID, draft_id: UUID) -> bytes:
    return canonical.encode("unsent draft with its page", installation_id, draft_id)
