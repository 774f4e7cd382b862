"""What looking after the machine offers: copies kept elsewhere, and the words for its codes."""

from app.foundation.marking import N_
from app.offers.room import RoomOffers
from app.offers.words import Notice, RoomWords
from app.system_health.copies import set_up_steps

_WORDS = RoomWords(
    events={
        "copy.opened": N_("said that a copy opened on another machine"),
        "copy.not_opened": N_("took back that a copy opened"),
    },
    reasons={"no-copy": N_("No copy counts now; there is nothing to take back.")},
    notices={
        "copy-opened": Notice(N_("Noted. It counts for a month.")),
        "copy-not-opened": Notice(N_("Taken back. No copy counts until another one opens.")),
    },
)

OFFERS = RoomOffers(words=_WORDS, set_up=set_up_steps)
