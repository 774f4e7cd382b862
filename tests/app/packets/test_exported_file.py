"""The file that leaves: what was approved is in it, what was withheld is not, and it proves whose it is."""

from pathlib import Path

import pytest

from app.keyring.known_directory import verified_directory
from app.packets import exporting
from app.packets.contents import Urgency
from app.packets.document import PacketCopy, packet_text
from app.packets.drafting import change_part, change_words
from app.packets.exporting import PASSPHRASE_WORDS
from app.packets.registry import find_file, our_certificates
from app.packets.verification import Verdict, judge, read_file_facts
from app.packets.wording import Language
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
    order_for,
    page_of,
    released,
    submitted,
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


class TestTheFile:
    def test_readers_nobody_here_wrote_find_what_was_approved_and_nothing_withheld(
        self, organisation: Organisation, case: PacketCase, tmp_path: Path
    ) -> None:
        packet_id = drafted(organisation, case.case_id, units=["Post 7, Chong commune"])
        with organisation.writing("caseworker") as work:
            typed = {
                "cover.request": f"Check tonight. {HOSTILE}",
                "cover.contact": "Duty desk",
                "cover.questions": HOSTILE,
            }
            change_words(work, packet_id, typed, urgency=Urgency.NOW, version=1)
        with organisation.writing("caseworker") as work:
            version = version_of(organisation, packet_id)
            change_part(work, packet_id, "safety", (), HOSTILE, version=version)
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
        server = organisation.server
        with server.store.reading() as session:
            directory = verified_directory(server.store, session, server.installation_id)
            ours = our_certificates(session, directory)
            facts = read_file_facts(made.content, our_certificates=ours)
            judgement = judge(facts, lambda sha: find_file(session, directory, sha))
            altered = read_file_facts(made.content[:-40] + b" " + made.content[-39:], our_certificates=ours)
            verdict = judge(altered, lambda sha: find_file(session, directory, sha)).verdict
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
