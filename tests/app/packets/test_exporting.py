"""Only a released packet becomes a file, by a third person with fresh proof, and only while consent stands."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from app.access.gate import abandon
from app.consent.documents import Withholding
from app.foundation.errors import (
    AlreadyDone,
    Conflict,
    FreshProofNeeded,
    NotAllowedNow,
    NotVisible,
    Refused,
)
from app.foundation.local_time import to_typed
from app.foundation.roles import Role
from app.foundation.vocabulary.packet_states import PacketState
from app.foundation.vocabulary.sharing_partners import SharedWith
from app.packets import exporting
from app.packets.contents import Urgency
from app.packets.document import PacketCopy, packet_text
from app.packets.drafting import change_words, correct_packet
from app.packets.exporting import PASSPHRASE_WORDS, export_packet
from app.packets.handovers import NewHandover, record_handover
from app.packets.packet_page import PacketPage, packet_page
from app.packets.registry import RegistryEntry, find_file, our_certificates
from app.packets.verification import Verdict, judge, read_file_facts
from app.packets.withdrawing import withdraw_packet
from app.packets.wording import Language
from app.unit_of_work import Mode
from models.audit_event import AuditEvent
from models.consent import Consent
from models.referral_packet import PacketApproval, PacketFile
from tests.support.consents import consent_in, new_consent, take_back
from tests.support.organisation import Organisation
from tests.support.packets import (
    NEEDS,
    NOTED,
    REQUEST,
    SAID,
    SEEN,
    SHELTER,
    PacketCase,
    approve,
    drafted,
    exported,
    opened,
    order_for,
    quick_files,
    released,
    submitted,
    told_copy,
    version_of,
)
from tests.support.pdf_readers import (
    attached_text,
    everything_inside,
    page_texts,
    poppler,
    qpdf_check,
    qpdf_opens,
)

HOSTILE = '<script>alert(1)</script> <img src="http://example.org/x.png"> {{ 7 * 7 }} \u202egnorw'


@pytest.fixture
def told(built_organisation: Organisation, tmp_path: Path) -> Iterator[tuple[Organisation, PacketCase]]:
    fresh, case = told_copy(built_organisation, tmp_path)
    yield fresh, case
    fresh.server.store.engine.dispose()


@pytest.fixture
def organisation(told: tuple[Organisation, PacketCase]) -> Organisation:
    return told[0]


@pytest.fixture
def case(told: tuple[Organisation, PacketCase]) -> PacketCase:
    return told[1]


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    quick_files(monkeypatch)


def page_of(organisation: Organisation, packet_id: UUID, *, by: str = "director") -> PacketPage:
    with organisation.reading(by) as work:
        return packet_page(work, packet_id)


def registered(organisation: Organisation, sha256_hex: str) -> RegistryEntry | None:
    with organisation.server.store.reading() as session:
        return find_file(session, sha256_hex)


class TestTheFile:
    def test_readers_nobody_here_wrote_find_what_was_approved_and_nothing_withheld(
        self, organisation: Organisation, case: PacketCase, tmp_path: Path
    ) -> None:
        packet_id = drafted(organisation, case.case_id, units=["Post 7, Chong commune"])
        with organisation.writing("caseworker") as work:
            typed = {"safety.child_area": HOSTILE, "chronology.2.text": f"{SEEN} {HOSTILE}"}
            change_words(work, packet_id, typed, urgency=Urgency.NOW, version=1)
        submitted(organisation, packet_id)
        approve(organisation, packet_id, by="supervisor")
        approve(organisation, packet_id, by="director")

        made = exported(organisation, packet_id)
        path = tmp_path / made.file_name
        path.write_bytes(made.content)

        assert made.file_name == "RV-P-0001-v1-01-en.pdf"
        assert "No syntax or stream encoding errors" in qpdf_check(path, made.words)
        assert not qpdf_opens(path, "")
        assert "Signature is Valid" in poppler("pdfsig", path, made.words)
        facts = poppler("pdfinfo", path, made.words)
        assert "AES-256" in facts
        assert "RV-P-0001" in facts
        text = " ".join("\n".join(page_texts(path, made.words)).split())
        inside = everything_inside(path, made.words)
        travelling = attached_text(path, made.words)
        for kept in ("Sok Vannak", "white cap", "telephones every Friday", "Municipal", "Copy 01"):
            assert kept in text
            assert kept in travelling
        for kept in (SAID, "សុខ វណ្ណៈ", "<script>alert(1)</script>", "{{ 7 * 7 }}"):
            assert kept in travelling
        for withheld in (NEEDS, NOTED, SHELTER, "Post 7", "Copy 02", "Person", "\u202e"):
            assert withheld not in text
            assert withheld not in travelling
            assert withheld not in facts
        assert b"/URI" not in inside
        assert b"/JavaScript" not in inside

    def test_its_signature_holds_and_the_registry_knows_it(
        self, organisation: Organisation, case: PacketCase, tmp_path: Path
    ) -> None:
        packet_id = released(organisation, case.case_id)
        made = exported(organisation, packet_id)
        path = tmp_path / made.file_name
        path.write_bytes(made.content)

        assert len(made.words.split()) == PASSPHRASE_WORDS == 7
        with organisation.server.store.reading() as session:
            facts = read_file_facts(made.content, our_certificates=our_certificates(session))
            judgement = judge(facts, lambda sha: find_file(session, sha))
            altered = read_file_facts(
                made.content[:-40] + b" " + made.content[-39:], our_certificates=our_certificates(session)
            )
            verdict = judge(altered, lambda sha: find_file(session, sha)).verdict
        assert judgement.verdict is Verdict.OURS
        assert judgement.entry is not None
        assert (judgement.entry.number, judgement.entry.mark) == ("RV-P-0001", "01")
        assert judgement.entry.is_current
        assert facts.signed_by_us
        assert verdict is Verdict.ALTERED

    def test_every_word_of_the_snapshot_and_no_withheld_one_is_in_the_text_that_travels_inside(
        self, organisation: Organisation, case: PacketCase, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        texts: list[str] = []
        drawn = vars(exporting)["make_packet_file"]

        def spy(contents, **options):  # type: ignore[no-untyped-def]  # passes everything on
            copy = PacketCopy(
                language=options["language"],
                recipient_mark=options["recipient_mark"],
                recipient_unit=options["recipient_unit"],
                issued_at=options["now"],
            )
            texts.append(packet_text(contents, copy))
            return drawn(contents, **options)

        monkeypatch.setattr(exporting, "make_packet_file", spy)
        exported(organisation, released(organisation, case.case_id, units=["Post 7, Chong commune"]))

        (text,) = texts
        for kept in (REQUEST, SEEN, SAID, "Sok Vannak", "សុខ វណ្ណៈ", "Municipal"):
            assert kept.casefold() in text.casefold()
        for withheld in (NEEDS, NOTED, "Post 7"):
            assert withheld not in text

    def test_a_khmer_copy_is_made_as_a_draft_translation(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        packet_id = released(organisation, case.case_id)
        made = exported(organisation, packet_id, order_for(organisation, packet_id, language=Language.KHMER))

        assert made.file_name.endswith("-km.pdf")
        (line,) = page_of(organisation, packet_id).files
        assert not line.may_be_handed_over


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

    def test_proof_older_than_five_minutes_is_asked_for_again(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        packet_id = released(organisation, case.case_id)
        organisation.clock.move(timedelta(minutes=5, seconds=1))
        with pytest.raises(FreshProofNeeded):
            exported(organisation, packet_id)

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
        with organisation.server.store.writing() as session:
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

    def test_a_unit_that_is_not_to_be_told_gets_no_file_while_another_does(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        packet_id = released(organisation, case.case_id, units=["District police post"])
        withheld = (Withholding(SharedWith.POLICE, "district police post", "an uncle works there"),)
        consent_in(organisation, case.case_id, new_consent(shared_with=(), withheld=withheld))

        assert exported(organisation, packet_id).recipient.mark == "01"
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


@pytest.mark.usefixtures("quick")
class TestHandingOver:
    def test_who_took_it_and_their_stamp_are_recorded(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        packet_id = released(organisation, case.case_id)
        made = exported(organisation, packet_id)
        hand_over(organisation, packet_id, made.file_id, by="caseworker")

        (file,) = page_of(organisation, packet_id).files
        (handed,) = file.handovers
        assert handed.receipt is not None
        assert (handed.receipt.officer, handed.receipt.stamp_number) == ("Lt. Sokha", "118/26")

    def test_a_khmer_draft_is_never_handed_over(self, organisation: Organisation, case: PacketCase) -> None:
        packet_id = released(organisation, case.case_id)
        order = order_for(organisation, packet_id, language=Language.KHMER)
        made = exported(organisation, packet_id, order)
        with pytest.raises(NotAllowedNow, match="khmer-draft"):
            hand_over(organisation, packet_id, made.file_id)

    @pytest.mark.parametrize(
        ("options", "reason"),
        [
            ({"officer": ""}, "officer-missing"),
            ({"unit": " "}, "unit-missing"),
            ({"on": date(2026, 11, 3)}, "in-the-future"),
            ({"on": date(2026, 10, 30)}, "handed-before-made"),
            ({"at": time(23, 59)}, "in-the-future"),
            ({"at": time(0, 1)}, "handed-before-made"),
        ],
    )
    def test_what_cannot_be_is_refused(
        self, organisation: Organisation, case: PacketCase, options: dict[str, Any], reason: str
    ) -> None:
        packet_id = released(organisation, case.case_id)
        made = exported(organisation, packet_id)
        with pytest.raises(NotAllowedNow, match=reason):
            hand_over(organisation, packet_id, made.file_id, **options)

    def test_a_receipt_that_arrives_after_the_packet_was_taken_back_is_recorded_and_a_later_handover_is_not(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        packet_id = released(organisation, case.case_id)
        made = exported(organisation, packet_id)
        organisation.clock.move(timedelta(minutes=30))
        withdraw(organisation, packet_id, by="director")
        hand_over(organisation, packet_id, made.file_id)
        organisation.clock.move(timedelta(minutes=30))
        later = to_typed(organisation.clock.now()).time()
        with pytest.raises(NotAllowedNow, match="packet-withdrawn"):
            hand_over(organisation, packet_id, made.file_id, at=later)

    def test_the_same_form_sent_twice_makes_one_and_another_packets_file_is_not_there(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        packet_id = released(organisation, case.case_id)
        made = exported(organisation, packet_id)
        handover_id = uuid4()
        hand_over(organisation, packet_id, made.file_id, id=handover_id)
        with pytest.raises(AlreadyDone):
            hand_over(organisation, packet_id, made.file_id, id=handover_id)
        other = released(organisation, case.case_id)
        with pytest.raises(NotVisible):
            hand_over(organisation, other, made.file_id)


def hand_over(
    organisation: Organisation, packet_id: UUID, file_id: UUID, *, by: str = "director", **options: Any
) -> None:
    """Record a handover of today."""
    typed: dict[str, Any] = {
        "id": uuid4(),
        "file_id": file_id,
        "officer": "Lt. Sokha",
        "unit": "Municipal police",
        "on": date(2026, 11, 2),
        "stamp_number": "118/26",
    }
    with organisation.writing(by) as work:
        record_handover(work, packet_id, NewHandover(**(typed | options)))


@pytest.mark.usefixtures("quick")
class TestTakingBackAndCorrecting:
    def test_a_packet_taken_back_makes_no_file_and_its_copies_are_listed(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        packet_id = released(organisation, case.case_id)
        made = exported(organisation, packet_id)
        hand_over(organisation, packet_id, made.file_id)
        withdraw(organisation, packet_id, by="supervisor2")

        page = page_of(organisation, packet_id)
        assert page.state is PacketState.WITHDRAWN
        assert page.taken_back is not None
        assert page.taken_back.why == "The name is wrong"
        (recipient,) = page.recipients
        assert page.files_for(recipient.id)[0].handovers
        with pytest.raises(NotAllowedNow, match="packet-withdrawn"):
            exported(organisation, packet_id)
        entry = registered(organisation, made.sha256_hex)
        assert entry is not None
        assert entry.is_withdrawn
        assert not entry.is_current

    def test_a_caseworker_takes_back_only_what_has_not_left(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        first = drafted(organisation, case.case_id)
        withdraw(organisation, first, by="caseworker")
        second = released(organisation, case.case_id)
        exported(organisation, second)
        with pytest.raises(Refused):
            withdraw(organisation, second, by="caseworker")
        with pytest.raises(NotAllowedNow, match="packet-withdrawn"):
            withdraw(organisation, first, by="director")

    def test_a_correction_names_the_one_it_replaces_and_the_registry_knows_once_it_is_released(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        packet_id = released(organisation, case.case_id)
        made = exported(organisation, packet_id)
        new_id = uuid4()
        with organisation.writing("caseworker") as work:
            correct_packet(work, packet_id, new_id)

        packet = opened(organisation, new_id)
        cover = packet.draft.contents.cover
        assert (packet.row.number, packet.row.number_version) == ("RV-P-0001", 2)
        assert (cover.version, cover.replaces) == (2, "RV-P-0001 version 1")
        assert packet.row.replaces_id == packet_id
        before = registered(organisation, made.sha256_hex)
        assert before is not None
        assert before.is_current
        submitted(organisation, new_id)
        approve(organisation, new_id, by="supervisor")
        approve(organisation, new_id, by="director")
        after = registered(organisation, made.sha256_hex)
        assert after is not None
        assert after.replaced_by == 2
        assert page_of(organisation, packet_id).is_replaced

    def test_one_correction_at_a_time_and_none_of_what_never_left(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        packet_id = released(organisation, case.case_id)
        with pytest.raises(NotAllowedNow, match="packet-not-left"):
            correct(organisation, packet_id)
        exported(organisation, packet_id)
        correct(organisation, packet_id)
        with pytest.raises(NotAllowedNow, match="packet-corrected-already"):
            correct(organisation, packet_id)

    def test_whoever_wrote_the_first_version_does_not_approve_the_second(
        self, organisation: Organisation, case: PacketCase
    ) -> None:
        packet_id = drafted(organisation, case.case_id, by="supervisor")
        submitted(organisation, packet_id, by="supervisor")
        approve(organisation, packet_id, by="supervisor2")
        approve(organisation, packet_id, by="director")
        exported(organisation, packet_id)
        new_id = correct(organisation, packet_id, by="supervisor2")
        submitted(organisation, new_id, by="supervisor2")
        for name in ("supervisor", "supervisor2"):
            with pytest.raises(NotAllowedNow, match="packet-own-draft"):
                approve(organisation, new_id, by=name)


def correct(organisation: Organisation, packet_id: UUID, *, by: str = "supervisor") -> UUID:
    with organisation.writing(by) as work:
        return correct_packet(work, packet_id, uuid4())


def withdraw(organisation: Organisation, packet_id: UUID, *, by: str) -> None:
    with organisation.writing(by) as work:
        version = version_of(organisation, packet_id)
        withdraw_packet(work, packet_id, why="The name is wrong", version=version)
