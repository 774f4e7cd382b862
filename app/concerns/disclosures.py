"""Writes down a child's own words, exactly and once: rows are added, and corrected by further rows, never changed."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session

from app.access.scope import require
from app.children.births import refuse_before_birth
from app.concerns.documents import ChildsWords
from app.concerns.double_press import wait_for_own_press
from app.concerns.filing import folder_beside
from app.concerns.handling import subjects_of
from app.concerns.scopes import concern_to_add_to, disclosures_so_far, disclosures_to, may_correct
from app.concerns.triage import note_added
from app.foundation.day_meanings import DayMeaning
from app.foundation.errors import AlreadyDone, NotAllowedNow, Refused, WayhomeError
from app.foundation.moments import MomentInput, known_moment
from app.foundation.permissions import Permission
from app.foundation.text_cleaning import clean_lines, clean_text
from app.foundation.vocabulary.languages import Language
from app.foundation.vocabulary.promptings import Prompting
from app.keyring.folders import look_in, open_folders
from app.staff.colleagues import by_worker_code
from app.unit_of_work import UnitOfWork
from models.concern import Concern
from models.disclosure import Disclosure
from models.folder import FolderKey


class AppendOnly(WayhomeError):
    """Something tried to change or delete a disclosure. Likely cause: a new service that ignores this rule."""

    code = "append-only"


@dataclass(frozen=True)
class DisclosureInput:
    """What is typed. `heard_by_code` is a worker code, empty for oneself; `corrects_id` names the row to correct."""

    id: UUID
    words: str
    language: Language
    prompting: Prompting
    heard: MomentInput
    translation: str = ""
    translated_by: str = ""
    question: str = ""
    heard_by_code: str = ""
    place: str = ""
    present: str = ""
    demeanour: str = ""
    corrects_id: UUID | None = None


def add_disclosure(work: UnitOfWork, concern_id: UUID, new: DisclosureInput) -> None:
    """Write down what a child said, in its own folder, beside a concern the person posted or may write.

    Raises NotAllowedNow with `no-words`, `question-missing`, `unknown-worker-code`, `nothing-to-correct`,
    `in-the-future`, `too-long-ago`, `before-born` or `before-any-birth`; Refused when the id is somebody else's record;
    NotVisible.
    """
    require(work, Permission.CONCERN_POST)
    row = concern_to_add_to(work, concern_id)
    wait_for_own_press(work)
    there = work.session.get(Disclosure, new.id)
    if there is not None:
        if (_writer(work, there), there.concern_id) != (work.person.id, row.id):
            raise Refused(Permission.CONCERN_POST.value)
        raise AlreadyDone(record_id=new.id)
    words = _childs_words(work, row, new)
    folder = folder_beside(work, row)
    disclosure = Disclosure(
        id=new.id,
        concern_id=row.id,
        corrects_id=words.corrects_id,
        folder_id=folder.id,
        heard_by=words.heard_by,
        heard_at=words.heard_at,
        written_at=words.written_at,
    )
    folder.write(disclosure, words)
    work.session.flush()
    subjects = [*subjects_of(row), new.id]
    work.record("disclosure.added", subjects=subjects, folders=[folder.id], base_id=row.base_id)
    note_added(work, row, "disclosure")


def words_to_correct(work: UnitOfWork, concern_id: UUID, disclosure_id: UUID) -> ChildsWords | None:
    """Return a child's words for whoever corrects them; None for a person who may not read them.

    What is not written again in a correction stands no more, so a reader begins from what is written.
    """
    reached = disclosures_to(work, concern_id, Permission.CONCERN_READ)
    row = next((each for each in reached if each.id == disclosure_id), None)
    if row is None:
        return None
    return look_in(open_folders(work, [row.folder_id]).get(row.folder_id), row, ChildsWords).document


def _childs_words(work: UnitOfWork, row: Concern, new: DisclosureInput) -> ChildsWords:
    said, question = clean_lines(new.words), clean_lines(new.question)
    if not said:
        raise NotAllowedNow("no-words")
    if new.prompting is Prompting.PROMPTED and not question:
        raise NotAllowedNow("question-missing")
    if new.corrects_id is not None and not may_correct(work, row.id, new.corrects_id):
        raise NotAllowedNow("nothing-to-correct")
    if row.child_id is not None:
        refuse_before_birth(work, row.child_id, new.heard.on)
    moment = known_moment(new.heard, now=work.now, meaning=DayMeaning.DONE)
    return ChildsWords(
        words=said,
        language=new.language,
        prompting=new.prompting,
        heard_at=moment.at,
        is_time_known=moment.is_time_known,
        heard_by=by_worker_code(work, new.heard_by_code, base_id=row.base_id),
        written_at=work.now,
        translation=clean_lines(new.translation),
        translated_by=clean_text(new.translated_by),
        question=question,
        place=clean_text(new.place),
        present=clean_text(new.present),
        demeanour=clean_lines(new.demeanour),
        corrects_id=new.corrects_id,
        earlier=disclosures_so_far(work, row.id),
    )


def _writer(work: UnitOfWork, row: Disclosure) -> UUID:
    return work.session.get_one(FolderKey, (row.folder_id, 1)).made_by


def _refuse(_mapper: Any, _connection: Any, target: Disclosure) -> None:
    raise AppendOnly("disclosures are never changed or deleted", record=target.id)


def _refuse_in_bulk(state: ORMExecuteState) -> None:
    table = getattr(state.statement, "table", None)
    if (state.is_update or state.is_delete) and getattr(table, "name", "") == Disclosure.__tablename__:
        raise AppendOnly("disclosures are never changed or deleted")


event.listen(Disclosure, "before_update", _refuse)
event.listen(Disclosure, "before_delete", _refuse)
event.listen(Session, "do_orm_execute", _refuse_in_bulk)
