"""What restoration offers: assessments and reviews, what is due of them, and its words."""

from app.case_records.first_days import FirstOf
from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.offers.changes import Written
from app.offers.places import CasePlace, CaseTab, Group, Place, RecordPage, Topic
from app.offers.room import RoomOffers
from app.offers.words import Notice, RoomWords
from app.restoration.assessments import ASSESSMENTS
from app.restoration.chronology import chronology_entries
from app.restoration.today import due_items
from models.assessment import Assessment
from models.restoration_review import RestorationReview

_WORDS = RoomWords(
    events={
        "assessment.written": N_("wrote an assessment"),
        "assessment.scored_again": N_("scored an assessment again"),
        "restoration.returned": N_("returned an assessment to its scorer"),
        "restoration.answered": N_("answered a returned assessment"),
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
        "own-return": N_("You scored this one yourself: write a new assessment instead of returning it."),
        "return-due-past": N_("The day lies in the past; choose today or a later day."),
        "returned-already": N_("This assessment was returned already and waits to be scored again."),
        "returned-not-scored": N_(
            "The newest assessment was returned to its scorer. Sign off when it has been scored again, or take the "
            "return back as written by mistake."
        ),
        "not-returned": N_(
            "Nobody asked for this one to be scored again, or it was done already. Write a new assessment."
        ),
        "counts-no-more": N_("This assessment counts no more: look at the newest one."),
        "next-review-past": N_("The next review lies in the past; choose a later day."),
    },
    notices={
        "goal-set": Notice(N_("The goal is set.")),
        "goal-dropped": Notice(N_("The goal is dropped; its reason is kept."), "info"),
        "assessment-written": Notice(N_("The assessment is saved.")),
        "assessment-returned": Notice(
            N_("Returned. Its scorer sees it on Today, with your reason and the day.")
        ),
        "scored-again": Notice(N_("Scored again. The earlier assessment is kept.")),
        "signed-off": Notice(N_("Signed off.")),
    },
)

_RESTORATION = RecordPage("restoration.show_restoration", "case_id")

OFFERS = RoomOffers(
    words=_WORDS,
    pages={
        "assessment": _RESTORATION,
        "assessment-returned": _RESTORATION,
        "goal": _RESTORATION,
        "review": _RESTORATION,
        "review-due": RecordPage("restoration_review.review_child", "case_id"),
    },
    topics={
        "restoration": Topic(N_("Restoration"), within="cases"),
        "restoration_review": Topic(N_("Restoration review"), within="restoration"),
    },
    places=(
        Place(
            key="restoration",
            label=N_("Restoration"),
            endpoint="restoration_review.show_review",
            icon="numbers",
            permission=Permission.RESTORATION_REVIEW,
            group=Group.WORK,
            order=50,
        ),
    ),
    case_places=(
        CasePlace(
            tab=CaseTab.HEALING,
            label=N_("Restoration"),
            endpoint="restoration.show_restoration",
            permission=Permission.RESTORATION_READ,
        ),
    ),
    chronology=chronology_entries,
    first_days=FirstOf(ASSESSMENTS, Assessment.scored_on, N_("Assessment")).of_child,
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
