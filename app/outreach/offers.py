"""What night outreach offers: meetings with a child, teams that are out, and its words."""

from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.offers.changes import Written
from app.offers.room import RoomOffers, Volume
from app.offers.words import Notice, RoomWords
from app.outreach.chronology import KIND, chronology_entries, marks
from app.outreach.today import due_items
from models.case import Case
from models.encounter import Encounter, EncounterChild

_WORDS = RoomWords(
    events={
        "route.made": N_("wrote a route"),
        "route.changed": N_("changed a route"),
        "route.retired": N_("took a route out of use"),
        "route.in_use": N_("took a route back into use"),
        "shift.opened": N_("opened a shift"),
        "shift.team_grew": N_("put a colleague on a shift's team"),
        "shift.checked_in": N_("checked a colleague in"),
        "shift.checked_out": N_("checked a colleague out"),
        "shift.return_moved": N_("moved the time a team is due back"),
        "shift.ended": N_("ended a shift"),
        "encounter.written": N_("wrote a meeting down"),
        "encounter.changed": N_("corrected a meeting"),
        "encounter.linked": N_("linked a child of a meeting to a record"),
        "encounter.unlinked": N_("took a link of a meeting back"),
    },
    reasons={
        "team-missing": N_("Choose who goes out."),
        "choose-below": N_("Choose the child below, or clear the name."),
        "not-street-staff": N_("Somebody you chose cannot go on a shift of this base. Choose again."),
        "route-retired": N_("This route is no longer used. Choose another."),
        "started-long-ago": N_("That start is too long ago. Look at the time."),
        "back-already": N_("The time to be back has passed already. Look at both times."),
        "shift-ended": N_("This shift has ended."),
        "shift-over": N_("This shift ended more than 24 hours ago. Ask your supervisor to write it down."),
        "not-all-out": N_(
            "Somebody is not checked out. Call them; end the shift only when you know where each of them is."
        ),
        "not-on-this-shift": N_(
            "At that time this shift was not out. Look at the time; it cannot lie in the future."
        ),
        "place-missing": N_("Choose where it was, or write it."),
        "unknown-sign": N_("The list of signs has changed. Reload the page; what you wrote is kept below."),
        "children-missing": N_("Say how many children there were."),
        "too-many-children": N_(
            "A meeting has at most 30 children. Write the others down as a second meeting."
        ),
        "take-children-off": N_("To make the number smaller, tick which child was written by mistake."),
        "child-twice": N_("The same child is chosen twice."),
        "unknown-child": N_("A child you chose is not open to you any more. Choose again."),
        "linked-row": N_("Somebody linked this child to a record. The link must be taken back first."),
        "linked-already": N_("This child is linked to another record already. Take that link back first."),
        "who-saw-it-missing": N_("Choose who of the team saw it."),
        "route-name-missing": N_("Give the route a name."),
    },
    notices={
        "shift-opened": Notice(N_("The shift is open. Check yourselves in when you go.")),
        "checked-in": Notice(N_("Checked in.")),
        "checked-out": Notice(N_("Checked out: safely back.")),
        "shift-has-ended": Notice(N_("The shift has ended; nobody can be checked in any more."), "warning"),
        "team-grew": Notice(N_("They are on the team and may read everything of this shift.")),
        "return-moved": Notice(N_("The new time to be back is written down.")),
        "shift-ended": Notice(
            N_("The shift has ended. Meetings can be written down and corrected for 24 hours.")
        ),
        "encounter-written": Notice(N_("The meeting is written down.")),
        "child-linked": Notice(N_("The child of this meeting is linked to the record.")),
        "child-unlinked": Notice(N_("The link is taken back; the child is unknown again."), "info"),
    },
    facts={
        "not_checked_out": N_("not checked out"),
    },
)

OFFERS = RoomOffers(
    words=_WORDS,
    kinds=("shift", KIND),
    volumes=(Volume(KIND, marks, chronology_entries, EvidenceBasis.SEEN),),
    waiting=due_items,
    changes=(
        Written(
            KIND,
            N_("The child was met on outreach"),
            at=Encounter.written_at,
            by=Encounter.written_by,
            permission=Permission.SHIFT_READ,
            asked_by=Encounter.id,
            through=(
                EncounterChild,
                EncounterChild.encounter_id == Encounter.id,
                Case.child_id == EncounterChild.child_id,
            ),
            # The whole office may read a meeting, but may not know whose case the child has.
            case_permission=Permission.CASE_READ,
        ),
    ),
)
