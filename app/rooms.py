"""The register: one line for every room that offers something; the words, places and pages of all rooms."""

from app.absences import offers as absences
from app.bases import offers as bases
from app.cases import offers as cases
from app.children import offers as children
from app.clubs import offers as clubs
from app.concerns import offers as concerns
from app.consent import offers as consent
from app.families import offers as families
from app.group_sessions import offers as group_sessions
from app.home_visits import offers as home_visits
from app.mistakes import offers as mistakes
from app.offers.general_words import HOUSE
from app.offers.house import HOUSE_PLACES, HOUSE_TOPICS
from app.offers.places import Act, CasePlace, CaseTab, Group, Place
from app.offers.room import RoomOffers
from app.offers.words import RoomWords, together
from app.outreach import offers as outreach
from app.packets import offers as packets
from app.placements import offers as placements
from app.restoration import offers as restoration
from app.safeguarding import offers as safeguarding
from app.safety_plans import offers as safety_plans
from app.screening import offers as screening
from app.sheets import offers as sheets
from app.staff import offers as staff
from app.stage_moves import offers as stage_moves
from app.sweeps import offers as sweeps
from app.system_health import offers as system_health

ROOMS: tuple[RoomOffers, ...] = (
    outreach.OFFERS,
    home_visits.OFFERS,
    safeguarding.OFFERS,
    concerns.OFFERS,
    clubs.OFFERS,
    group_sessions.OFFERS,
    sheets.OFFERS,
    stage_moves.OFFERS,
    mistakes.OFFERS,
    packets.OFFERS,
    consent.OFFERS,
    cases.OFFERS,
    safety_plans.OFFERS,
    placements.OFFERS,
    screening.OFFERS,
    restoration.OFFERS,
    families.OFFERS,
    absences.OFFERS,
    children.OFFERS,
    bases.OFFERS,
    sweeps.OFFERS,
    staff.OFFERS,
    system_health.OFFERS,
)
"""In order of urgency, as Today shows them: people who are not back from a shift come first."""

_WORDS = (HOUSE, *(room.words for room in ROOMS))

WORDS = RoomWords(
    events=together(words.events for words in _WORDS),
    reasons=together(words.reasons for words in _WORDS),
    notices=together(words.notices for words in _WORDS),
    facts=together(words.facts for words in _WORDS),
    codes=together(words.codes for words in _WORDS),
)
"""The words for every code of every room."""

PLACES: tuple[Place, ...] = tuple(
    sorted(
        (*HOUSE_PLACES, *(place for room in ROOMS for place in room.places)),
        key=lambda place: (list(Group).index(place.group), place.order),
    )
)
"""The places of the rail, as it shows them."""

ACTS: tuple[Act, ...] = tuple(sorted((act for room in ROOMS for act in room.acts), key=lambda act: act.order))
"""What can be written down anew from any page, as the + menu shows it."""

CASE_PLACES: tuple[CasePlace, ...] = tuple(
    sorted(
        (place for room in ROOMS for place in room.case_places),
        key=lambda place: (list(CaseTab).index(place.tab), place.order),
    )
)
"""The pages of a case, tab by tab."""

TOPICS = together((HOUSE_TOPICS, *(room.topics for room in ROOMS)))
"""What pages are called, by the name of the blueprint, which is the first part of an endpoint."""

KIND_PAGES = together(room.pages for room in ROOMS)
"""The page of each kind of record."""
