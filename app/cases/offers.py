"""What cases offer: their opening, risk and notes, tasks and contacts that are due, and their words."""

from app.access.proven_cases import children_of_cases, codes_of_cases
from app.access.scope import scoped
from app.case_records.first_days import FirstOf
from app.cases.chronology import chronology_entries
from app.cases.due import due_items, due_of_case, unassigned_cases
from app.cases.holdings import hand_over_case, hand_over_task, held
from app.cases.news import news_of_cases
from app.cases.note_timeline import KIND as NOTE
from app.cases.note_timeline import NOTE as NOTE_TITLE
from app.cases.note_timeline import marks, note_timeline
from app.cases.notes import NOTES
from app.cases.stages import LABELS as STATUS_LABELS
from app.foundation.chronology import CodedRecord
from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.foundation.roles import Role
from app.foundation.vocabulary import risks
from app.offers.changes import Written
from app.offers.places import About, Act, CasePlace, CaseTab, Group, Place, RecordPage, Topic
from app.offers.room import RoomOffers, Volume
from app.offers.words import Notice, RoomWords
from app.unit_of_work import UnitOfWork
from models.case import Case
from models.case_note import CaseNote

_WORDS = RoomWords(
    events={
        "assignment.made": N_("assigned a colleague"),
        "assignment.ended": N_("ended an assignment"),
        "assignment.begun_by_mistake": N_("ended an assignment that was made by mistake"),
        "assignment.given_back": N_("gave an assignment back that was ended by mistake"),
        "case.opened": N_("opened a case"),
        "case.listed": N_("looked at a list of cases"),
        "case.risk_set": N_("set the risk of a case"),
        "case.why_corrected": N_("corrected why a case was opened"),
        "task.added": N_("added a task"),
        "task.changed": N_("changed a task"),
        "task.done": N_("marked a task as done"),
        "task.reopened": N_("marked a task as not done"),
        "note.added": N_("wrote a note"),
        "note.mended": N_("mended a note"),
        "note.moved_here": N_("moved a note to the right case"),
        "task.moved_here": N_("moved a task to the right case"),
    },
    reasons={
        "case-open-already": N_("This child has an open case already. Go on in that one."),
        "row-differs": N_(
            "This account's row says another role or base than the directory that is signed. Tell your director."
        ),
        "not-assignable": N_("Choose a caseworker or counsellor of the case's base whose account is active."),
        "never-assigned": N_("This was begun by mistake. Assign them, if they are to work on it now."),
        "risk-same": N_("The risk is that already. Choose another, or write a note."),
        "why-same": N_("That stands here already. Change the words, or go back."),
        "task-done": N_("This task is done. Mark it as not done first."),
        "day-past": N_("The day has passed already; choose today or a later one."),
        "not-a-taker": N_("Choose somebody who can open this case."),
        "same-case": N_("It is in this case already. Give the code of the right one."),
        "moved-already": N_("Its words were moved already."),
        "moved-away": N_(
            "Its words were moved to another case, and count there. Nothing is left here that could count."
        ),
        "not-movable": N_(
            "Only notes and tasks are moved. Mark this as written by mistake, and write it again."
        ),
        "move-needs-second": N_(
            "Something rests on it. Mark it as written by mistake first; once a second person has agreed, move it."
        ),
        "note-stands": N_(
            "A note can be corrected for 24 hours after it was written. Add a note to it instead."
        ),
    },
    notices={
        "case-opened": Notice(N_("The case is open.")),
        "risk-set": Notice(N_("The risk is set, and the next contact counts from today.")),
        "risk-high": Notice(
            N_(
                "The risk is high now: a safety plan and a meeting by tonight. Whoever works on the case and the "
                "supervisors see it on Today."
            ),
            "warning",
        ),
        "assigned": Notice(N_("Assigned. They can open the case now.")),
        "assignment-ended": Notice(N_("The assignment has ended; they can no longer open the case.")),
        "assigned-again": Notice(N_("Given back. They can open the case again.")),
        "assignment-mistaken": Notice(
            N_("Noted as a mistake: they never worked on it. They can no longer open the case.")
        ),
        "record-moved": Notice(N_("Moved to the right case. Nothing of its words is left in the wrong one.")),
        "note-added": Notice(N_("The note is saved.")),
        "task-added": Notice(N_("The task is added.")),
        "task-done": Notice(N_("The task is done.")),
        "task-open": Notice(N_("The task is open again."), "info"),
    },
    facts={
        "duty": N_("works as"),
    },
    codes={
        **{code.value: label for code, label in risks.LABELS.items()},
        **{code.value: label for code, label in STATUS_LABELS.items()},
    },
)


def _with_code(work: UnitOfWork, code: str) -> list[CodedRecord]:
    query = scoped(work, Case, Permission.CASE_READ).where(Case.code == code).with_only_columns(Case.id)
    codes = codes_of_cases(work, work.session.scalars(query))
    children = children_of_cases(work, codes)
    return [
        CodedRecord("case", N_("Case"), code, id_, child_id=children.get(id_))
        for id_, known in codes.items()
        if known == code
    ]


_CASE = RecordPage("cases.show_case", "case_id")

OFFERS = RoomOffers(
    words=_WORDS,
    pages={
        "case": _CASE,
        "risk": _CASE,
        "risk-set": RecordPage("cases.show_risk", "risk_id"),
        NOTE: RecordPage("cases.show_note", "note_id"),
        "task": _CASE,
        "contact": _CASE,
        "unassigned": RecordPage("cases.assign", "case_id"),
        "assignment": _CASE,
        "counselling-assignment": RecordPage("restoration.show_restoration", "case_id"),
    },
    topics={"cases": Topic(N_("Cases")), "tasks": Topic(N_("Tasks"), within="cases")},
    places=(
        Place(
            key="cases",
            label=N_("Cases"),
            endpoint="cases.list_cases",
            icon="cases",
            permission=Permission.CASE_READ,
            group=Group.WORK,
            order=30,
            phone={Role.CASEWORKER: 20, Role.SUPERVISOR: 30, Role.DIRECTOR: 30},
        ),
    ),
    acts=(
        Act(
            key="note",
            label=N_("Note"),
            endpoint="cases.choose_for_note",
            icon="note",
            permission=Permission.CASE_WRITE,
            order=30,
            carries={About.CASE: "case", About.CHILD: "child"},
        ),
    ),
    case_places=(
        CasePlace(
            tab=CaseTab.ROAD,
            label=N_("Road"),
            endpoint="cases.show_case",
            permission=Permission.CASE_READ,
        ),
    ),
    chronology=chronology_entries,
    first_days=FirstOf(NOTES, CaseNote.happened_at, NOTE_TITLE).of_child,
    volumes=(Volume(NOTE, marks, note_timeline, basis=None),),
    waiting=unassigned_cases,
    held=held,
    hand_over={"case": hand_over_case, "task": hand_over_task},
    due=due_items,
    due_of_case=due_of_case,
    changes=(
        Written(
            NOTE,
            N_("A note was written"),
            at=CaseNote.written_at,
            by=CaseNote.written_by,
            asked_by=CaseNote.id,
        ),
    ),
    news=news_of_cases,
    by_code=_with_code,
)
