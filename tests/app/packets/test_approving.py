"""What is submitted is frozen; two people approve exactly that; any edit voids it; three ids stay three."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from app.consent.documents import Withholding
from app.foundation.errors import Conflict, NotAllowedNow, NotVisible, Refused, WillNotOpen
from app.foundation.roles import Role
from app.foundation.vocabulary.packet_states import PacketState
from app.foundation.vocabulary.sharing_partners import SharedWith
from app.packets.approving import approve_packet
from app.packets.contents import Urgency, contents_from_json
from app.packets.drafting import change_recipients, change_words, return_to_writer, set_switches
from app.packets.loading import open_packet
from app.packets.packet_page import packet_page
from app.packets.submitting import submit_packet
from app.unit_of_work import UnitOfWork
from models.referral_packet import PacketApproval, PacketRecipient, ReferralPacket
from tests.support.consents import consent_in, new_consent, override_in, take_back
from tests.support.organisation import Organisation
from tests.support.packets import (
    NEEDS,
    NOTED,
    SEEN,
    PacketCase,
    approve,
    drafted,
    opened,
    released,
    seen_by,
    submitted,
    told_case,
    version_of,
)
from tests.support.tampering import behind


def change(organisation: Organisation, packet_id: UUID, *, by: str = "caseworker") -> None:
    """Edit one word."""
    with organisation.writing(by) as work:
        version = version_of(organisation, packet_id)
        change_words(work, packet_id, {"cover.contact": "Night desk"}, urgency=Urgency.HIGH, version=version)


class TestSubmitting:
    def test_the_kept_fields_are_frozen_and_only_those(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        packet_id = submitted(organisation, drafted(organisation, case.case_id))
        packet = opened(organisation, packet_id)

        assert packet.state is PacketState.SUBMITTED
        assert packet.snapshot is not None
        assert packet.row.snapshot_hash == packet.snapshot.digest
        assert SEEN in packet.snapshot.contents
        for withheld in (NEEDS, NOTED):
            assert withheld not in repr(packet.snapshot)
        contents = contents_from_json(packet.snapshot.contents)
        note = packet.draft.contents.chronology[2].record
        assert note is not None
        assert contents.withheld == (
            "safety.child_area",
            "safety.medical_need",
            "children.1.disability",
            f"chronology.{note.hex}",
        )
        assert contents.grounds.agreements[0].given_by == "Grandmother"

    def test_the_recipients_are_frozen_with_it(self, organisation: Organisation, case: PacketCase) -> None:
        packet_id = submitted(organisation, drafted(organisation, case.case_id, units=["Post 7"]))
        snapshot = opened(organisation, packet_id).frozen

        assert [one.mark for one in snapshot.recipients] == ["01", "02"]
        with organisation.server.store.reading() as session:
            assert set(session.scalars(select(PacketRecipient.id))) == {one.id for one in snapshot.recipients}
        other = replace(snapshot, recipients=snapshot.recipients[:1])
        assert other.digest != snapshot.digest

    def test_what_is_missing_is_said(self, organisation: Organisation) -> None:
        case = told_case(organisation, with_consent="no")
        packet_id = drafted(organisation, case.case_id)
        with organisation.writing("caseworker") as work:
            change_recipients(work, packet_id, (), (), version=1)
        with organisation.writing("caseworker") as work:
            typed = {"cover.request": "", "cover.contact_phone": ""}
            change_words(work, packet_id, typed, urgency=Urgency.LOW, version=2)

        with pytest.raises(NotAllowedNow) as refusal:
            submitted(organisation, packet_id)
        assert refusal.value.reasons == (
            "packet-no-request",
            "packet-no-phone",
            "packet-no-recipient",
            "consent-missing",
        )

    @pytest.mark.parametrize(
        ("prepare", "reason"),
        [
            (lambda _org, _case: None, "consent-missing"),
            (
                lambda org, case: take_back(org, case.case_id, consent_in(org, case.case_id)),
                "consent-withdrawn",
            ),
            (
                lambda org, case: consent_in(
                    org, case.case_id, new_consent(withheld=(Withholding(SharedWith.POLICE, "", "fear"),))
                ),
                "consent-withheld",
            ),
            (lambda org, case: override_in(org, case.case_id, approved_by=None), "override-waiting"),
        ],
    )
    def test_without_consent_it_stays_a_draft(
        self, organisation: Organisation, prepare: Callable[[Organisation, PacketCase], object], reason: str
    ) -> None:
        case = told_case(organisation, with_consent="no")
        packet_id = drafted(organisation, case.case_id)
        prepare(organisation, case)
        with pytest.raises(NotAllowedNow) as refusal:
            submitted(organisation, packet_id)
        assert reason in refusal.value.reasons
        assert opened(organisation, packet_id).state is PacketState.DRAFT

    def test_an_approved_override_opens_the_gate_and_is_stated(self, organisation: Organisation) -> None:
        case = told_case(organisation, with_consent="no")
        override_id = override_in(organisation, case.case_id)
        packet_id = submitted(organisation, drafted(organisation, case.case_id))

        snapshot = opened(organisation, packet_id).frozen
        assert snapshot.rests_on == (override_id,)
        reason = contents_from_json(snapshot.contents).grounds.lawful_reason
        assert reason is not None
        assert reason.startswith("RV-0002: Imminent harm. He is taken")

    def test_submitting_twice_or_from_an_old_page_changes_nothing(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        packet_id = submitted(organisation, drafted(organisation, case.case_id))
        with pytest.raises(Conflict), organisation.writing("caseworker") as work:
            submit_packet(work, packet_id, version=1)
        with pytest.raises(NotAllowedNow, match="packet-not-draft"):
            submitted(organisation, packet_id)

    def test_a_director_does_not_submit(self, organisation: Organisation, case: PacketCase) -> None:
        with pytest.raises(Refused):
            submitted(organisation, drafted(organisation, case.case_id), by="director")


class TestApproving:
    def test_a_supervisor_then_a_director_release_it(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        packet_id = submitted(organisation, drafted(organisation, case.case_id))
        approve(organisation, packet_id, by="supervisor")
        assert opened(organisation, packet_id).state is PacketState.APPROVED
        approve(organisation, packet_id, by="director")

        with organisation.reading("director") as work:
            page = packet_page(work, packet_id)
        assert page.state is PacketState.RELEASED
        assert [line.approved_as.value for line in page.approvals] == ["supervisor", "director"]
        with organisation.server.store.reading() as session:
            hashes = set(session.scalars(select(PacketApproval.snapshot_hash)))
        assert hashes == {page.digest}

    @pytest.mark.parametrize(
        ("name", "error"),
        [
            ("caseworker", Refused),
            ("othercaseworker", NotVisible),
            ("othersupervisor", NotVisible),
            ("counsellor", NotVisible),
            ("auditor", NotVisible),
        ],
    )
    def test_others_do_not_approve(
        self, organisation: Organisation, case: PacketCase, name: str, error: type[Exception]
    ) -> None:
        packet_id = submitted(organisation, drafted(organisation, case.case_id))
        with pytest.raises(error):
            approve(organisation, packet_id, by=name)

    def test_a_director_cannot_be_first_and_nobody_is_twice(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        packet_id = submitted(organisation, drafted(organisation, case.case_id))
        with pytest.raises(NotAllowedNow, match="packet-supervisor-first"):
            approve(organisation, packet_id, by="director")
        approve(organisation, packet_id, by="supervisor")
        with pytest.raises(NotAllowedNow, match="packet-approved-by-you"):
            approve(organisation, packet_id, by="supervisor")
        with pytest.raises(NotAllowedNow, match="packet-approved-already"):
            approve(organisation, packet_id, by="supervisor2")

    def test_whoever_wrote_a_word_of_it_cannot_approve_it(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        packet_id = drafted(organisation, case.case_id)
        change(organisation, packet_id, by="supervisor")
        submitted(organisation, packet_id)

        with pytest.raises(NotAllowedNow, match="packet-own-draft"):
            approve(organisation, packet_id, by="supervisor")
        approve(organisation, packet_id, by="supervisor2")

    def test_a_supervisor_cannot_approve_what_they_drafted_or_submitted(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        own = submitted(organisation, drafted(organisation, case.case_id, by="supervisor"), by="supervisor")
        sent = submitted(organisation, drafted(organisation, case.case_id), by="supervisor")
        for packet_id in (own, sent):
            with pytest.raises(NotAllowedNow, match="packet-own-draft"):
                approve(organisation, packet_id, by="supervisor")

    @pytest.mark.parametrize(
        ("name", "reason"), [("supervisor", "approved-by-you"), ("supervisor2", "own-draft")]
    )
    def test_a_promotion_in_between_gives_no_second_say(
        self, organisation: Organisation, case: PacketCase, name: str, reason: str
    ) -> None:
        packet_id = drafted(organisation, case.case_id)
        change(organisation, packet_id, by="supervisor2")
        submitted(organisation, packet_id)
        approve(organisation, packet_id, by="supervisor")
        digest = opened(organisation, packet_id).frozen.digest

        with pytest.raises(NotAllowedNow, match=f"packet-{reason}"), organisation.writing(name) as work:
            promote(work)
            seen = seen_by(work, packet_id, digest)
            version = version_of(organisation, packet_id)
            approve_packet(work, packet_id, digest=digest, seen=seen, version=version)

    def test_another_snapshot_than_the_one_shown_is_not_approved(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        packet_id = submitted(organisation, drafted(organisation, case.case_id))
        digest, version = opened(organisation, packet_id).frozen.digest, version_of(organisation, packet_id)
        for shown, asked in (("0" * 64, version), (digest, 1)):
            with pytest.raises(Conflict), organisation.writing("supervisor") as work:
                seen = seen_by(work, packet_id, digest)
                approve_packet(work, packet_id, digest=shown, seen=seen, version=asked)

    def test_a_draft_is_not_approved(self, organisation: Organisation, case: PacketCase) -> None:
        with pytest.raises(NotAllowedNow, match="packet-not-submitted"):
            approve(organisation, drafted(organisation, case.case_id), by="supervisor")


class TestEditingVoids:
    @pytest.mark.parametrize("step", ["words", "switches", "recipients"])
    def test_any_edit_makes_it_a_draft_again_and_every_approval_void(
        self, organisation: Organisation, case: PacketCase, step: str
    ) -> None:
        packet_id = released(organisation, case.case_id)
        with organisation.writing("caseworker") as work:
            version = version_of(organisation, packet_id)
            if step == "words":
                change_words(work, packet_id, {}, urgency=Urgency.NOW, version=version)
            elif step == "switches":
                set_switches(work, packet_id, (), version=version)
            else:
                change_recipients(work, packet_id, ("ahtjp_national",), (), version=version)

        packet = opened(organisation, packet_id)
        assert packet.state is PacketState.DRAFT
        assert packet.snapshot is None
        assert packet.row.snapshot_hash is None
        with organisation.server.store.reading() as session:
            voided = list(session.scalars(select(PacketApproval.voided_at)))
        assert len(voided) == 2
        assert None not in voided

    def test_it_is_approved_anew_by_the_same_people(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        packet_id = released(organisation, case.case_id)
        change(organisation, packet_id)
        submitted(organisation, packet_id)
        with organisation.reading("director") as work:
            assert open_packet(work, packet_id).approvals == ()
        with pytest.raises(NotAllowedNow, match="packet-supervisor-first"):
            approve(organisation, packet_id, by="director")
        approve(organisation, packet_id, by="supervisor")
        approve(organisation, packet_id, by="director")
        assert opened(organisation, packet_id).state is PacketState.RELEASED

    def test_a_director_sends_it_back_with_a_reason_and_stays_free_to_approve_it(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        packet_id = submitted(organisation, drafted(organisation, case.case_id))
        approve(organisation, packet_id, by="supervisor")
        with organisation.writing("director") as work:
            version = version_of(organisation, packet_id)
            return_to_writer(work, packet_id, why="Name the street", version=version)

        assert opened(organisation, packet_id).draft.returned[0].why == "Name the street"
        submitted(organisation, packet_id)
        approve(organisation, packet_id, by="supervisor")
        approve(organisation, packet_id, by="director")

    def test_a_caseworker_sends_nothing_back_and_a_reason_is_needed(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        packet_id = submitted(organisation, drafted(organisation, case.case_id))
        version = version_of(organisation, packet_id)
        with pytest.raises(Refused), organisation.writing("caseworker") as work:
            return_to_writer(work, packet_id, why="x", version=version)
        with pytest.raises(NotAllowedNow, match="reason-missing"), organisation.writing("supervisor") as work:
            return_to_writer(work, packet_id, why=" \u200b", version=version)


class TestTampering:
    def test_a_snapshot_that_was_changed_does_not_open(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        packet_id = submitted(organisation, drafted(organisation, case.case_id))
        with behind(organisation) as session:
            row = session.get_one(ReferralPacket, packet_id)
            assert row.snapshot is not None
            row.snapshot = row.snapshot[:-1] + bytes([row.snapshot[-1] ^ 1])
        with pytest.raises(WillNotOpen), organisation.reading("supervisor") as work:
            open_packet(work, packet_id)

    def test_an_older_snapshot_put_back_is_refused(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        packet_id = released(organisation, case.case_id)
        with organisation.server.store.reading() as session:
            older = session.get_one(ReferralPacket, packet_id).snapshot
        change(organisation, packet_id)
        submitted(organisation, packet_id)
        with behind(organisation) as session:
            session.execute(update(ReferralPacket).values(snapshot=older))

        with pytest.raises(WillNotOpen), organisation.reading("director") as work:
            open_packet(work, packet_id)

    def test_an_approval_written_into_the_database_approves_nothing(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        packet_id = submitted(organisation, drafted(organisation, case.case_id))
        digest = opened(organisation, packet_id).frozen.digest
        with behind(organisation) as session:
            session.add(
                PacketApproval(
                    id=uuid4(),
                    packet_id=packet_id,
                    snapshot_hash=digest,
                    approved_as="supervisor",
                    approved_by=organisation.ids["supervisor"],
                    approved_at=organisation.clock.now(),
                )
            )

        with pytest.raises(NotAllowedNow, match="packet-supervisor-first"):
            approve(organisation, packet_id, by="director")

    def test_a_voided_approval_set_free_in_the_database_approves_nothing(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        packet_id = released(organisation, case.case_id)
        change(organisation, packet_id)
        submitted(organisation, packet_id)
        digest = opened(organisation, packet_id).frozen.digest
        with behind(organisation) as session:
            session.execute(update(PacketApproval).values(voided_at=None, snapshot_hash=digest))

        with organisation.reading("director") as work:
            assert open_packet(work, packet_id).approvals == ()


def promote(work: UnitOfWork) -> None:
    """Let the person of a work be a director by now."""
    work.person = replace(work.person, role=Role.DIRECTOR, base_id=None)
