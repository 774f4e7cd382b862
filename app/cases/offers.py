"""What cases offer: their opening, risk and notes, tasks and contacts that are due, and their words."""

from app.access.proven_cases import codes_of_cases
from app.access.scope import scoped
from app.cases.chronology import chronology_entries
from app.cases.due import due_items, due_of_case, unassigned_cases
from app.cases.news import assigned_lately
from app.cases.note_timeline import KIND as NOTE
from app.cases.note_timeline import marks, note_timeline
from app.cases.stages import LABELS as STATUS_LABELS
from app.foundation.chronology import CodedRecord
from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.foundation.vocabulary import risks
from app.offers.changes import Written
from app.offers.room import RoomOffers, Volume
from app.offers.words import Notice, RoomWords
from app.unit_of_work import UnitOfWork
from models.case import Case
from models.case_note import CaseNote

_WORDS = RoomWords(
    events={
        "assignment.made": N_("assigned a colleague"),
        "assignment.ended": N_("ended an assignment"),
        "case.opened": N_("opened a case"),
        "case.listed": N_("looked at a list of cases"),
        "case.risk_set": N_("set the risk of a case"),
        "task.added": N_("added a task"),
        "task.changed": N_("changed a task"),
        "task.done": N_("marked a task as done"),
        "task.reopened": N_("marked a task as not done"),
        "note.added": N_("wrote a note"),
        "note.mended": N_("mended a note"),
    },
    reasons={
        "case-open-already": N_("This child has an open case already. Go on in that one."),
        "row-differs": N_(
            "This account's row says another role or base than the directory that is signed. Tell your director."
        ),
        "not-assignable": N_("Choose a caseworker or counsellor of the case's base whose account is active."),
        "risk-same": N_("The risk is that already. Choose another, or write a note."),
        "task-done": N_("This task is done. Mark it as not done first."),
        "day-past": N_("The day has passed already; choose today or a later one."),
        "not-a-taker": N_("Choose somebody who can open this case."),
        "note-stands": N_(
            "A note can be corrected for 24 hours after it was written. Add a note to it instead."
        ),
    },
    notices={
        "case-opened": Notice(N_("The case is open.")),
        "risk-set": Notice(N_("The risk is set, and the next contact counts from today.")),
        "assigned": Notice(N_("Assigned. They can open the case now.")),
        "assignment-ended": Notice(N_("The assignment has ended; they can no longer open the case.")),
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
    return [CodedRecord("case", N_("Case"), code, id_) for id_, known in codes.items() if known == code]


OFFERS = RoomOffers(
    words=_WORDS,
    kinds=(
        "case",
        "risk",
        NOTE,
        "task",
        "contact",
        "unassigned",
        "assignment",
        "counselling-assignment",
    ),
    chronology=chronology_entries,
    volumes=(Volume(NOTE, marks, note_timeline, basis=None),),
    waiting=unassigned_cases,
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
    news=assigned_lately,
    by_code=_with_code,
)
