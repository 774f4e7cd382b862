"""What concerns offer: those of a child, those to acknowledge, and the words of their own."""

from uuid import UUID

from app.access.scope import has, scoped
from app.concerns.chronology import chronology_entries
from app.concerns.concern_status import concern_statuses
from app.concerns.inbox import waiting_count
from app.concerns.today import due_items
from app.foundation.chronology import ChronologyEntry, CodedRecord
from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.foundation.vocabulary import urgencies
from app.offers.changes import Written
from app.offers.room import RoomOffers
from app.offers.words import Notice, RoomWords
from app.unit_of_work import UnitOfWork
from models.concern import Concern

_WORDS = RoomWords(
    events={
        "concern.posted": N_("wrote a concern"),
        "concern.listed": N_("looked at a list of concerns"),
        "concern.acknowledged": N_("received a concern"),
        "concern.added_to": N_("added to a concern"),
        "concern.called_again": N_("opened a closed concern again by adding to it"),
        "concern.case_linked": N_("put a concern into a case"),
        "concern.child_linked": N_("said which child a concern is about"),
        "concern.urgency_changed": N_("changed the urgency of a concern"),
        "concern.closed": N_("closed a concern"),
        "disclosure.added": N_("wrote down a child's own words"),
        "disclosure.missing": N_("found that a child's own words are gone"),
    },
    reasons={
        "choose-base": N_("Choose the base this is for."),
        "choose-child": N_("Look the child up by name or code, then choose."),
        "child-of-another-base": N_("This child belongs to another base."),
        "no-words": N_("Write it in words."),
        "concern-closed": N_("This is closed already."),
        "same-urgency": N_("It has this urgency already."),
        "concern-in-a-case": N_("This concern is in a case already."),
        "concern-of-another-child": N_("This concern is about another child."),
        "case-does-not-fit": N_("That case is closed, or it is about another child."),
        "question-missing": N_("Write the question that was asked, word for word."),
        "nothing-to-correct": N_("The words to be corrected are not here."),
    },
    notices={
        "concern-received": Notice(N_("You have it. Whoever posted it now reads: received, acting.")),
        "concern-received-before": Notice(N_("Somebody had received it already."), "info"),
        "urgency-changed": Notice(N_("The urgency is changed; the clock counts from posting.")),
        "concern-closed": Notice(N_("Closed. The reason is kept.")),
        "concern-child-linked": Notice(N_("The concern is linked to the child.")),
        "concern-case-linked": Notice(
            N_("The concern is in the case. Whoever is assigned there reads it now.")
        ),
        "concern-added-to": Notice(N_("Written down.")),
        "childs-words-kept": Notice(N_("The child's words are written down.")),
    },
    facts={
        "urgency": N_("urgency"),
    },
    codes={code.value: label for code, label in urgencies.LABELS.items()},
)


def _of_child(work: UnitOfWork, child_id: UUID) -> list[ChronologyEntry]:
    return chronology_entries(work, child_id=child_id)


def _with_reference(work: UnitOfWork, reference: str) -> list[CodedRecord]:
    query = scoped(work, Concern, Permission.CONCERN_READ).where(Concern.reference == reference)
    statuses = concern_statuses(work, work.session.scalars(query).all()).values()
    return [CodedRecord("concern", N_("Concern"), each.reference, each.id) for each in statuses]


def _count_on_the_rail(work: UnitOfWork) -> int | None:
    return waiting_count(work) if has(work, Permission.CONCERN_TRIAGE) else None


OFFERS = RoomOffers(
    words=_WORDS,
    kinds=("concern", "disclosure"),
    chronology=_of_child,
    waiting=due_items,
    changes=(
        Written(
            "concern",
            N_("A concern was raised"),
            at=Concern.posted_at,
            by=Concern.posted_by,
            permission=Permission.CONCERN_READ,
            asked_by=Concern.id,
        ),
    ),
    by_code=_with_reference,
    counts={"concerns": _count_on_the_rail},
)
