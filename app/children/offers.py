"""What the children's records offer: the words for their codes. The room child_page gathers their page."""

from uuid import UUID

from app.children.children import visible_child
from app.children.found import CHILDREN, coded_children
from app.foundation.chronology import FirstDay
from app.foundation.local_time import local_day
from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.foundation.roles import Role
from app.offers.places import CasePlace, CaseTab, Group, Place, RecordPage, Topic
from app.offers.room import RoomOffers
from app.offers.words import Notice, RoomWords
from app.unit_of_work import UnitOfWork

_WORDS = RoomWords(
    events={
        "child.made": N_("wrote a child down"),
        "child.changed": N_("changed who a child is"),
        "child.safe_contact_changed": N_("changed a safe-contact rule"),
        "emergency_sheet.changed": N_("wrote an emergency sheet"),
    },
    reasons={
        "maybe-known": N_(
            "This may be a child you know already. Nothing is saved yet: compare first, then decide."
        ),
        "typed-another": N_("Something else was typed since the child was chosen. Nothing is saved yet."),
        "child-nameless": N_(
            "Write a name, a nickname, or what the child looks like, so that the child can be found again."
        ),
        "animal-needs-age": N_(
            "An animal comes back every twelve years. Write beside it how old the child looks, from and to."
        ),
        "animal-not-age": N_(
            "Nobody of this age was born in a year of this animal. Change the age or the animal."
        ),
        "birth-not-age": N_(
            "The date of birth makes the child another age than the years written. Change one of them."
        ),
        "animal-missing": N_("Choose the animal, or another way in which the age is known."),
        "birth-not-animal": N_("Nobody born on this day is of this animal. Change one of them."),
        "birth-needs-document": N_(
            "A date of birth is taken only from a document. If it was said or guessed, write the years instead."
        ),
        "basis-needs-age": N_("Write the years as well, or leave open how the age is known."),
        "born-later": N_("The day of birth has not come yet."),
        "child-mistaken": N_(
            "This child was written down by mistake, or twice. Nothing new is written there: look at the child's page."
        ),
        "no-such-child": N_("No child that you can see has this code."),
        "same-as-itself": N_("This is the code of this very record. Write the code of the other one."),
        "same-as-mistaken": N_("That record counts for nothing itself. Write the code of one that counts."),
        "same-as-elsewhere": N_("That record is of another base. Only records of one base are put together."),
        "rule-first": N_(
            "This record has a contact rule, the other one has none. Write it there first: it must not get lost."
        ),
        "has-other-records": N_("Other records are said to be this child. Take that back first."),
        "child-has-case": N_(
            "A case of this child is open. Close it as opened by mistake or as a duplicate first."
        ),
        "records-before-birth": N_(
            "Look at the date of birth or the age again, or tick that it is so all the same."
        ),
    },
    notices={
        "child-added": Notice(N_("The child is written down and has a code now.")),
        "child-marked": Notice(N_("Marked. Nobody chooses this record any more; it stays readable.")),
    },
)


def _first_days(work: UnitOfWork, child_id: UUID) -> tuple[FirstDay, ...]:
    """Return the day on which the child was written down."""
    row = visible_child(work, child_id)
    return (FirstDay(local_day(row.created_at), N_("Written down")),)


OFFERS = RoomOffers(
    words=_WORDS,
    first_days=_first_days,
    pages={"child": RecordPage("children.show_child", "child_id")},
    found=(CHILDREN,),
    by_code=coded_children,
    topics={"children": Topic(N_("Children")), "emergency": Topic(N_("Emergency sheet"), within="children")},
    places=(
        Place(
            key="children",
            label=N_("Children"),
            endpoint="children.list_children",
            icon="children",
            permission=Permission.PROFILE_READ,
            group=Group.WORK,
            order=10,
            phone={
                Role.FIELD: 30,
                Role.CASEWORKER: 30,
                Role.COUNSELLOR: 20,
                Role.SUPERVISOR: 50,
                Role.DIRECTOR: 50,
            },
        ),
    ),
    case_places=(
        # Counsellors have no case page: the child's own page is the part of its road that they hold.
        CasePlace(
            tab=CaseTab.ROAD,
            label=N_("Road"),
            endpoint="children.show_child",
            permission=Permission.RESTORATION_READ,
            argument="child_id",
            unless=Permission.CASE_READ,
        ),
        CasePlace(
            tab=CaseTab.PLAN,
            label=N_("Emergency sheet"),
            endpoint="emergency.show_sheet",
            permission=Permission.EMERGENCY_READ,
            order=30,
            argument="child_id",
        ),
    ),
)
