"""Adds to a posted concern: more words, or a spoken report to the police or a hotline."""

from dataclasses import dataclass
from uuid import UUID

from app.access.scope import require
from app.children.births import refuse_before_birth
from app.concerns.documents import Addition
from app.concerns.double_press import wait_for_own_press
from app.concerns.filing import folder_beside
from app.concerns.handling import subjects_of
from app.concerns.scopes import concern_to_add_to
from app.concerns.triage import note_added
from app.foundation.errors import AlreadyDone, NotAllowedNow, Refused
from app.foundation.moments import MomentInput, known_moment
from app.foundation.permissions import Permission
from app.foundation.text_cleaning import clean_lines, clean_text
from app.foundation.vocabulary.addition_kinds import SAY_ENOUGH, AdditionKind
from app.unit_of_work import UnitOfWork
from models.concern import ConcernAddition


@dataclass(frozen=True)
class AdditionInput:
    """What is typed to add something. `told_whom` is for spoken reports: a body, a desk, a number."""

    id: UUID
    kind: AdditionKind
    when: MomentInput
    words: str = ""
    told_whom: str = ""
    is_before_birth: bool = False
    """Whether it was so before the child was born, as somebody said when asked."""


def add_to_concern(work: UnitOfWork, concern_id: UUID, new: AdditionInput) -> None:
    """Add to a concern the person posted or may write, in a folder of its own.

    An addition by somebody who cannot read the concern must be received like the concern itself: an acknowledged or
    closed concern waits again. Raises NotAllowedNow with `no-words`, `in-the-future`, `too-long-ago`, `before-born` or
    `before-any-birth`; Refused when the id is somebody else's record; AlreadyDone; NotVisible.
    """
    require(work, Permission.CONCERN_POST)
    row = concern_to_add_to(work, concern_id)
    wait_for_own_press(work)
    there = work.session.get(ConcernAddition, new.id)
    if there is not None:
        if (there.posted_by, there.concern_id) != (work.person.id, row.id):
            raise Refused(Permission.CONCERN_POST.value)
        raise AlreadyDone(record_id=new.id)
    words = clean_lines(new.words)
    if not words and new.kind not in SAY_ENOUGH:
        raise NotAllowedNow("no-words")
    if row.child_id is not None and not new.is_before_birth:
        refuse_before_birth(work, row.child_id, new.when.on)
    moment = known_moment(new.when, now=work.now)
    folder = folder_beside(work, row)
    document = Addition(new.kind, moment.at, moment.is_time_known, clean_text(new.told_whom), words)
    addition = ConcernAddition(
        id=new.id,
        concern_id=row.id,
        folder_id=folder.id,
        posted_by=work.person.id,
        posted_at=work.now,
    )
    folder.write(addition, document)
    work.session.flush()
    subjects = [*subjects_of(row), new.id]
    work.record("concern.added_to", subjects=subjects, folders=[folder.id], base_id=row.base_id)
    note_added(work, row, "words")
