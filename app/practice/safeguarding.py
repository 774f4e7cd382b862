"""The safeguarding circle, whom to call instead, and the one allegation it had to look into."""

from datetime import datetime, timedelta
from functools import partial
from uuid import UUID, uuid4

from app.concerns.observing import Observed
from app.concerns.triage import CloseConcern
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.foundation.vocabulary.urgencies import Urgency
from app.practice.calendar import just_before, moment_of
from app.practice.organisation import Practice
from app.practice.people import DIRECTOR
from app.practice.year import Year
from app.safeguarding.allegations import (
    AllegationInput,
    acknowledge_allegation,
    close_allegation,
    post_allegation,
)
from app.safeguarding.circle import admit_to_safeguarding, open_circle
from app.safeguarding.outside_card import make_outside_card
from app.safeguarding.outside_member import outside_member_page, write_outside_member
from app.safeguarding.pages import allegation_page
from app.staff.accounts import own_six_words

FOCAL_POINT, BOARD_MEMBER, POSTED_BY = "chanthy", "sopheak", "kunthea"
BOARD_MEMBERS_NAME, BOARD_MEMBERS_PHONE = "Keo Sophal", "000 000 103"
POSTED_DAYS_AGO = 70
ABOUT = "A visitor of the drop-in centre"
WORDS = (
    "He took photographs of the children in the garden although we had asked him twice not to, "
    "and showed them to another visitor."
)
OUTCOME = (
    "The photographs were deleted in front of two of us. He does not come again; the guard knows his name."
)


def found_circle(practice: Practice) -> None:
    """Open the circle with the focal point, who admits the board member after comparing the six words.

    The director then records how to reach the board member, which asks for the password again.
    """
    with practice.writing(FOCAL_POINT) as work:
        open_circle(work)
    with practice.reading(BOARD_MEMBER) as work:
        words = " ".join(own_six_words(work))
    with practice.writing(FOCAL_POINT) as work:
        admit_to_safeguarding(work, practice.ids[BOARD_MEMBER], words)
    practice.sign_in_anew(DIRECTOR.username)
    with practice.writing(DIRECTOR.username) as work:
        version = outside_member_page(work).version
        write_outside_member(work, BOARD_MEMBERS_NAME, BOARD_MEMBERS_PHONE, version=version)


def make_board_members_card(practice: Practice) -> tuple[str, ...]:
    """Make the outside member's card, as the focal point with both cards of the kit; return its words."""
    practice.sign_in_anew(FOCAL_POINT)
    with practice.writing(FOCAL_POINT) as work:
        card = make_outside_card(work, BOARD_MEMBERS_NAME, BOARD_MEMBERS_PHONE, *practice.kit_cards)
    practice.kit_cards = ("", "")
    return card.words if card else ()


def note_allegation(practice: Practice, year: Year, *, ends: datetime) -> None:
    """Write one allegation, its receipt and its end into the diary."""
    allegation_id, posted_at = uuid4(), moment_of(POSTED_DAYS_AGO, ends)
    year.at(posted_at, partial(_post, practice, allegation_id))
    year.at(posted_at + timedelta(hours=2), partial(_receive, practice, allegation_id))
    year.at(posted_at + timedelta(days=6), partial(_close, practice, allegation_id))


def _post(practice: Practice, allegation_id: UUID) -> None:
    seen = Observed(EvidenceBasis.SEEN, WORDS, just_before(practice.clock.now(), hours=1), place="Garden")
    with practice.writing(POSTED_BY) as work:
        post_allegation(work, AllegationInput(allegation_id, Urgency.HIGH, ABOUT, seen))


def _receive(practice: Practice, allegation_id: UUID) -> None:
    with practice.writing(FOCAL_POINT) as work:
        acknowledge_allegation(work, allegation_id)


def _close(practice: Practice, allegation_id: UUID) -> None:
    with practice.writing(FOCAL_POINT) as work:
        version = allegation_page(work, allegation_id).version
        close_allegation(work, allegation_id, CloseConcern(OUTCOME, version))
