"""What consent offers: pending requests to share without it, what was recorded, and its words."""

from app.case_records.first_days import FirstOf
from app.consent.known_consents import CONSENTS
from app.consent.today import overrides_to_approve
from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.offers.changes import Written
from app.offers.places import CasePlace, CaseTab, RecordPage, Topic
from app.offers.room import RoomOffers
from app.offers.words import Notice, RoomWords
from models.consent import Consent

_WORDS = RoomWords(
    events={
        "consent.recorded": N_("wrote down a consent"),
        "consent.withdrawn": N_("wrote down that a consent was taken back"),
        "consent.override_asked": N_("asked to share without consent"),
        "consent.override_approved": N_("approved sharing without consent"),
    },
    reasons={
        "basis-not-for-age": N_(
            "At this child's age somebody else is asked. Choose one of the answers offered now."
        ),
        "consent-from-suspect": N_(
            "Consent never comes from somebody suspected of harming the child. "
            "Tick the statement, or ask your supervisor."
        ),
        "giver-missing": N_("Write who it was."),
        "witness-missing": N_("Write the name of the witness or interpreter."),
        "share-missing": N_("Choose with whom it may be shared, or write who is not to be told."),
        "what-missing": N_("Write what may be shared."),
        "why-missing": N_("Write why each of them is not to be told."),
        "not-withdrawn": N_("Nobody took this consent back; there is nothing to mark."),
        "not-an-override": N_("This is not a request to share without consent."),
        "own-override": N_("You asked for this yourself; somebody else approves it."),
        "override-approved": N_("This is approved already."),
        "consent-missing": N_(
            "Nobody has agreed yet that this may be shared. Ask, and write the answer down under Consent and assent."
        ),
        "consent-withdrawn": N_("The consent was taken back."),
        "consent-withheld": N_("It was said that they are not to be told."),
        "consent-not-for-age": N_(
            "The consent was given by somebody who cannot give it at this child's age. Ask again."
        ),
        "consent-unreadable": N_(
            "A consent record does not open; until that is explained it counts as one that withholds."
        ),
        "override-waiting": N_(
            "Sharing without consent was asked for and waits for somebody else's approval."
        ),
    },
    notices={
        "consent-recorded": Notice(N_("What was agreed is written down.")),
        "consent-withdrawn": Notice(
            N_("It is written down that the consent was taken back. It allows nothing now."), "info"
        ),
        "override-asked": Notice(N_("Somebody else must approve this before anything is shared."), "info"),
        "override-approved": Notice(N_("Sharing without consent is approved, with your name.")),
    },
)

OFFERS = RoomOffers(
    words=_WORDS,
    first_days=FirstOf(CONSENTS, Consent.given_at, N_("Consent")).of_child,
    pages={"consent": RecordPage("consents.list_consents", "case_id")},
    topics={"consents": Topic(N_("Consent and assent"), within="cases")},
    case_places=(
        CasePlace(
            tab=CaseTab.PAPERS,
            label=N_("Consent and assent"),
            endpoint="consents.list_consents",
            permission=Permission.CONSENT_READ,
        ),
    ),
    waiting=overrides_to_approve,
    changes=(
        Written(
            "consent",
            N_("A consent was recorded"),
            at=Consent.written_at,
            by=Consent.written_by,
            permission=Permission.CONSENT_READ,
        ),
    ),
)
