"""What night outreach offers: meetings with a child, teams that are out, and its words."""

from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.foundation.roles import Role
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.offers.changes import Written
from app.offers.places import About, Act, Group, Place, RecordPage, Topic
from app.offers.room import RoomOffers, Volume
from app.offers.words import Notice, RoomWords
from app.outreach.chronology import KIND, chronology_entries, first_days, marks
from app.outreach.holdings import held
from app.outreach.met_lines import MET, UNKNOWN_CHILDREN
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
        "shift.check_out_undone": N_("took back that a colleague was checked out"),
        "shift.return_moved": N_("moved the time a team is due back"),
        "shift.ended": N_("ended a shift"),
        "shift.goes_on": N_("said that a shift goes on after all"),
        "shift.times_corrected": N_("corrected the times of a shift"),
        "shift.notes_corrected": N_("corrected the route or the notes of a shift"),
        "encounter.written": N_("wrote a meeting down"),
        "encounter.changed": N_("corrected a meeting"),
        "encounter.moved": N_("moved a meeting to another shift"),
        "encounter.linked": N_("linked a child of a meeting to a record"),
        "encounter.unlinked": N_("took a link of a meeting back"),
        "encounter.judged": N_("said whether a child of a meeting is the same as another"),
        "encounter.judgement_taken_back": N_("took back whether a child of a meeting is the same as another"),
    },
    reasons={
        "team-missing": N_("Choose who goes out."),
        "choose-below": N_("Choose the child below, or clear the name."),
        "not-street-staff": N_("Somebody you chose cannot go on a shift of this base. Choose again."),
        "route-retired": N_("This route is no longer used. Choose another."),
        "started-long-ago": N_(
            "That is still to come, or more than 16 hours ago. Look at the time. A night that is over is written down "
            "from the list of shifts."
        ),
        "back-late": N_("That would be more than 16 hours later. Look at both times, and at the day."),
        "ended-ahead": N_("That end is still to come. Look at the day and the times."),
        "ended-outside": N_("The shift was not out at that time: it began later, or that is still to come."),
        "which-night": N_("That could have been on several nights. Choose the day."),
        "meetings-outside": N_(
            "A meeting of this shift would lie outside these times. Correct the meeting first, or look at the times."
        ),
        "out-already": N_(
            "Somebody of this team is on another shift at that time. End that one first, or say that both are meant."
        ),
        "back-already": N_("The time to be back has passed already. Look at both times."),
        "shift-ended": N_("This shift has ended."),
        "shift-not-ended": N_("End the shift first, so that nobody is left out there unnoticed."),
        "shift-has-meetings": N_(
            "Meetings still count in this shift. Move each to the shift it was in, or say that it was a mistake too."
        ),
        "shift-mistaken": N_(
            "The whole shift was written by mistake. Let the shift count first, or move the meeting afterwards."
        ),
        "shift-over": N_("This shift ended more than 24 hours ago. Ask your supervisor to write it down."),
        "not-all-out": N_(
            "Somebody is not checked out. Call them; end the shift only when you know where each of them is."
        ),
        "time-missing": N_("Give the time, such as 19:00."),
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
        "same-meeting": N_("Both were there at the same meeting, so they are two children."),
        "who-saw-it-missing": N_("Choose who of the team saw it."),
        "route-name-missing": N_("Give the route a name."),
    },
    notices={
        "shift-opened": Notice(N_("The shift is open. Check yourselves in when you go.")),
        "checked-in": Notice(N_("Checked in.")),
        "checked-out": Notice(N_("Checked out: safely back.")),
        "check-out-undone": Notice(N_("Taken back: they are not checked out.")),
        "shift-has-ended": Notice(N_("The shift has ended; nobody can be checked in any more."), "warning"),
        "team-grew": Notice(N_("They are on the team and may read everything of this shift.")),
        "return-moved": Notice(N_("The new time to be back is written down.")),
        "shift-ended": Notice(
            N_("The shift has ended. Meetings can be written down and corrected for 24 hours.")
        ),
        "encounter-moved": Notice(N_("Moved. The team of that shift reads it now.")),
        "shift-goes-on": Notice(N_("The shift goes on. Whoever is not back in time is looked for.")),
        "shift-stays-ended": Notice(
            N_(
                "This shift was ended more than 24 hours ago, or was written by mistake. Ask your supervisor."
            ),
            "warning",
        ),
        "past-shift-written": Notice(
            N_("The night is written down. Its meetings can be written down and corrected for 24 hours.")
        ),
        "encounter-written": Notice(N_("The meeting is written down.")),
        "child-linked": Notice(N_("The child of this meeting is linked to the record.")),
        "said-same": Notice(N_("Written down: the same child. Below you can take it back.")),
        "said-apart": Notice(N_("Written down: not the same. Below you can take it back.")),
        "judgement-taken-back": Notice(N_("Taken back. Both are compared again."), "info"),
        "child-unlinked": Notice(N_("The link is taken back; the child is unknown again."), "info"),
    },
    facts={
        "not_checked_out": N_("not checked out"),
    },
)

OFFERS = RoomOffers(
    words=_WORDS,
    pages={
        "shift": RecordPage("outreach.show_shift", "shift_id"),
        KIND: RecordPage("outreach.show_encounter", "encounter_id"),
        MET: RecordPage("met.show_met", "row_id"),
    },
    topics={
        "outreach": Topic(N_("Outreach"), used_in_the_dark=True),
        "coverage": Topic(N_("Coverage"), within="outreach"),
        "met": Topic(N_("Met, not yet known")),
    },
    places=(
        Place(
            key="met",
            label=N_("Met, not yet known"),
            endpoint="met.list_met",
            icon="search",
            permission=Permission.SHIFT_READ,
            group=Group.FIRST,
            order=30,
        ),
        Place(
            key="outreach",
            label=N_("Outreach"),
            endpoint="outreach.list_shifts",
            icon="outreach",
            permission=Permission.SHIFT_READ,
            group=Group.REACH,
            order=10,
            phone={Role.FIELD: 60},
        ),
    ),
    acts=(
        Act(
            key="meeting",
            label=N_("Meeting"),
            endpoint="outreach.meet",
            icon="outreach",
            permission=Permission.SHIFT_WRITE,
            order=10,
            carries={About.CHILD: "child"},
            phone={Role.FIELD: 20},
            phone_label=N_("Meet"),
        ),
    ),
    found=(UNKNOWN_CHILDREN,),
    first_days=first_days,
    volumes=(Volume(KIND, marks, chronology_entries, EvidenceBasis.SEEN),),
    waiting=due_items,
    held=held,
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
