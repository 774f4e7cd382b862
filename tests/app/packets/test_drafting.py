"""A packet gathers what its drafter may open, keeps words and switches apart from the case, and is theirs to write."""

from dataclasses import replace
from datetime import date, time
from uuid import uuid4

import pytest
from sqlalchemy import select

from app.cases.notes import NoteInput, add_note
from app.children.children import change_child, editable_child
from app.concerns.disclosures import DisclosureInput, add_disclosure
from app.foundation.errors import (
    Conflict,
    NotAllowedNow,
    WillNotOpen,
)
from app.foundation.local_time import to_typed
from app.foundation.moments import MomentInput
from app.foundation.vocabulary.age_bases import AgeBasis as KnownBasis
from app.foundation.vocabulary.company import Company
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.foundation.vocabulary.languages import Language as Spoken
from app.foundation.vocabulary.promptings import Prompting
from app.foundation.vocabulary.sharing_partners import SharedWith
from app.outreach.documents import Account, ChildDescription, MetChildInput, Place
from app.packets.contents import AgeBasis, AgeRange, Asked, GuardianSafety, HowKnown, Urgency
from app.packets.drafting import (
    News,
    change_recipients,
    change_words,
    set_switches,
    take_in_news,
)
from app.packets.drafts import draft_page
from app.packets.fields import field_switches
from app.packets.loading import open_packet
from app.packets.packet_page import packet_page
from app.packets.recipients import UnitInput
from models.audit_event import AuditEvent
from models.concern import Concern
from models.disclosure import Disclosure
from models.referral_packet import ReferralPacket
from tests.support.organisation import Organisation
from tests.support.outreach import met_on, shift_of, typed
from tests.support.packets import (
    NEEDS,
    NOTED,
    REQUEST,
    SAID,
    SEEN,
    SHELTER,
    TRANSLATED,
    PacketCase,
    drafted,
    opened,
    version_of,
)
from tests.support.tampering import behind, flip


class TestGathering:
    def test_the_child_is_in_it_with_both_names_and_how_the_age_is_known(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        (child,) = opened(organisation, drafted(organisation, case.case_id)).draft.contents.children

        assert (child.name_romanised, child.name_local) == ("Sok Vannak", "សុខ វណ្ណៈ")
        assert child.age == AgeRange(youngest_years=4, oldest_years=5)
        assert child.age_basis is AgeBasis.WORKER_ESTIMATE
        assert child.guardian == "Grandmother, Sok Chan"
        assert child.guardian_safety is GuardianSafety.SAFE
        assert child.language == "Khmer"

    def test_an_age_without_a_basis_says_so(self, organisation: Organisation, case: PacketCase) -> None:
        with organisation.writing("supervisor") as work:
            seen = editable_child(work, case.child_id)
            age = replace(seen.profile.age, basis=KnownBasis.NOT_KNOWN) if seen.profile.age else None
            change_child(work, case.child_id, replace(seen.profile, age=age), version=seen.row.version)

        (child,) = opened(organisation, drafted(organisation, case.case_id)).draft.contents.children
        assert child.age_basis is AgeBasis.NOT_RECORDED

    def test_what_was_seen_heard_and_told_is_in_it_in_the_order_it_happened(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        packet = opened(organisation, drafted(organisation, case.case_id))
        told, seen, noted = packet.draft.contents.chronology

        assert (told.text, told.translation, told.asked) == (SAID, TRANSLATED, Asked.UNASKED)
        assert told.how_known is HowKnown.TOLD
        assert told.late_entry
        assert (seen.text, seen.how_known, seen.place) == (SEEN, HowKnown.SEEN, "Night market")
        assert not seen.late_entry
        assert noted.text == NOTED
        with organisation.reading("field") as work:
            assert seen.worker_code == work.person.worker_code

    def test_a_meeting_on_the_street_is_in_it_with_the_coarse_place_and_the_witness(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        account = Account(
            Place("12", "by the steps"), (Company.UNKNOWN_ADULT,), "two men", words="He was tired."
        )
        child = MetChildInput(ChildDescription(words="boy, red shirt"), case.child_id)
        met_on(organisation, shift_of(organisation), typed(organisation, account=account, children=(child,)))

        met = opened(organisation, drafted(organisation, case.case_id)).draft.contents.chronology[-1]
        assert met.text.splitlines()[:2] == ["He was tired.", "boy, red shirt"]
        assert "two men" in met.text
        assert met.how_known is HowKnown.SEEN
        assert met.place is not None
        assert met.place.startswith("by the steps, ")

    def test_a_concern_that_does_not_open_is_counted_and_the_rest_stands(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        flip(organisation, Concern, "observation", case.concern_id)
        packet_id = drafted(organisation, case.case_id)
        with organisation.reading("caseworker") as work:
            page = packet_page(work, packet_id)

        assert page.closed == 1
        assert [entry.how_known for entry in page.shown.chronology] == [HowKnown.TOLD]

    def test_words_that_were_put_right_are_in_it_once(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        with organisation.server.store.reading() as session:
            wrong = session.scalars(select(Disclosure.id)).one()
        right = DisclosureInput(
            uuid4(),
            "បងនោះ",
            Spoken.KHM,
            Prompting.SPONTANEOUS,
            MomentInput(date(2026, 10, 28), time(19, 0)),
            corrects_id=wrong,
        )
        with organisation.writing("field") as work:
            add_disclosure(work, case.concern_id, right)

        entries = opened(organisation, drafted(organisation, case.case_id)).draft.contents.chronology
        assert not any(SAID in entry.text for entry in entries)
        assert any("បងនោះ" in entry.text for entry in entries)

    def test_notes_health_and_places_of_safety_do_not_leave_by_default(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        packet_id = drafted(organisation, case.case_id)
        with organisation.reading("caseworker") as work:
            shown = packet_page(work, packet_id).shown

        assert not any(NOTED in entry.text for entry in shown.chronology)
        assert shown.children[0].disability is None
        assert NEEDS not in repr(shown)
        note = opened(organisation, packet_id).draft.contents.chronology[2].record
        assert note is not None
        assert set(shown.withheld) == {
            "safety.child_area",
            "safety.medical_need",
            "children.1.disability",
            f"chronology.{note.hex}",
        }

    def test_safety_is_taken_from_the_sheet_and_the_rule_and_says_so(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        safety = opened(organisation, drafted(organisation, case.case_id)).draft.contents.safety

        assert safety.medical_need == "A burn on the arm"
        assert safety.safe_contact == "Through the club teacher\nNever telephone the house"
        assert (safety.child_area, safety.danger) == (SHELTER, "The man in the white cap")
        assert {(one.field, one.table, one.record) for one in safety.origin} == {
            ("child_area", "emergency_sheet", case.child_id),
            ("danger", "emergency_sheet", case.child_id),
            ("medical_need", "emergency_sheet", case.child_id),
            ("safe_contact", "child", case.child_id),
        }

    def test_the_cover_names_no_staff_and_calls_the_duty_number(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        cover = opened(organisation, drafted(organisation, case.case_id)).draft.contents.cover

        assert cover.packet_number == "RV-P-0001"
        assert (cover.request, cover.contact_phone) == (REQUEST, "012 000 111")
        assert cover.recipient_unit is None
        assert "Person" not in repr(cover)


class TestWriting:
    def test_only_the_request_and_the_cover_can_be_typed(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        packet_id = drafted(organisation, case.case_id)
        before = opened(organisation, packet_id).draft.contents
        with organisation.writing("caseworker") as work:
            (told, *_rest) = before.chronology
            assert told.record is not None
            words = {
                f"chronology.{told.record.hex}.text": "The child named the officer.",
                "chronology.1.text": "The child named the officer.",
                "safety.safe_contact": "Telephone the house",
                "children.1.name_romanised": "Another Name",
                "cover.questions": "Who rents the room?",
            }
            change_words(work, packet_id, words, urgency=Urgency.NOW, version=1)

        contents = opened(organisation, packet_id).draft.contents
        assert contents.cover.questions == "Who rents the room?"
        assert contents.cover.urgency is Urgency.NOW
        assert replace(contents, cover=before.cover) == before

    def test_switches_decide_what_is_shown(self, organisation: Organisation, case: PacketCase) -> None:
        packet_id = drafted(organisation, case.case_id)
        with organisation.reading("caseworker") as work:
            contents = draft_page(work, packet_id).contents
            listed = {switch.key for switch in field_switches(contents)}
        told = contents.chronology[0].record
        assert told is not None
        off = {"children.1.name_local", f"chronology.{told.hex}", "grounds.1.given_by"}
        with organisation.writing("caseworker") as work:
            set_switches(work, packet_id, listed - off, version=1)

        with organisation.reading("caseworker") as work:
            shown = packet_page(work, packet_id).shown
        assert set(shown.withheld) == off
        assert shown.children[0].disability == NEEDS
        assert SAID not in repr(shown)
        assert "Grandmother'" not in repr(shown.grounds)

    def test_a_stale_page_overwrites_nothing(self, organisation: Organisation, case: PacketCase) -> None:
        packet_id = drafted(organisation, case.case_id)
        with organisation.writing("supervisor") as work:
            change_words(work, packet_id, {"cover.contact": "Duty desk"}, urgency=Urgency.HIGH, version=1)

        with pytest.raises(Conflict), organisation.writing("caseworker") as work:
            change_words(work, packet_id, {"cover.contact": "Mine"}, urgency=Urgency.LOW, version=1)
        with pytest.raises(Conflict), organisation.writing("caseworker") as work:
            set_switches(work, packet_id, (), version=1)
        draft = opened(organisation, packet_id).draft
        assert draft.contents.cover.contact == "Duty desk"
        assert draft.writers == (organisation.ids["caseworker"], organisation.ids["supervisor"])

    def test_recipients_keep_their_marks_and_no_mark_is_given_twice(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        packet_id = drafted(organisation, case.case_id, units=["Commune police of Chong"])
        first, second = opened(organisation, packet_id).draft.recipients
        with organisation.writing("caseworker") as work:
            bodies, units = ("ahtjp_national",), (UnitInput("Commune police of Chong"),)
            change_recipients(work, packet_id, bodies, units, version=1)

        third, kept = opened(organisation, packet_id).draft.recipients
        assert (first.mark, second.mark, third.mark) == ("01", "02", "03")
        assert kept == second

    @pytest.mark.parametrize(
        ("bodies", "typed", "reason"),
        [
            (("no_such_body",), (), "packet-unknown-body"),
            ((), tuple(UnitInput(f"Unit {n}") for n in range(11)), "packet-too-many-recipients"),
        ],
    )
    def test_recipients_that_make_no_sense_are_refused(
        self,
        organisation: Organisation,
        case: PacketCase,
        bodies: tuple[str, ...],
        typed: tuple[UnitInput, ...],
        reason: str,
    ) -> None:
        packet_id = drafted(organisation, case.case_id)
        with pytest.raises(NotAllowedNow, match=reason), organisation.writing("caseworker") as work:
            change_recipients(work, packet_id, bodies, typed, version=1)

    def test_a_social_affairs_office_needs_its_own_consent(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        packet_id = drafted(organisation, case.case_id)
        with organisation.writing("caseworker") as work:
            change_recipients(work, packet_id, ("ahtjp_municipal", "dosvy"), (), version=1)

        packet = opened(organisation, packet_id)
        assert {one.unit.kind for one in packet.draft.recipients} == {SharedWith.POLICE, SharedWith.SERVICE}
        with organisation.reading("caseworker") as work:
            assert packet_page(work, packet_id).missing == ("consent-missing",)

    def test_what_was_written_in_the_case_since_is_taken_in_once(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        packet_id = drafted(organisation, case.case_id)
        with organisation.writing("caseworker") as work:
            now = to_typed(work.now)
            moment = MomentInput(now.date(), now.time())
            add_note(work, case.case_id, uuid4(), NoteInput("He asked again.", moment, EvidenceBasis.HEARD))
        with organisation.writing("caseworker") as work:
            assert take_in_news(work, packet_id, version=1) == News(1, 0)
        with organisation.writing("caseworker") as work:
            version = version_of(organisation, packet_id)
            assert take_in_news(work, packet_id, version=version) == News(0, 0)

        draft = opened(organisation, packet_id).draft
        newest = draft.contents.chronology[-1]
        assert (newest.text, newest.record) == ("He asked again.", newest.origin[0].record)
        assert newest.record is not None
        assert draft.cautions[f"chronology.{newest.record.hex}"] == "note"


class TestTrail:
    def test_every_step_is_in_the_trail_by_ids_alone(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        packet_id = drafted(organisation, case.case_id)
        with organisation.server.store.reading() as session:
            query = select(AuditEvent.body).where(AuditEvent.action == "packet.drafted")
            (body,) = session.scalars(query).all()

        assert str(packet_id) in body
        assert str(case.child_id) in body
        assert "Vannak" not in body

    def test_a_draft_changed_outside_does_not_open(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        packet_id = drafted(organisation, case.case_id)
        with behind(organisation) as session:
            row = session.get_one(ReferralPacket, packet_id)
            row.draft = row.draft[:-1] + bytes([row.draft[-1] ^ 1])
        with pytest.raises(WillNotOpen), organisation.reading("supervisor") as work:
            open_packet(work, packet_id)
