"""What home visits offer: who is not back, what is due, a child's road, and the words for their codes."""

from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.home_visits.chronology import chronology_entries, marks
from app.home_visits.holdings import held
from app.home_visits.today import KIND, NEXT, due_of_case, due_visits, waiting_visits
from app.offers.changes import Written
from app.offers.places import RecordPage, Topic
from app.offers.room import RoomOffers, Volume
from app.offers.words import Notice, RoomWords
from models.case import Case
from models.home_visit import HomeVisit, HomeVisitChild

_WORDS = RoomWords(
    events={
        "visit.planned": N_("planned a home visit"),
        "visit.changed": N_("changed the plan of a home visit"),
        "visit.left": N_("left for a home visit"),
        "visit.return_moved": N_("changed when the visitors come back"),
        "visit.back": N_("said that a visitor is safely back"),
        "visit.out_again": N_("took back that a visitor is back"),
        "visit.reported": N_("wrote down how a home visit went"),
        "visit.corrected": N_("corrected what was found at a home visit"),
        "visit.concern_raised": N_("raised a concern from a home visit"),
        "visit.no_concern": N_("said why a home visit needs no concern"),
        "visit.moved": N_("moved a home visit to another family"),
    },
    reasons={
        "visitors-missing": N_("Choose who goes: two colleagues."),
        "why-alone-missing": N_("Visits are made by two. If only one can go, say why."),
        "children-of-others": N_("A child you chose does not belong to this family today. Choose again."),
        "case-of-others": N_("The case is of a child whom this visit is not to. Choose the child as well."),
        "until-before": N_("The end lies before the beginning."),
        "visit-reported": N_("How this visit went is written down already. Correct that instead."),
        "visit-begun": N_("They have left already. Whoever goes now is not changed any more."),
        "visitors-not-yours": N_(
            "You do not go on this visit. One of its visitors or a supervisor says who goes."
        ),
        "visit-not-begun": N_("Nobody has left for this visit."),
        "visit-over": N_("Everybody is back from this visit."),
        "visit-not-reported": N_("Nobody has written down how this visit went."),
        "visitors-out": N_("Somebody is not back from this visit. Find out where they are first."),
        "children-unsaid": N_("Say of each child whether you saw the child."),
        "why-not-alone": N_("Say why the child was not seen, or not alone."),
        "checks-missing": N_("Give each part of the list its A, B or C."),
        "left-ahead": N_("You left at a time that has not come yet. Look at both times."),
        "next-why-missing": N_("This is another day than follows from the colour. Say why."),
        "next-past": N_("The next visit lies in the past. Choose a day from today on."),
        "next-step-missing": N_("Say what comes next, so that the family is not lost."),
    },
    notices={
        "visit-planned": Notice(
            N_("The visit is planned. Say when you leave, so that you are looked for if you are not back.")
        ),
        "visit-left": Notice(N_("You are out. Whoever is not back in time is looked for.")),
        "visitor-back": Notice(N_("Safely back.")),
        "visitor-out": Notice(N_("Taken back: they are not back.")),
        "visit-return-moved": Notice(N_("The new time to be back is written down.")),
        "visit-written": Notice(N_("What you found is written down.")),
        "visit-in-vain": Notice(N_("It is written down that the visit was in vain.")),
        "no-concern-said": Notice(N_("Your reason is written down.")),
        "visit-moved": Notice(N_("Moved. It stands with the other family now.")),
    },
)

OFFERS = RoomOffers(
    words=_WORDS,
    pages={
        KIND: RecordPage("home_visits.find_visit", "visit_id"),
        NEXT: RecordPage("home_visits.list_visits", "household_id"),
    },
    topics={"home_visits": Topic(N_("Home visits"), within="families")},
    volumes=(Volume(KIND, marks, chronology_entries, EvidenceBasis.SEEN),),
    waiting=waiting_visits,
    due=due_visits,
    due_of_case=due_of_case,
    held=held,
    changes=(
        Written(
            KIND,
            N_("The family was visited at home"),
            at=HomeVisit.reported_at,
            by=HomeVisit.reported_by,
            permission=Permission.VISIT_READ,
            asked_by=HomeVisit.id,
            through=(
                HomeVisitChild,
                HomeVisitChild.visit_id == HomeVisit.id,
                Case.child_id == HomeVisitChild.child_id,
            ),
            # The whole office may read a visit, but may not know whose case the child has.
            case_permission=Permission.CASE_READ,
        ),
    ),
)
