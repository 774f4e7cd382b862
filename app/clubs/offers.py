"""What kids' clubs offer: registers that are due, a line of a child's road, their places, and their words."""

from app.clubs.chronology import chronology_entries
from app.clubs.holdings import held
from app.clubs.listing import leads_a_club
from app.clubs.mistaken import CLUB, SESSION
from app.clubs.today import clubs_by_code, due_registers
from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.foundation.roles import Role
from app.offers.places import Act, Group, Place, RecordPage, Topic
from app.offers.room import RoomOffers
from app.offers.words import Notice, RoomWords

_WORDS = RoomWords(
    events={
        "club.made": N_("made a kids' club"),
        "club.changed": N_("changed a kids' club"),
        "club.moved": N_("said that a kids' club meets elsewhere"),
        "club.closed": N_("closed a kids' club"),
        "club.opened_again": N_("opened a kids' club again"),
        "club.leader_made": N_("made a colleague the leader of a kids' club"),
        "club.leader_ended": N_("said that a colleague leads a kids' club no more"),
        "club.register_taken": N_("took the register of a kids' club"),
        "club.register_changed": N_("changed the register of a kids' club"),
        "club.register_typed": N_("typed the register of a kids' club from paper"),
        "club.session_cancelled": N_("cancelled a session of a kids' club"),
        "club.session_moved": N_("moved the register of a kids' club to another time"),
    },
    reasons={
        "club-name-missing": N_("Give the club a name."),
        "club-times": N_("A session ends after it begins. Look at both times."),
        "moved-before": N_("This day is not after the day since which it meets there. Look at the day."),
        "club-closed": N_("This club had closed by then."),
        "club-mistaken": N_("The whole club was written by mistake. Let the club count first."),
        "club-has-sessions": N_(
            "Sessions of this club still count. Say of each that it was a mistake too, or close the club instead."
        ),
        "leader-missing": N_("Choose somebody of this base who may lead a club."),
        "stand-in-over": N_("This day has passed already. Choose the last day on which they stand in."),
        "session-ahead": N_(
            "This session is still to come. A register can be taken from an hour before it begins."
        ),
        "session-times": N_(
            "A session ends after it begins, within 14 hours. Look at the day and both times."
        ),
        "session-there": N_("Another register is written for that day and time. Look at that one first."),
        "session-cancelled": N_(
            "This session was cancelled. If it was held after all, say so below; your marks are kept."
        ),
        "children-came": N_(
            "Children are marked in this session. If nobody came, take the marks off first, in the register."
        ),
        "not-of-this-base": N_(
            "A child you marked does not belong to this club's base. Take that child off."
        ),
        "perhaps-known": N_(
            "Somebody called alike is known already. Say below whether it is the same child."
        ),
        "taken-by-missing": N_("Say who took the register on paper."),
        "lines-wrong": N_("Some lines need another look. They are named below; nothing you typed is lost."),
        "too-many-children-here": N_("That is more children than one register holds. Save it in two steps."),
    },
    notices={
        "club-made": Notice(N_("The club is made. Say who leads it: they take its register.")),
        "club-moved": Notice(N_("Written down. Where it met before stays readable.")),
        "club-closed": Notice(N_("The club is closed. Its registers stay readable.")),
        "club-opened-again": Notice(N_("The club meets again.")),
        "leader-made": Notice(N_("They lead this club now, and read its registers.")),
        "leader-ended": Notice(N_("They lead this club no more, and read nothing of it.")),
        "register-saved": Notice(N_("The register is saved.")),
        "session-cancelled": Notice(N_("Written down: this session was not held.")),
        "session-moved": Notice(N_("The register stands at its new time.")),
    },
)

OFFERS = RoomOffers(
    words=_WORDS,
    pages={
        CLUB: RecordPage("clubs.show_club", "club_id"),
        SESSION: RecordPage("clubs.show_session", "session_id"),
    },
    topics={"clubs": Topic(N_("Clubs"))},
    places=(
        Place(
            key="clubs",
            label=N_("Clubs"),
            endpoint="clubs.list_clubs",
            icon="clubs",
            permission=Permission.CLUB_READ,
            group=Group.REACH,
            order=20,
        ),
    ),
    acts=(
        Act(
            key="register",
            label=N_("Register of a club"),
            endpoint="clubs.take_next",
            icon="clubs",
            permission=Permission.CLUB_WRITE,
            order=15,
            phone={Role.FIELD: 20},
            phone_label=N_("Register"),
            wanted=leads_a_club,
            instead_of="meeting",
        ),
    ),
    chronology=chronology_entries,
    due=due_registers,
    by_code=clubs_by_code,
    held=held,
)
