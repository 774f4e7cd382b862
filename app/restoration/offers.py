"""What restoration offers: assessments and reviews, what is due of them, and its words."""

from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.offers.changes import Written
from app.offers.room import RoomOffers
from app.offers.words import Notice, RoomWords
from app.restoration.chronology import chronology_entries
from app.restoration.today import due_items
from models.assessment import Assessment
from models.restoration_review import RestorationReview

_WORDS = RoomWords(
    events={
        "assessment.written": N_("wrote an assessment"),
        "goal.set": N_("set a goal"),
        "goal.changed": N_("changed a goal"),
        "goal.reached": N_("marked a goal reached"),
        "goal.dropped": N_("dropped a goal"),
        "goal.open": N_("opened a goal again"),
        "restoration.reviewed": N_("reviewed a restoration"),
    },
    reasons={
        "future-date": N_("The day lies in the future."),
        "no-scores": N_("Score at least one part of life, each from 1 to 4."),
        "goal-ended": N_("This goal has ended. Open it again first."),
        "no-aim": N_("Write what the child works towards."),
        "unknown-domain": N_("Choose a part of life from the list."),
        "own-assessment": N_("You scored the newest assessment yourself; somebody else signs it off."),
        "next-review-past": N_("The next review lies in the past; choose a later day."),
    },
    notices={
        "goal-set": Notice(N_("The goal is set.")),
        "goal-dropped": Notice(N_("The goal is dropped; its reason is kept."), "info"),
        "assessment-written": Notice(N_("The assessment is saved.")),
        "signed-off": Notice(N_("Signed off.")),
    },
)

OFFERS = RoomOffers(
    words=_WORDS,
    kinds=("assessment", "goal", "review", "review-due"),
    chronology=chronology_entries,
    due=due_items,
    changes=(
        Written(
            "assessment",
            N_("An assessment was made"),
            at=Assessment.written_at,
            by=Assessment.written_by,
            permission=Permission.RESTORATION_READ,
        ),
        Written(
            "review",
            N_("The restoration was reviewed"),
            at=RestorationReview.written_at,
            by=RestorationReview.written_by,
            permission=Permission.RESTORATION_READ,
        ),
    ),
)
