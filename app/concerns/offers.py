"""What concerns offer: a child's concerns, those to acknowledge, and the words for their codes."""

from uuid import UUID

from app.access.scope import has, scoped
from app.concerns.chronology import chronology_entries
from app.concerns.concern_status import concern_statuses, posted_by_them
from app.concerns.first_days import first_days
from app.concerns.holdings import held, left_behind
from app.concerns.inbox import waiting_count
from app.concerns.taken_out import KIND as LEFT_BEHIND
from app.concerns.today import due_items, due_steps
from app.foundation.chronology import ChronologyEntry, CodedRecord
from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.foundation.roles import Role
from app.foundation.vocabulary import urgencies
from app.offers.changes import Written
from app.offers.places import About, Act, Group, Place, RecordPage, Topic
from app.offers.room import RoomOffers
from app.offers.words import Notice, RoomWords
from app.unit_of_work import UnitOfWork
from models.concern import Concern

_WORDS = RoomWords(
    events={
        "concern.posted": N_("raised a concern"),
        "concern.listed": N_("looked at a list of concerns"),
        "concern.acknowledged": N_("received a concern"),
        "concern.added_to": N_("added to a concern"),
        "concern.called_again": N_("opened a closed concern again by adding to it"),
        "concern.case_linked": N_("put a concern into a case"),
        "concern.child_linked": N_("said which child a concern is about"),
        "concern.urgency_changed": N_("changed the urgency of a concern"),
        "concern.step_chosen": N_("chose the next step of a concern"),
        "concern.handed_over": N_("handed a concern to a colleague"),
        "concern.given_back": N_("gave a concern back"),
        "concern.answered": N_("answered whoever raised a concern"),
        "concern.line_mistaken": N_("said that an answer to whoever raised a concern was a mistake"),
        "concern.heard": N_("read who has a concern and what was answered"),
        "meeting.received": N_("received a meeting marked Now"),
        "meeting.heard": N_("read who has a meeting marked Now"),
        "concern.closed": N_("closed a concern"),
        "concern.reopened": N_("opened a concern again that was closed by mistake"),
        "concern.moved": N_("took a concern out of where it did not belong"),
        "concern.copied": N_("made a concern about several children into one for each child"),
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
        "concern-has-a-child": N_("A child is named already. Say why it is another one."),
        "concern-in-no-place": N_("No child is named yet."),
        "concern-has-one-child": N_(
            "This is linked to one child. Take it out of there first: choose “no child”."
        ),
        "made-for-one-child": N_("This was made for one of several children already."),
        "two-children-needed": N_("Choose at least two children."),
        "child-named-twice": N_("A child stands here twice, or has theirs already."),
        "not-in-the-original": N_(
            "These are the own words of whoever raised it: leave parts out, with […] in their place, and add or "
            "change nothing."
        ),
        "concern-open": N_("It is open."),
        "meeting-not-now": N_("This meeting is not marked Now."),
        "concern-not-taken": N_("Nobody has it just now: press “I have it” first."),
        "concern-in-no-case": N_("It is in no case. Put it into one first, or choose another step."),
        "choose-colleague": N_("Choose somebody who receives the concerns of this base."),
        "posted-by-yourself": N_("You raised this yourself."),
        "poster-has-left": N_("Whoever raised this has no account any more: words reach nobody."),
        "concern-in-a-case": N_("This concern is in a case already."),
        "concern-of-another-child": N_("This concern is about another child."),
        "case-does-not-fit": N_("That case is closed, or it is about another child."),
        "question-missing": N_("Write the question that was asked, word for word."),
        "nothing-to-correct": N_("The words to be corrected are not here."),
    },
    notices={
        "concern-received": Notice(
            N_("You have it. Whoever raised it now reads your name, and the clock of the next step runs.")
        ),
        "concern-received-before": Notice(N_("Somebody had received it already: see below who."), "info"),
        "step-chosen": Notice(N_("The next step is written down; its clock runs.")),
        "concern-handed-over": Notice(N_("Handed over. The clock goes on from where it was.")),
        "concern-given-back": Notice(
            N_("Given back: nobody has it. Its clock goes on from where it was."), "info"
        ),
        "line-mistaken": Notice(
            N_("Struck through. Whoever raised it reads first on their Today that it was a mistake.")
        ),
        "concern-answered": Notice(N_("Answered. It stands first on their Today until they have read it.")),
        "concern-heard": Notice(N_("Noted: you have read it.")),
        "meeting-received": Notice(N_("You have it. Whoever wrote the meeting down now reads your name.")),
        "urgency-changed": Notice(N_("The urgency is changed; the clock counts from when it was raised.")),
        "concern-closed": Notice(N_("Closed. The reason is kept.")),
        "concern-reopened": Notice(N_("Open again. Its clock has started anew.")),
        "concern-moved": Notice(
            N_("Put elsewhere. Who read it only through the place it left reads it no more.")
        ),
        "concern-copied": Notice(
            N_("Each child has a concern of their own now. This one stays with supervision.")
        ),
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
    """Return it to its readers, and to whoever posted it, for whom it is a receipt."""
    reads, posted = (
        work.session.scalars(scoped(work, Concern, permission).where(Concern.reference == reference)).all()
        for permission in (Permission.CONCERN_READ, Permission.CONCERN_POST)
    )
    rows = {row.id: row for row in (*reads, *posted_by_them(work, posted))}
    return [
        CodedRecord("concern", N_("Concern"), each.reference, each.id, each.posted_at, each.child_id)
        for each in concern_statuses(work, list(rows.values())).values()
        if each.reference == reference
    ]


def _count_on_the_rail(work: UnitOfWork) -> int | None:
    return waiting_count(work) if has(work, Permission.CONCERN_TRIAGE) else None


_CONCERN = RecordPage("concerns.show_concern", "concern_id")

OFFERS = RoomOffers(
    words=_WORDS,
    pages={
        "concern": _CONCERN,
        "disclosure": _CONCERN,
        "concern-part": RecordPage("concerns.show_part", "part_id"),
        LEFT_BEHIND: RecordPage("children.show_child", "child_id"),
    },
    topics={"concerns": Topic(N_("Concerns"), used_in_the_dark=True)},
    places=(
        Place(
            key="concerns",
            label=N_("Concerns"),
            endpoint="concerns.list_concerns",
            icon="concerns",
            permission=Permission.CONCERN_POST,
            group=Group.FIRST,
            order=20,
            phone={
                Role.FIELD: 50,
                Role.VOLUNTEER: 20,
                Role.CASEWORKER: 40,
                Role.COUNSELLOR: 30,
                Role.SUPERVISOR: 20,
                Role.DIRECTOR: 20,
            },
        ),
    ),
    acts=(
        Act(
            key="urgent",
            label=N_("Urgent concern"),
            endpoint="concerns.urgent",
            icon="warning",
            permission=Permission.CONCERN_POST,
            order=5,
            carries={About.CHILD: "child", About.MEETING: "encounter"},
            phone={Role.FIELD: 40, Role.VOLUNTEER: 40, Role.COUNSELLOR: 40},
            phone_label=N_("Urgent"),
        ),
        Act(
            key="concern",
            label=N_("Concern"),
            endpoint="concerns.post_concern",
            icon="concerns",
            permission=Permission.CONCERN_POST,
            order=20,
            carries={About.CHILD: "child", About.MEETING: "encounter"},
        ),
    ),
    chronology=_of_child,
    first_days=first_days,
    waiting=lambda work: (*due_items(work), *left_behind(work)),
    due=due_steps,
    held=held,
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
