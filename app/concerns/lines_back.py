"""One line back to whoever raised a concern, who cannot open it: a choice, and words sealed to that person alone."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from app.access.scope import require, scoped
from app.concerns.books import Word
from app.concerns.concern_status import ConcernStatus, say, told_of
from app.concerns.documents import Handling, LineNote
from app.concerns.follow_up import LineBack
from app.concerns.handling import concern_folder, handling_of, subjects_of
from app.concerns.scopes import handled_concern, locked_concern, posted_concern
from app.foundation.errors import AlreadyDone, Conflict, NotAllowedNow, NotVisible, Refused, WillNotOpen
from app.foundation.permissions import Permission
from app.foundation.text_cleaning import clean_text
from app.foundation.vocabulary.answers_back import AT_ONCE, AnswerBack
from app.foundation.vocabulary.concern_states import ConcernState
from app.keyring.directory import KnownPerson
from app.keyring.known_directory import directory_for
from app.keyring.personal_letters import open_letter, seal_letter
from app.staff.colleagues import Colleague, colleagues
from app.unit_of_work import UnitOfWork
from app.vault import canonical
from models.concern import Concern, LineToPoster


@dataclass(frozen=True)
class LineInput:
    """What is told to the poster of a concern: a choice, and perhaps one line of words."""

    id: UUID
    answer: AnswerBack
    words: str = ""


@dataclass(frozen=True)
class LineView:
    """One line back as its reader sees it. `words` are empty where there are none, or where they do not open.

    `is_changed`: the words are not what was sealed, or were taken away.
    """

    id: UUID
    answer: AnswerBack
    by: Colleague | None
    at: datetime
    words: str
    heard_at: datetime | None
    is_changed: bool = False
    mistaken_at: datetime | None = None
    why_mistaken: str = ""
    """Why it was a mistake, for those who handle the concern."""

    @property
    def is_at_once(self) -> bool:
        """Whether it asks its reader to do something this moment."""
        return self.answer in AT_ONCE and self.mistaken_at is None


def answer_poster(work: UnitOfWork, concern_id: UUID, new: LineInput) -> None:
    """Tell the poster one line; they read it first on their Today until they say that they have.

    Raises NotAllowedNow with `concern-not-taken`, `posted-by-yourself`, `poster-has-left` or `written-by-mistake`;
    AlreadyDone; Refused for an id that another concern's line has; NotVisible; NoKey.
    """
    require(work, Permission.CONCERN_TRIAGE)
    row = handled_concern(work, concern_id)
    status, words = told_of(work, row), clean_text(new.words)
    if any(line.id == new.id for line in status.follow.lines):
        raise AlreadyDone(record_id=new.id)
    if work.session.get(LineToPoster, new.id) is not None:
        raise Refused("line_to_poster")
    if status.state is not ConcernState.ACKNOWLEDGED:
        raise NotAllowedNow("concern-not-taken")
    if status.posted_by in (None, work.person.id):
        raise NotAllowedNow("posted-by-yourself")
    poster = directory_for(work).people.get(status.posted_by)
    if poster is None or not poster.enabled:
        raise NotAllowedNow("poster-has-left")
    facts = {"line": str(new.id), "answer": new.answer.value}
    if words:
        facts["digest"] = _seal(work, row, poster, LineNote(new.id, words))
    say(work, row, Word.ANSWERED, **facts)
    work.record("concern.answered", subjects=subjects_of(row), base_id=row.base_id)


def unsay_line(work: UnitOfWork, concern_id: UUID, line_id: UUID, *, reason: str) -> None:
    """Say that a line to the poster was written by mistake. They can still read it, struck through, and are told.

    Raises NotAllowedNow with `reason-missing` or `written-by-mistake` for a concern that was; AlreadyDone; NotVisible
    for a line of another concern; NoKey.
    """
    require(work, Permission.CONCERN_TRIAGE)
    row, why = handled_concern(work, concern_id), clean_text(reason)
    line = next((each for each in told_of(work, row).follow.lines if each.id == line_id), None)
    if line is None:
        raise NotVisible("line_to_poster")
    if line.mistaken_at is not None:
        raise AlreadyDone(record_id=line_id)
    if not why:
        raise NotAllowedNow("reason-missing")
    folder = concern_folder(work, row)
    handling = handling_of(folder, row)
    folder.write(row, replace(handling, unsaid=(*handling.unsaid, LineNote(line_id, why))))
    work.session.flush()
    say(work, row, Word.UNSAID, line=str(line_id))
    work.record("concern.line_mistaken", subjects=subjects_of(row), base_id=row.base_id)


def hear(work: UnitOfWork, concern_id: UUID, *, turn: int) -> None:
    """Say, as its poster, that one has read who has it and what was answered.

    `turn` is the last that the page told them: nobody says that they read a line which came afterwards. Raises
    AlreadyDone, Conflict, NotVisible.
    """
    require(work, Permission.CONCERN_POST)
    if posted_concern(work, concern_id) is None:
        raise NotVisible("concern")
    row = locked_concern(work, concern_id, Permission.CONCERN_POST)
    told = told_of(work, row)
    if told.news_at is None:
        raise AlreadyDone(record_id=concern_id)
    if told.turn != turn:
        raise Conflict("concern", record=concern_id)
    say(work, row, Word.HEARD)
    work.record("concern.heard", subjects=subjects_of(row), base_id=row.base_id)


def lines_to_poster(work: UnitOfWork, statuses: Iterable[ConcernStatus]) -> dict[UUID, tuple[LineView, ...]]:
    """Return what was answered to this person about concerns they posted, newest first, by concern."""
    listed = list(statuses)
    ids = [line.id for each in listed for line in each.follow.lines if line.digest]
    query = scoped(work, LineToPoster, Permission.CONCERN_POST).where(LineToPoster.id.in_(ids))
    rows = {row.id: row for row in work.session.scalars(query)} if ids else {}
    people = colleagues(work, (line.by for each in listed for line in each.follow.lines))
    return {
        each.id: tuple(
            _view(line, people.get(line.by), _opened(work, each.id, line, rows.get(line.id)))
            for line in reversed(each.follow.lines)
        )
        for each in listed
    }


def lines_as_handled(
    status: ConcernStatus, handling: Handling | None, people: Mapping[UUID, Colleague]
) -> tuple[LineView, ...]:
    """Return the same for those who handle it, from what supervision keeps."""
    kept = {note.id: note.words for note in (handling.lines if handling else ())}
    why = {note.id: note.words for note in (handling.unsaid if handling else ())}
    return tuple(
        replace(_view(line, people.get(line.by), kept.get(line.id, "")), why_mistaken=why.get(line.id, ""))
        for line in reversed(status.follow.lines)
    )


def _view(line: LineBack, by: Colleague | None, words: str | None) -> LineView:
    return LineView(
        line.id,
        line.answer,
        by,
        line.at,
        words or "",
        line.heard_at,
        is_changed=words is None,
        mistaken_at=line.mistaken_at,
    )


def _seal(work: UnitOfWork, row: Concern, poster: KnownPerson, note: LineNote) -> str:
    """Seal words to the poster and for supervision; return the digest that the receipt signs."""
    folder = concern_folder(work, row)
    handling = handling_of(folder, row)
    folder.write(row, replace(handling, lines=(*handling.lines, note)))
    sealed = seal_letter(
        _context(work.installation_id, row.id, note.id), poster.keys.hybrid, note.words.encode()
    )
    work.session.add(LineToPoster(id=note.id, concern_id=row.id, words=sealed))
    work.session.flush()
    return sha256(sealed).hexdigest()


def _opened(work: UnitOfWork, concern_id: UUID, line: LineBack, row: LineToPoster | None) -> str | None:
    """Return the words of a line; "" where there are none, None where they are not what was sealed."""
    if not line.digest:
        return ""
    if row is None or row.concern_id != concern_id or sha256(row.words).hexdigest() != line.digest:
        return None
    # Whoever has new keys since can still read the choice.
    with suppress(WillNotOpen):
        return open_letter(
            work.keychain, _context(work.installation_id, concern_id, line.id), row.words
        ).decode()
    return ""


def _context(installation_id: UUID, concern_id: UUID, line_id: UUID) -> bytes:
    return canonical.encode("line to poster", installation_id, concern_id, line_id)
