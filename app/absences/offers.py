"""What this room offers: regulars who stay away on Today, the visits clubs ask for, and its words."""

from app.absences.chronology import chronology_entries
from app.absences.mistaken import KIND
from app.absences.today import due_items, waiting_items
from app.foundation.marking import N_
from app.offers.places import RecordPage, Topic
from app.offers.room import RoomOffers
from app.offers.words import Notice, RoomWords

_WORDS = RoomWords(
    events={
        "club_absence.answered": N_("answered about a child who stays away from a club"),
        "club_absence.changed": N_("corrected an answer about a child who stays away"),
        "club_absence.visit_goes": N_("decided to visit a child who stays away from a club"),
        "club_absence.visit_not_now": N_("decided against a visit that a club asked for"),
    },
    reasons={
        "whom-missing": N_("Say whom you ask, such as a sister or a neighbour."),
        "where-missing": N_("Say where, as far as it is known. Write “not known” if nobody knows."),
        "visit-decided": N_("A caseworker has decided about this visit. Write a new answer instead."),
        "not-a-visit": N_("No visit is asked for here any more."),
        "visit-day-missing": N_("Give the day by which you go."),
    },
    notices={
        "absence-answered": Notice(N_("Your answer is saved. The list rests until its time has passed.")),
        "visit-asked": Notice(N_("Your answer is saved. The caseworkers of your base see it on Today.")),
        "visit-decided": Notice(N_("Your decision is saved. The club sees it.")),
        "sweep-answered": Notice(
            N_("Your answer is saved. Nobody was told by that: raise a concern now."), "warning"
        ),
    },
)

OFFERS = RoomOffers(
    words=_WORDS,
    pages={
        KIND: RecordPage("absences.show_answer", "absence_id"),
        "staying-away": RecordPage("absences.answer_away", "club_child_id"),
        "all-staying-away": RecordPage("absences.list_away"),
    },
    topics={
        "absences": Topic(N_("Regulars who stay away"), within="clubs"),
        "attendance": Topic(N_("Attendance over time"), within="clubs"),
    },
    waiting=waiting_items,
    due=due_items,
    chronology=chronology_entries,
)
