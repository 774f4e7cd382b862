"""What group sessions offer: those to be written up, a line of a child's road, their place, and their words."""

from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.group_sessions.chronology import chronology_entries
from app.group_sessions.holdings import held
from app.group_sessions.today import KIND, due_sessions
from app.offers.places import Act, Group, Place, RecordPage, Topic
from app.offers.room import RoomOffers
from app.offers.words import Notice, RoomWords

_WORDS = RoomWords(
    events={
        "group.planned": N_("planned a group session"),
        "group.changed": N_("changed the plan of a group session"),
        "group.reported": N_("wrote down how a group session went"),
        "group.corrected": N_("corrected how a group session went"),
        "group.cancelled": N_("said that a group session was not held"),
        "group.shown": N_("wrote down what children chose to show in a group session"),
    },
    reasons={
        "group-times": N_("A session ends after it begins, on the same day. Look at both times."),
        "group-ahead": N_("This session is still to come. Say how it went once it has begun."),
        "leaders-missing": N_("Choose who leads it."),
        "leaders-strange": N_("Choose people of this base who may lead a group session."),
        "leads-not-self": N_("You read only the sessions that you lead. Choose yourself as well."),
        "leaders-not-yours": N_(
            "You do not lead this session. One of its leaders or a supervisor says who does."
        ),
        "group-no-such-child": N_(
            "One of these codes leads to no child. Look at each letter and digit, one code in a line."
        ),
        "group-other-base": N_("A child you chose does not belong to this base. Take that child off."),
        "group-too-many": N_("That is more children than one session holds. Plan it as two."),
        "child-came-there": N_("A child you took off is written down as having come. Correct that first."),
        "came-unoffered": N_("A child you ticked was not offered this session. Add the child by code."),
        "shown-stays": N_(
            "Something is written that a child you took off chose to show. Take that off first."
        ),
        "group-not-for-adults": N_("Children come to this session. Say which of them came."),
        "group-not-for-children": N_("Adults come to this session. Say how many came."),
        "too-many-adults": N_("Count the people again: a session holds up to 999."),
        "before-too-many": N_("More people answered before than were there. Count again."),
        "after-too-many": N_("More people answered after than were there. Count again."),
        "people-came": N_("It is written down that people came. If nobody did, correct that first."),
        "not-healing-arts": N_("Children show something in healing arts only."),
        "not-held-yet": N_("Say first who came to this session."),
        "shown-by-others": N_("Only a child who came can show something, and each stands here once."),
        "artwork-consent": N_(
            "Say who agreed that the artwork is noted, and on which day. Without that, leave the number out."
        ),
        "artwork-consent-age": N_(
            "At this child's age somebody else has to agree as well, or instead. Look at who agreed."
        ),
    },
    notices={
        "group-planned": Notice(N_("The session is planned.")),
        "group-reported": Notice(N_("Written down: how the session went.")),
        "group-cancelled": Notice(N_("Written down: this session is not held.")),
        "group-shown": Notice(N_("Written down: what the children chose to show.")),
    },
)

OFFERS = RoomOffers(
    words=_WORDS,
    pages={KIND: RecordPage("group_sessions.show_group", "group_id")},
    topics={"group_sessions": Topic(N_("Groups"))},
    places=(
        Place(
            key="groups",
            label=N_("Groups"),
            endpoint="group_sessions.list_groups",
            icon="people",
            permission=Permission.GROUP_READ,
            group=Group.REACH,
            order=30,
        ),
    ),
    acts=(
        Act(
            key="group",
            label=N_("Group session"),
            endpoint="group_sessions.choose_kind",
            icon="people",
            permission=Permission.GROUP_WRITE,
            order=70,
        ),
    ),
    chronology=chronology_entries,
    due=due_sessions,
    held=held,
)
