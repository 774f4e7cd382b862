"""What screenings offer: their place in a case, a child's road, when one is due, and the words for their codes."""

from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.offers.changes import Written
from app.offers.places import CasePlace, CaseTab, RecordPage, Topic
from app.offers.room import RoomOffers, Volume
from app.offers.words import Notice, RoomWords
from app.screening.chronology import KIND, chronology_entries, first_days, marks
from app.screening.today import DUE, due_of_case, due_screenings
from models.screening import Screening

_WORDS = RoomWords(
    events={
        "screening.written": N_("wrote a screening"),
        "screening.corrected": N_("corrected a screening"),
    },
    reasons={
        "screening-empty": N_(
            "Nothing is answered or written yet. Answer what you know, or write a few words."
        ),
        "about-our-own": N_(
            "Nothing is saved here. Take what is about our own people out, and tell safeguarding: only they read it."
        ),
        "list-changed": N_(
            "The list was changed while you wrote. Your answers are kept: look through it once more, then save."
        ),
        "list-gone": N_("The list that this was answered with is here no more, so it cannot be corrected."),
        "answers-unknown": N_("An answer is not on this list. Look through it once more, then save."),
    },
    notices={
        "screening-written": Notice(N_("The screening is written down.")),
    },
)

OFFERS = RoomOffers(
    words=_WORDS,
    pages={
        KIND: RecordPage("screening.find_screening", "screening_id"),
        DUE: RecordPage("screening.list_screenings", "child_id"),
    },
    topics={"screening": Topic(N_("Screenings"), within="children")},
    case_places=(
        CasePlace(
            tab=CaseTab.HEALING,
            label=N_("Screenings"),
            endpoint="screening.list_screenings",
            permission=Permission.SCREENING_READ,
            order=40,
            argument="child_id",
        ),
    ),
    volumes=(Volume(KIND, marks, chronology_entries, None),),
    first_days=first_days,
    due=due_screenings,
    due_of_case=due_of_case,
    changes=(
        Written(
            KIND,
            N_("A screening was written"),
            at=Screening.written_at,
            by=Screening.written_by,
            permission=Permission.SCREENING_READ,
            case_permission=Permission.CASE_READ,
            asked_by=Screening.id,
        ),
    ),
)
