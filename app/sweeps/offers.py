"""What sweeps offer: the words for their codes."""

from app.foundation.marking import N_
from app.offers.places import Topic
from app.offers.room import RoomOffers
from app.offers.words import RoomWords

_WORDS = RoomWords(
    events={
        "rows.sweep_begun": N_("began to look through all records"),
        "rows.swept": N_("looked through all records"),
        "rows.out_of_place": N_("found records that are not what was written"),
    },
    facts={"count": N_("found")},
    reasons={
        "no-facts-key": N_("Your keys do not reach what this base's lists are checked by."),
    },
)

OFFERS = RoomOffers(words=_WORDS, topics={"sweeps": Topic(N_("Are all records there?"), within="audit")})
