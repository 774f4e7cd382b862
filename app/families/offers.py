"""What families offer: their places, what stands on a child's road, papers that end, and the words for their codes."""

from app.families import mistaken  # noqa: F401 - declares that a family can be marked
from app.families.chronology import chronology_entries
from app.families.found import FAMILIES
from app.families.records import KIND
from app.families.today import due_families, family_by_code
from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.offers.places import About, Act, CasePlace, CaseTab, Group, Place, RecordPage, Topic
from app.offers.room import RoomOffers
from app.offers.words import Notice, RoomWords

_WORDS = RoomWords(
    events={
        "family.begun": N_("wrote a family down"),
        "family.changed": N_("changed what is said of a family"),
        "family.closed": N_("closed a family"),
        "family.taken_up": N_("took up a family again"),
        "family.address": N_("wrote where a family lives"),
        "family_member.written": N_("wrote down who belongs to a family"),
        "family_member.changed": N_("changed what is said of somebody in a family"),
        "family_member.left": N_("wrote down that somebody left a family"),
        "family_member.joined": N_("wrote down that somebody joined another family"),
        "family_support.written": N_("wrote down what helps a family"),
        "family_support.changed": N_("changed what helps a family"),
        "parent_wish.written": N_("wrote down that a parent asked for a place for a child"),
        "parent_wish.changed": N_("corrected what a parent asked for"),
        "parent_wish.taken_back": N_("wrote down that a parent took a wish back"),
        "parent_wish.decided": N_("wrote down what an authority decided about a parent's wish"),
    },
    reasons={
        "family-nameless": N_("Write what we call this family, so that it can be found again."),
        "family-closed": N_("This family is closed. Take it up again first."),
        "family-mistaken": N_("This family was written by mistake. Nothing is written of it any more."),
        "family-has-members": N_("Somebody belongs to this family. Mark each of them first."),
        "member-nameless": N_("Write a name, or the code of the child's record."),
        "other-base-child": N_(
            "This child belongs to another base. Write the code and whom to ask there, in the fields for that."
        ),
        "member-already": N_("This child belongs to this family already on those days."),
        "two-families": N_(
            "This child belongs to another family on those days. Correct the days, move the child, or tick that they "
            "live in both."
        ),
        "left-before-joined": N_("They cannot have left before they came."),
        "left-already": N_("One of them left already, or was written by mistake. Look at the family again."),
        "paper-nameless": N_("Write which paper it is, and who gave it."),
        "feared-not-safe": N_("Somebody who is feared is not safe to contact. Change one of the two."),
        "fear-needs-why": N_(
            "Write why it is safe now, and how you know. The family is protected less by this."
        ),
        "nobody-moves": N_("Choose who moves."),
        "no-such-family": N_("No family of this base has this code."),
        "same-family": N_("This is the family they leave. Write another one, or leave the code empty."),
        "hidden-needs-why": N_("Write who said that it must stay hidden, and from whom."),
        "support-wordless": N_("Write what they want in their own words, or what is done about it."),
        "wish-of-oneself": N_("Nobody asks for a place for themselves here. Choose the child."),
        "wish-not-for-child": N_("Choose somebody who is a child of the family."),
        "wish-wordless": N_("Write what the parent said, in their own words."),
        "help-comes-first": N_(
            "Write first what help to keep the child was offered, and what the parent said to it."
        ),
        "wish-settled": N_("This was taken back or decided. It stays as it was written."),
        "wish-decided": N_("An authority has decided. Ask the authority to change it."),
        "wish-taken-back": N_("The parent took this back. Nothing is decided about it."),
        "outcome-early": N_("That is before the day on which the parent asked."),
    },
    notices={
        "family-begun": Notice(N_("The family is written down and has a code now. Write who belongs to it.")),
        "family-closed": Notice(N_("The family is closed. It stays readable.")),
        "family-taken-up": Notice(N_("The family is open again.")),
        "member-written": Notice(N_("Who belongs to the family is written down.")),
        "member-left": Notice(N_("It is written down that they left.")),
        "members-moved": Notice(N_("Both families say it now. This is the family they joined.")),
        "support-written": Notice(N_("What helps is written down.")),
        "wish-written": Notice(
            N_("What the parent asked for is written down. They can take it back until an authority decides.")
        ),
        "wish-taken-back": Notice(N_("It is written down that the parent took it back.")),
        "wish-decided": Notice(N_("What the authority decided is written down.")),
    },
)

OFFERS = RoomOffers(
    words=_WORDS,
    pages={
        "family": RecordPage("families.show_household", "household_id"),
        KIND: RecordPage("families.show_record", "family_record_id"),
    },
    topics={"families": Topic(N_("Families"))},
    places=(
        Place(
            key="families",
            label=N_("Families"),
            endpoint="families.list_households",
            icon="home",
            permission=Permission.FAMILY_READ,
            group=Group.WORK,
            order=15,
        ),
    ),
    acts=(
        Act(
            key="family",
            label=N_("Family"),
            endpoint="families.new_household",
            icon="home",
            permission=Permission.FAMILY_WRITE,
            order=60,
            carries={About.CHILD: "child"},
        ),
    ),
    case_places=(
        CasePlace(
            tab=CaseTab.PEOPLE,
            label=N_("Family"),
            endpoint="families.show_of_child",
            permission=Permission.FAMILY_READ,
            argument="child_id",
        ),
    ),
    chronology=chronology_entries,
    due=due_families,
    by_code=family_by_code,
    found=(FAMILIES,),
)
