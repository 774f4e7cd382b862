"""What safeguarding offers its members: what waits there, and the words of its own."""

from app.foundation.marking import N_
from app.offers.room import RoomOffers
from app.offers.words import Notice, RoomWords
from app.safeguarding.today import due_items

_WORDS = RoomWords(
    events={
        "safeguarding.outside_member_written": N_("wrote the outside board member down"),
        "allegation.posted": N_("wrote about one of our own people"),
        "allegation.listed": N_("looked at what was sent to safeguarding"),
        "allegation.acknowledged": N_("received what was sent to safeguarding"),
        "allegation.urgency_changed": N_("changed the urgency of what was sent to safeguarding"),
        "allegation.closed": N_("closed what was sent to safeguarding"),
        "safeguarding.opened": N_("opened the safeguarding circle"),
        "safeguarding.admitted": N_("let somebody into the safeguarding circle"),
        "safeguarding.renewed": N_("renewed the safeguarding circle"),
    },
    reasons={
        "phone-missing": N_("Write the number they answer."),
        "about-missing": N_("Write who it is about, in words."),
        "no-safeguarding": N_(
            "Nobody could read this yet, so nothing was stored. Call; what you wrote is kept on this page."
        ),
        "safeguarding-open": N_("The safeguarding circle has members. One of them admits you."),
        "not-named": N_("A director names people for safeguarding first."),
    },
    notices={
        "safeguarding-opened": Notice(N_("The circle is open, and you are its first member.")),
        "safeguarding-renewed": Notice(
            N_("The circle has a new key. What is written from now on is sealed to the members listed here.")
        ),
        "safeguarding-admitted": Notice(N_("They are a member of the circle now.")),
    },
)

OFFERS = RoomOffers(words=_WORDS, kinds=("allegation", "safeguarding"), waiting=due_items)
