"""What safeguarding offers its members: what waits there, and the words for its codes."""

from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.foundation.roles import Role
from app.offers.places import Group, Place, RecordPage, Topic
from app.offers.room import RoomOffers
from app.offers.words import Notice, RoomWords
from app.safeguarding.set_up_steps import set_up_steps
from app.safeguarding.today import due_items

_WORDS = RoomWords(
    events={
        "safeguarding.outside_member_written": N_("wrote the outside board member down"),
        "allegation.posted": N_("wrote about one of our own people"),
        "allegation.listed": N_("looked at what was sent to safeguarding"),
        "allegation.acknowledged": N_("received what was sent to safeguarding"),
        "allegation.urgency_changed": N_("changed the urgency of what was sent to safeguarding"),
        "allegation.closed": N_("closed what was sent to safeguarding"),
        "allegation.reopened": N_("opened again what was sent to safeguarding and closed by mistake"),
        "safeguarding.opened": N_("opened the safeguarding circle"),
        "safeguarding.admitted": N_("let somebody into the safeguarding circle"),
        "safeguarding.renewed": N_("renewed the safeguarding circle"),
        "allegation.called": N_("called again about what was sent to safeguarding"),
        "receipt.refused": N_("tried a receipt that opens nothing"),
        "safeguarding.agreed": N_("agreed to a change of the safeguarding circle"),
        "outside.entered": N_("came in with the outside member's card"),
        "outside.refused": N_("tried a card at the outside member's page"),
    },
    reasons={
        "phone-missing": N_("Write the number they answer."),
        "about-missing": N_("Write who it is about, in words."),
        "no-safeguarding": N_(
            "Nobody could read this yet, so nothing was stored. Call; what you wrote is kept on this page."
        ),
        "safeguarding-open": N_("The safeguarding circle has members. One of them admits you."),
        "not-to-agree": N_(
            "This cannot be agreed to by you or now. Only members agree here, and never to what is about themselves."
        ),
        "agreed-before": N_("This was agreed to already. Another of the three is still needed."),
        "outside-by-two": N_(
            "The outside member is replaced by two of three, under About our own people, Who reads it."
        ),
        "not-named": N_("A director names people for safeguarding first."),
    },
    codes={
        "un_name": N_("end a membership"),
        "take_up": N_("begin the circle anew"),
        "outside": N_("another outside member"),
        "card": N_("a card for the outside member"),
        "kit": N_("new recovery cards count"),
    },
    notices={
        "safeguarding-opened": Notice(N_("The circle is open, and you are its first member.")),
        "safeguarding-renewed": Notice(
            N_("The circle has a new key. What is written from now on is sealed to the members listed here.")
        ),
        "agreed": Notice(N_("Noted. What two of three agreed to is so from now on.")),
        "safeguarding-admitted": Notice(N_("They are a member of the circle now.")),
    },
)

OFFERS = RoomOffers(
    words=_WORDS,
    pages={
        "allegation": RecordPage("allegations.show_allegation", "allegation_id"),
        "safeguarding": RecordPage("allegations.show_circle"),
        "safeguarding-change": RecordPage("who_reads.show_who"),
    },
    topics={
        "allegations": Topic(N_("About our own people"), within="concerns", used_in_the_dark=True),
        "who_reads": Topic(N_("Who reads it"), within="concerns"),
    },
    places=(
        # Everyone may post about our own people. Technicians have no concerns page that would lead there.
        Place(
            key="our-own",
            label=N_("About our own people"),
            endpoint="allegations.list_allegations",
            icon="shield",
            permission=Permission.ALLEGATION_POST,
            unless=Permission.CONCERN_POST,
            group=Group.FIRST,
            order=90,
            phone={Role.AUDITOR: 30},
            phone_label=N_("Our own"),
        ),
    ),
    waiting=due_items,
    set_up=set_up_steps,
)
