"""What a packet says of consent: within which limits, and who must not hear of it."""

from uuid import UUID

from app.consent.documents import Withholding
from app.foundation.vocabulary.sharing_partners import SharedWith
from app.packets.contents import SharingGrounds
from app.packets.grounds import ground_of
from models.case import Case
from tests.support.consents import consent_in, new_consent, override_in
from tests.support.organisation import Organisation
from tests.support.packets import told_case

UNCLE = Withholding(SharedWith.FAMILY, "the uncle in the blue house", "he took the money")


def grounds(organisation: Organisation, case_id: UUID) -> SharingGrounds:
    """Return section 11 as a packet for police would print it."""
    with organisation.reading("caseworker") as work:
        return ground_of(work, work.session.get_one(Case, case_id), ()).grounds


def test_whoever_must_not_be_told_stands_in_the_packet_whatever_kind_they_are(
    organisation: Organisation,
) -> None:
    case = told_case(organisation, with_consent="no")
    services = Withholding(SharedWith.SERVICE, why="she asked for it")
    consent_in(organisation, case.case_id, new_consent(withheld=(UNCLE, services)))

    (agreement,) = grounds(organisation, case.case_id).agreements
    assert agreement.limits is not None
    assert (
        "not to be told: the uncle in the blue house; Services and partner organisations" in agreement.limits
    )
    assert "he took the money" not in agreement.limits, "why is not the reader's to know"


def test_without_consent_the_reader_is_told_too_whom_not_to_tell(organisation: Organisation) -> None:
    case = told_case(organisation, with_consent="no")
    consent_in(organisation, case.case_id, new_consent(shared_with=(SharedWith.SERVICE,), withheld=(UNCLE,)))
    override_in(organisation, case.case_id)

    reason = grounds(organisation, case.case_id).lawful_reason
    assert reason is not None
    assert "not to be told: the uncle in the blue house" in reason
