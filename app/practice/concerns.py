"""The concerns of the year: what workers saw, heard and were told, and what happened next."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID, uuid4

from app.concerns.adding import AdditionInput, add_to_concern
from app.concerns.concern_page import concern_page
from app.concerns.disclosures import DisclosureInput, add_disclosure
from app.concerns.documents import CodedConcern
from app.concerns.lines_back import hear
from app.concerns.observing import Observed
from app.concerns.posting import ConcernInput, post_concern
from app.concerns.receipts import receipt
from app.concerns.triage import CloseConcern, acknowledge, close_concern
from app.foundation.errors import AlreadyDone
from app.foundation.vocabulary.addition_kinds import AdditionKind
from app.foundation.vocabulary.languages import Language
from app.foundation.vocabulary.promptings import Prompting
from app.practice.calendar import just_before, moment_of
from app.practice.organisation import Practice
from app.practice.story import Concern, Spoken
from app.practice.year import Year
from app.staff.colleagues import colleagues

SEEN_HOURS_BEFORE = 11
"""Most of what is posted in the morning happened the night before."""

CLOSED_AFTER = timedelta(days=2)


@dataclass
class Posting:
    """One concern on its way: who handles it, which child it is about, and its id."""

    concern: Concern
    supervisor: str
    child_id: UUID | None = None
    id: UUID = field(default_factory=uuid4)


def note_concern(practice: Practice, year: Year, posting: Posting, *, ends: datetime) -> datetime:
    """Raise a concern and everything that follows only from it into the diary; return when it was received."""
    concern = posting.concern
    posted_at = moment_of(concern.days, ends)
    year.at(posted_at, partial(_post, practice, posting))
    for spoken in concern.spoken:
        year.at(moment_of(spoken.days, ends), partial(_write_words, practice, posting.id, spoken))
    if concern.told_police:
        year.at(posted_at + timedelta(minutes=4), partial(_tell_police, practice, posting))
    if concern.acknowledged_after_hours is None:
        return posted_at
    received_at = posted_at + timedelta(hours=concern.acknowledged_after_hours)
    year.at(received_at, partial(_receive, practice, posting))
    if concern.outcome:
        year.at(received_at + CLOSED_AFTER, partial(_close, practice, posting))
    return received_at


def _post(practice: Practice, posting: Posting) -> None:
    concern = posting.concern
    hours = SEEN_HOURS_BEFORE if concern.days >= 1 else 0.5
    observed = Observed(
        basis=concern.basis,
        words=concern.words,
        when=just_before(practice.clock.now(), hours=hours),
        coded=tuple(CodedConcern(kind, degree) for kind, degree in concern.coded),
        place=concern.place,
        involved=concern.involved,
        present=concern.present,
        source=concern.source,
    )
    with practice.writing(concern.by) as work:
        post_concern(work, ConcernInput(posting.id, concern.urgency, observed, child_id=posting.child_id))


def _write_words(practice: Practice, concern_id: UUID, spoken: Spoken) -> None:
    with practice.writing(spoken.by) as work:
        heard_by = practice.ids[spoken.heard_by or spoken.by]
        said = DisclosureInput(
            id=uuid4(),
            words=spoken.khmer,
            language=Language.KHM,
            prompting=Prompting.PROMPTED if spoken.question else Prompting.SPONTANEOUS,
            heard=just_before(practice.clock.now(), hours=1),
            translation=spoken.english,
            question=spoken.question,
            heard_by_code=colleagues(work, [heard_by])[heard_by].worker_code,
            place=spoken.place,
            present=spoken.present,
        )
        add_disclosure(work, concern_id, said)


def _tell_police(practice: Practice, posting: Posting) -> None:
    told = AdditionInput(
        uuid4(),
        AdditionKind.TOLD_POLICE,
        just_before(practice.clock.now(), hours=0.05),
        told_whom=posting.concern.told_police,
    )
    with practice.writing(posting.concern.by) as work:
        add_to_concern(work, posting.id, told)


def _receive(practice: Practice, posting: Posting) -> None:
    with practice.writing(posting.supervisor) as work:
        acknowledge(work, posting.id)
    with practice.writing(posting.concern.by) as work, suppress(AlreadyDone):
        # Somebody who received what they raised themselves has nothing to read.
        hear(work, posting.id, turn=receipt(work, posting.id).delivery.turn)


def _close(practice: Practice, posting: Posting) -> None:
    with practice.writing(posting.supervisor) as work:
        version = concern_page(work, posting.id).version
        close_concern(work, posting.id, CloseConcern(posting.concern.outcome, version))
