"""A whole older row of a consent fits its tag; the trail, which nobody rewrites unseen, tells that it is older."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete, select, update

from app.consent.documents import Withholding
from app.consent.gate import sharing_of
from app.consent.known_consents import ConsentState, consents_page
from app.foundation.errors import NotAllowedNow
from app.foundation.vocabulary.sharing_partners import SharedWith
from app.packets.exporting import why_not_now
from models.case import Case
from models.consent import Consent
from tests.support.consents import consent_in, new_consent, override_in, take_back
from tests.support.opened_cases import case_of, child_of
from tests.support.organisation import Organisation
from tests.support.packets import PacketCase, exported, opened, released, told_case
from tests.support.pages import read
from tests.support.tampering import behind

POLICE = SharedWith.POLICE


@pytest.fixture
def case_id(organisation: Organisation) -> UUID:
    """A case that `caseworker` is assigned to."""
    return case_of(organisation, child_of(organisation))


def row_of(organisation: Organisation, consent_id: UUID) -> dict[str, Any]:
    """Return every column of a stored consent."""
    with organisation.server.store.reading() as session:
        row = session.get_one(Consent, consent_id)
        return {column.name: getattr(row, column.name) for column in Consent.__table__.columns}


def put_row_back(organisation: Organisation, row: dict[str, Any]) -> None:
    """Write an older row over the newer one, as somebody with the database could."""
    with behind(organisation) as session:
        session.execute(update(Consent).where(Consent.id == row["id"]).values(**row))


def may_share(organisation: Organisation, case_id: UUID) -> bool:
    with organisation.reading("caseworker") as work:
        child_id = work.session.scalars(select(Case.child_id).where(Case.id == case_id)).one()
        return sharing_of(work, child_id, with_whom=POLICE, recipients=()).is_allowed


def test_a_consent_that_was_taken_back_does_not_come_back(organisation: Organisation, case_id: UUID) -> None:
    consent_id = consent_in(organisation, case_id)
    before = row_of(organisation, consent_id)
    assert may_share(organisation, case_id)
    take_back(organisation, case_id, consent_id)

    put_row_back(organisation, before)
    assert not may_share(organisation, case_id)
    with organisation.reading("caseworker") as work:
        (record,) = consents_page(work, case_id).records
    assert record.state is ConsentState.UNREADABLE
    page = read(organisation.client("caseworker").get(f"/cases/{case_id}/consents/"))
    assert page.select("[data-changed-outside]")


def test_an_override_that_was_taken_back_does_not_come_back(
    organisation: Organisation, case_id: UUID
) -> None:
    override_id = override_in(organisation, case_id)
    before = row_of(organisation, override_id)
    assert may_share(organisation, case_id)
    take_back(organisation, case_id, override_id)

    put_row_back(organisation, before)
    assert not may_share(organisation, case_id)


def test_a_packet_that_rests_on_one_does_not_leave(organisation: Organisation) -> None:
    case: PacketCase = told_case(organisation)
    packet_id = released(organisation, case.case_id)
    with organisation.server.store.reading() as session:
        (consent_id,) = session.scalars(select(Consent.id).where(Consent.case_id == case.case_id))
    before = row_of(organisation, consent_id)
    take_back(organisation, case.case_id, consent_id)
    put_row_back(organisation, before)

    with pytest.raises(NotAllowedNow, match="consent-unreadable"):
        exported(organisation, packet_id)
    packet = opened(organisation, packet_id, by="director")
    with organisation.reading("director") as work:
        assert why_not_now(work, packet, packet.frozen.recipients) == ("consent-unreadable",)


def test_who_must_not_be_told_is_not_forgotten_with_its_row(
    organisation: Organisation, case_id: UUID
) -> None:
    consent_in(organisation, case_id)
    withheld = Withholding(POLICE, "", "the uncle works there")
    withholding_id = consent_in(organisation, case_id, new_consent(shared_with=(), withheld=(withheld,)))
    assert not may_share(organisation, case_id)

    with behind(organisation) as session:
        session.execute(delete(Consent).where(Consent.id == withholding_id))
    assert not may_share(organisation, case_id)
    page = read(organisation.client("caseworker").get(f"/cases/{case_id}/consents/"))
    assert page.select("[data-changed-outside]")
