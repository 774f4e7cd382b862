"""What families offer: their places, what stands on a child's road, papers that end, and the words for their codes."""

from app.foundation.marking import N_
from app.offers.places import RecordPage, Topic
from app.offers.room import RoomOffers
from app.offers.words import RoomWords

OFFERS = RoomOffers(
    words=RoomWords(
        events={
            "family.begun": N_("wrote a family down"),
            "family.changed": N_("changed what is said of a family"),
            "family.closed": N_("closed a family"),
            "family.taken_up": N_("took up a family again"),
        },
        reasons={
            "family-nameless": N_("Write what we call this family, so that it can be found again."),
        },
    ),
    pages={"family": RecordPage("families.show_household", "household_id")},
    topics={"families": Topic(N_("Families"))},
)
