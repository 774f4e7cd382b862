"""Consents for tests of higher rooms, written by the service in a cast member's name."""

from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

from app.consent.known_consents import consents_page
from app.consent.recording import (
    ConsentInput,
    OverrideInput,
    approve_override,
    ask_to_override,
    withdraw_consent,
    write_consent,
)
from app.foundation.vocabulary.consent_bases import ConsentBasis
from app.foundation.vocabulary.consent_forms import ConsentForm
from app.foundation.vocabulary.sharing_partners import SharedWith
from tests.support.organisation import Organisation


def new_consent(**options: object) -> ConsentInput:
    """Return a caregiver's consent to share with police, as it is typed."""
    typed = ConsentInput(
        id=uuid4(),
        basis=ConsentBasis.CAREGIVER,
        given_on=date(2026, 11, 1),
        given_by="Grandmother",
        form=ConsentForm.THUMBPRINT,
        shared_with=(SharedWith.POLICE,),
        what="His name, and what he said about the guesthouse",
        with_whom="Municipal anti-trafficking police",
        not_a_suspect=True,
    )
    return replace(typed, **options)  # type: ignore[arg-type]  # a test's own words


def new_override(**options: object) -> OverrideInput:
    """Return a request to share with police without consent, as it is typed."""
    typed = OverrideInput(
        id=uuid4(),
        basis=ConsentBasis.IMMINENT_HARM,
        shared_with=(SharedWith.POLICE,),
        what="Where he is tonight",
        reason="He is taken to the guesthouse again on Friday; asking there would warn them.",
    )
    return replace(typed, **options)  # type: ignore[arg-type]  # a test's own words


def consent_in(
    organisation: Organisation, case_id: UUID, new: ConsentInput | None = None, *, by: str = "caseworker"
) -> UUID:
    """Write a consent down."""
    with organisation.writing(by) as work:
        return write_consent(work, case_id, new or new_consent())


def override_in(
    organisation: Organisation,
    case_id: UUID,
    *,
    by: str = "caseworker",
    approved_by: str | None = "supervisor",
) -> UUID:
    """Ask to share without consent, and let somebody approve it."""
    new = new_override()
    with organisation.writing(by) as work:
        ask_to_override(work, case_id, new)
    if approved_by:
        with organisation.writing(approved_by) as work:
            approve_override(work, new.id, version=1)
    return new.id


def take_back(organisation: Organisation, case_id: UUID, consent_id: UUID, *, by: str = "caseworker") -> None:
    """Record that a consent was taken back."""
    with organisation.writing(by) as work:
        (found,) = [r for r in consents_page(work, case_id).records if r.id == consent_id]
        withdraw_consent(work, consent_id, version=found.version, by_whom="The child", why="She is afraid")
