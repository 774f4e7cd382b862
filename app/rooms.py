"""The register: every room that offers something, one line each, and the words of all of them."""

from app.bases import offers as bases
from app.cases import offers as cases
from app.children import offers as children
from app.concerns import offers as concerns
from app.consent import offers as consent
from app.offers.general_words import HOUSE
from app.offers.room import RoomOffers
from app.offers.words import RoomWords, together
from app.outreach import offers as outreach
from app.packets import offers as packets
from app.placements import offers as placements
from app.restoration import offers as restoration
from app.safeguarding import offers as safeguarding
from app.safety_plans import offers as safety_plans
from app.staff import offers as staff
from app.stage_moves import offers as stage_moves
from app.sweeps import offers as sweeps

ROOMS: tuple[RoomOffers, ...] = (
    outreach.OFFERS,
    safeguarding.OFFERS,
    concerns.OFFERS,
    stage_moves.OFFERS,
    packets.OFFERS,
    consent.OFFERS,
    cases.OFFERS,
    safety_plans.OFFERS,
    placements.OFFERS,
    restoration.OFFERS,
    children.OFFERS,
    bases.OFFERS,
    sweeps.OFFERS,
    staff.OFFERS,
)
"""In the order in which what waits in them presses: people who are not back from a shift stand first on Today."""

_WORDS = (HOUSE, *(room.words for room in ROOMS))

WORDS = RoomWords(
    events=together(words.events for words in _WORDS),
    reasons=together(words.reasons for words in _WORDS),
    notices=together(words.notices for words in _WORDS),
    facts=together(words.facts for words in _WORDS),
    codes=together(words.codes for words in _WORDS),
)
"""What every code of every room is called."""
