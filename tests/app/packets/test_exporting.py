"""Only a released packet becomes a file, by a third person with fresh proof, and only while consent stands."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from app.access.gate import abandon
from app.consent.documents import Withholding
from app.foundation.errors import (
    AlreadyDone,
    Conflict,
    NotAllowedNow,
    NotVisible,
    Refused,
)
from app.foundation.roles import Role
from app.foundation.vocabulary.sharing_partners import SharedWith
from app.packets import exporting
from app.packets.contents import Urgency
from app.packets.drafting import change_words
from app.packets.exporting import export_packet
from app.unit_of_work import Mode
from models.audit_event import AuditEvent
from models.consent import Consent
from models.referral_packet import PacketApproval, PacketFile
from tests.support.consents import consent_in, new_consent, take_back
from tests.support.organisation import Organisation
from tests.support.packets import (
    PacketCase,
    approve,
    drafted,
    exported,
    order_for,
    page_of,
    released,
    submitted,
    version_of,
)
from tests.support.tampering import behind


@pytest.mark.usefixtures("quick")
class TestWhoExports:
    def test_the_director_who_approved_and_another_director_may(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        packet_id = released(organisation, case.case_id)
        assert exported(organisation, packet_id).recipient.mark == "01"
        assert exported(organisation, packet_id, by="director2").recipient.mark == "01"

    @pytest.mark.parametrize(
        ("name", "error"),
        [
            ("caseworker", Refused),
            ("supervisor", Refused),
            ("supervisor2", Refused),
            ("othersupervisor", NotVisible),
            ("othercaseworker", NotVisible),
            ("auditor", NotVisible),
            ("technician", NotVisible),
        ],
    )
    def test_nobody_else_does(
        self, organisation: Organisation, case: PacketCase, name: str, error: type[Exception]
    ) -> None:
        packet_id = released(organisation, case.case_id)
        with pytest.raises(error):
            exported(organisation, packet_id, by=name)

    @pytest.mark.parametrize(
        ("name", "reason"), [("supervisor", "packet-approved-by-you"), ("supervisor2", "packet-own-draft")]
    )
    def test_a_promotion_in_between_lets_nobody_export_what_they_wrote_or_approved(
        self, organisation: Organisation, case: PacketCase, name: str, reason: str
    ) -> None:
        packet_id = drafted(organisation, case.case_id, by="supervisor2")
        submitted(organisation, packet_id, by="supervisor2")
        approve(organisation, packet_id, by="supervisor")
        approve(organisation, packet_id, by="director")
        order = order_for(organisation, packet_id)

        work = organisation.open(name, Mode.READING)
        work.person = replace(work.person, role=Role.DIRECTOR, base_id=None)
        try:
            with pytest.raises(NotAllowedNow, match=reason):
                export_packet(work, order)
        finally:
            abandon(work)

    @pytest.mark.parametrize("steps", [0, 1, 2])
    def test_nothing_leaves_before_both_approved(
        self, organisation: Organisation, case: PacketCase, steps: int
    ) -> None:
        packet_id = drafted(organisation, case.case_id)
        if steps:
            submitted(organisation, packet_id)
        if steps > 1:
            approve(organisation, packet_id, by="supervisor")
        with pytest.raises(NotAllowedNow, match="packet-not-approved"):
            exported(organisation, packet_id)

    def test_an_approval_taken_out_of_the_database_stops_it(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        packet_id = released(organisation, case.case_id)
        with behind(organisation) as session:
            session.execute(update(PacketApproval).values(voided_at=organisation.clock.now()))
        with pytest.raises(NotAllowedNow, match="packet-not-approved"):
            exported(organisation, packet_id)


@pytest.mark.usefixtures("quick")
class TestExporting:
    def test_a_reason_and_a_recipient_that_was_approved_are_needed(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        packet_id = released(organisation, case.case_id)
        for options, reason in (
            ({"reason": " \u200b"}, "reason-missing"),
            ({"recipient_id": uuid4()}, "packet-unknown-recipient"),
        ):
            with pytest.raises(NotAllowedNow, match=reason):
                exported(organisation, packet_id, order_for(organisation, packet_id, **options))

    def test_the_same_form_sent_twice_makes_one_and_another_makes_another(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        packet_id = released(organisation, case.case_id)
        order = order_for(organisation, packet_id)
        first = exported(organisation, packet_id, order)
        with pytest.raises(AlreadyDone):
            exported(organisation, packet_id, order)
        second = exported(organisation, packet_id, replace(order, id=uuid4()))

        assert first.sha256_hex != second.sha256_hex
        assert first.words != second.words
        assert len(page_of(organisation, packet_id).files) == 2

    def test_consent_taken_back_after_the_approvals_stops_it(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        packet_id = released(organisation, case.case_id)
        take_back(organisation, case.case_id, _consent_id(organisation))
        with pytest.raises(NotAllowedNow, match="consent-withdrawn"):
            exported(organisation, packet_id)
        assert page_of(organisation, packet_id).files == ()

    def test_another_consent_than_the_one_it_states_does_not_open_it(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        packet_id = released(organisation, case.case_id)
        take_back(organisation, case.case_id, _consent_id(organisation))
        consent_in(organisation, case.case_id, new_consent(given_by="Aunt"))
        with pytest.raises(NotAllowedNow, match="packet-grounds-changed"):
            exported(organisation, packet_id)

    def test_a_unit_that_is_not_to_be_told_gets_no_file_and_another_none_that_does_not_say_so(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        packet_id = released(organisation, case.case_id, units=["District police post"])
        withheld = (Withholding(SharedWith.POLICE, "district police post", "an uncle works there"),)
        consent_in(organisation, case.case_id, new_consent(shared_with=(), withheld=withheld))

        with pytest.raises(NotAllowedNow, match="packet-grounds-changed"):
            exported(organisation, packet_id)
        (change,) = page_of(organisation, packet_id).comparison.changes
        assert "not to be told: district police post" in change.after
        with pytest.raises(NotAllowedNow, match="consent-withheld"):
            exported(organisation, packet_id, order_for(organisation, packet_id, number=1))

    def test_what_changes_while_the_file_is_made_stops_it(
        self, organisation: Organisation, case: PacketCase, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        packet_id = released(organisation, case.case_id)
        order = order_for(organisation, packet_id)
        make = vars(exporting)["make_packet_file"]

        def meanwhile(*arguments, **options):  # type: ignore[no-untyped-def]  # passes everything on
            with organisation.writing("caseworker") as work:
                version = version_of(organisation, packet_id)
                change_words(work, packet_id, {}, urgency=Urgency.LOW, version=version)
            return make(*arguments, **options)

        monkeypatch.setattr(exporting, "make_packet_file", meanwhile)
        with pytest.raises(Conflict):
            exported(organisation, packet_id, order)
        with organisation.server.store.reading() as session:
            assert session.scalars(select(PacketFile)).all() == []

    def test_consent_taken_back_while_the_file_is_made_stops_it(
        self, organisation: Organisation, case: PacketCase, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        packet_id = released(organisation, case.case_id)
        make = vars(exporting)["make_packet_file"]

        def meanwhile(*arguments, **options):  # type: ignore[no-untyped-def]  # passes everything on
            take_back(organisation, case.case_id, _consent_id(organisation))
            return make(*arguments, **options)

        monkeypatch.setattr(exporting, "make_packet_file", meanwhile)
        with pytest.raises(NotAllowedNow, match="consent-withdrawn"):
            exported(organisation, packet_id)
        with organisation.server.store.reading() as session:
            assert session.scalars(select(PacketFile)).all() == []

    def test_neither_words_nor_bytes_are_kept_anywhere(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        made = exported(organisation, released(organisation, case.case_id))

        data = organisation.server.settings.data_folder
        kept = b"".join(file.read_bytes() for file in sorted(data.rglob("*")) if file.is_file())
        assert made.sha256_hex.encode() in kept
        assert made.content not in kept
        assert made.words.encode() not in kept
        assert made.words not in repr(made)

    def test_the_trail_names_the_file_and_nobody(self, organisation: Organisation, case: PacketCase) -> None:
        made = exported(organisation, released(organisation, case.case_id))
        with organisation.server.store.reading() as session:
            query = select(AuditEvent.body).where(AuditEvent.action == "packet.exported")
            (body,) = session.scalars(query).all()
        assert made.sha256_hex in body
        assert "Vannak" not in body
        assert made.words not in body

    def test_after_a_file_was_made_words_stay_as_they_are(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        packet_id = released(organisation, case.case_id)
        exported(organisation, packet_id)
        with pytest.raises(NotAllowedNow, match="packet-left"), organisation.writing("caseworker") as work:
            version = version_of(organisation, packet_id)
            change_words(work, packet_id, {}, urgency=Urgency.LOW, version=version)


def _consent_id(organisation: Organisation) -> UUID:
    with organisation.server.store.reading() as session:
        return session.scalars(select(Consent.id)).one()
