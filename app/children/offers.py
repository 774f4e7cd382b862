"""What the children's records offer: the words for their codes. The room child_page gathers their page."""

from app.foundation.marking import N_
from app.offers.room import RoomOffers
from app.offers.words import Notice, RoomWords

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
        "born-later": N_("The day of birth has not come yet."),
    },
    notices={
        "child-added": Notice(N_("The child is written down and has a code now.")),
    },
)

OFFERS = RoomOffers(words=_WORDS)
