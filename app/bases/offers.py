"""What the bases offer: the words for their codes."""

from app.foundation.marking import N_
from app.offers.room import RoomOffers
from app.offers.words import Notice, RoomWords

_WORDS = RoomWords(
    events={
        "base.made": N_("made a base"),
        "base.changed": N_("corrected a base"),
    },
    reasons={
        "name-taken": N_("There is a base with this name already."),
        "prefix-taken": N_("Another base uses these letters already."),
        "timezone-unknown": N_("This time zone is not known here."),
        "unknown-area": N_("This area is not in the list of areas. Choose another."),
    },
    notices={
        "base-made": Notice(N_("The base and its circles are made.")),
    },
)

OFFERS = RoomOffers(words=_WORDS)
