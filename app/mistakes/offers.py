"""What the mechanism of mistakes offers: marks that wait for a second person, and its words."""

from app.foundation.marking import N_
from app.foundation.vocabulary import mark_outcomes, second_reasons
from app.mistakes.waiting import KIND, marks_to_decide
from app.offers.places import RecordPage, Topic
from app.offers.room import RoomOffers
from app.offers.words import Notice, RoomWords

_WORDS = RoomWords(
    events={
        "mistake.marked": N_("marked a record as written by mistake"),
        "mistake.taken_back": N_("took back that a record was written by mistake"),
        "mistake.asked": N_("asked that a record be marked as written by mistake"),
        "mistake.asked_back": N_("asked that a record written by mistake count again"),
        "mistake.agreed": N_("agreed, as a second person, about a mistake"),
        "mistake.refused": N_("did not agree, as a second person, about a mistake"),
        "mistake.withdrawn": N_("took back what they asked about a mistake"),
    },
    reasons={
        "written-by-mistake": N_(
            "This record is marked as written by mistake. Nothing is changed in it any more."
        ),
        "marked-already": N_("This record is marked as written by mistake already."),
        "not-marked": N_("This record counts; there is no mark to take back."),
        "mark-waits": N_("Somebody asked this already; a second person decides it first."),
        "own-mark": N_("You asked for this yourself; somebody else decides it."),
        "involved-in-mark": N_("The record is by you or about you; somebody who has no part in it decides."),
    },
    notices={
        "marked": Notice(N_("Marked as written by mistake. It stays readable, and counts for nothing.")),
        "mark-asked": Notice(N_("Asked. Until a second person agrees, the record counts."), "info"),
        "mark-taken-back": Notice(N_("The mark is taken back. The record counts again.")),
        "mark-decided": Notice(N_("Decided.")),
        "mark-withdrawn": Notice(N_("You took back what you asked for."), "info"),
    },
    codes={each.value: mark_outcomes.LABELS[each] for each in mark_outcomes.MarkOutcome}
    | {each.value: second_reasons.LABELS[each] for each in second_reasons.SecondReason},
)

OFFERS = RoomOffers(
    words=_WORDS,
    pages={KIND: RecordPage("mistakes.decide", "mark_id")},
    topics={"mistakes": Topic(N_("Mistakes"), within="cases")},
    waiting=marks_to_decide,
)
