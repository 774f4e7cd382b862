"""What moves offer: who asked for one and what was decided, those to decide, and their words."""

from app.foundation.marking import N_
from app.offers.changes import Written
from app.offers.places import RecordPage, Topic
from app.offers.room import RoomOffers
from app.offers.words import Notice, RoomWords
from app.stage_moves.chronology import chronology_entries
from app.stage_moves.due import moves_to_decide
from models.stage_move import StageMove

_WORDS = RoomWords(
    events={
        "stage_move.asked": N_("asked for a move"),
        "stage_move.approved": N_("approved a move"),
        "stage_move.refused": N_("refused a move"),
        "stage_move.withdrawn": N_("took a move back"),
    },
    reasons={
        "no-such-move": N_("The case cannot be moved there from where it stands."),
        "move-pending": N_("A move of this case waits for a decision already."),
        "search-missing": N_("Write when the child was last seen and what was done to find them."),
        "review-missing": N_(
            "The family asked for this. Write what you found out, and whether the child wants the same."
        ),
        "case-moved": N_("The case was moved meanwhile; this request no longer fits. Refuse it."),
        "needs-case-open": N_("The case must be open."),
        "needs-risk-set": N_("The risk must be set first."),
        "needs-risk-high": N_(
            "The risk is not high any more. If the child is in danger, set it to high first; if not, refuse."
        ),
        "plan-there-already": N_(
            "Somebody wrote a safety plan meanwhile. Look at it; the actions here are not needed, so empty them."
        ),
        "needs-concern-linked": N_("A concern or a disclosure must be linked to the case first."),
        "needs-safety-plan": N_("There must be a safety plan with actions and a review date first."),
        "needs-safe-home": N_("A safe placement or home must be recorded first."),
        "needs-assessment": N_("There must be one assessment first."),
        "needs-goal": N_("There must be one goal first."),
        "needs-closure-reason": N_("Give a reason for closing."),
        "needs-closure-criteria": N_(
            "Confirm everything that closing for this reason asks for; "
            "as long as something is not so, the case stays open."
        ),
    },
    notices={
        "move-asked": Notice(N_("Asked. Somebody else decides it now.")),
        "move-decided": Notice(N_("Decided.")),
        "move-withdrawn": Notice(N_("Taken back."), "info"),
    },
)

OFFERS = RoomOffers(
    words=_WORDS,
    pages={"stage-move": RecordPage("stage_moves.show_moves", "case_id")},
    topics={"stage_moves": Topic(N_("Moves along the road"), within="cases")},
    chronology=chronology_entries,
    waiting=moves_to_decide,
    changes=(
        Written(
            "stage-move",
            N_("A move along the road was decided"),
            at=StageMove.decided_at,
            by=StageMove.decided_by,
        ),
    ),
)
