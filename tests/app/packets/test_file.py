"""The finished file, as readers nobody here wrote see it."""

import dataclasses
import hashlib
import re
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from app.packets.contents import PacketContents
from app.packets.fields import withhold
from app.packets.file_making import draw_pages, make_packet_file
from app.packets.protection import CannotProtect, encrypt_pdf
from app.packets.wording import TEMPLATE_VERSIONS, Language
from app.vault.packet_signing import SigningIdentity
from app.vault.passwords import generate_passphrase
from app.vault.secrets import Passphrase
from tests.app.packets.conftest import WORDS, MadeFile, make_file
from tests.app.packets.packet_samples import NOW, rich_packet
from tests.app.packets.test_document import hostile_packet
from tests.app.packets.test_rendering import ENGLISH
from tests.support.pdf_readers import (
    attached_text,
    everything_inside,
    page_texts,
    poppler,
    qpdf_check,
    qpdf_opens,
)


def test_qpdf_finds_nothing_wrong_and_only_reading_and_printing_allowed(english: MadeFile) -> None:
    report = qpdf_check(english.path, english.password)
    assert "R = 6" in report
    assert "No syntax or stream encoding errors found" in report
    assert "print high resolution: allowed" in report
    assert "extract for accessibility: allowed" in report
    assert "modify anything: not allowed" in report
    assert report.count("AESv3") == 3


def test_the_passphrase_opens_it_and_nothing_else_does(english: MadeFile) -> None:
    assert qpdf_opens(english.path, english.password)
    assert not qpdf_opens(english.path, "")
    assert not qpdf_opens(english.path, english.password.upper())


def test_a_generated_passphrase_of_seven_words_opens_the_whole_of_it(
    identity: SigningIdentity, tmp_path: Path
) -> None:
    passphrase = generate_passphrase(7)
    made = make_packet_file(
        rich_packet(entries=1),
        language=Language.ENGLISH,
        recipient_mark="R2",
        passphrase=passphrase,
        identity=identity,
        now=NOW,
    )
    path = tmp_path / made.file_name
    path.write_bytes(made.content)
    assert "No syntax or stream encoding errors" in qpdf_check(path, passphrase.reveal())
    assert not qpdf_opens(path, passphrase.reveal().rsplit(" ", 1)[0])


def test_pdfsig_says_the_signature_is_valid_and_covers_everything(english: MadeFile) -> None:
    report = poppler("pdfsig", english.path, english.password)
    assert "Signature is Valid." in report
    assert "Total document signed" in report
    assert "ETSI.CAdES.detached" in report
    assert "SHA-256" in report
    assert "CN=Packets,O=Practice Organisation" in report


def test_pdfsig_sees_one_changed_byte(english: MadeFile, tmp_path: Path) -> None:
    changed = bytearray(english.made.content)
    at = changed.index(b"endstream")
    changed[at - 40] ^= 1
    path = tmp_path / "changed.pdf"
    path.write_bytes(changed)
    assert "Signature is Valid." not in poppler("pdfsig", path, english.password)


def test_pdfinfo_says_encrypted_tagged_and_nobodys_name(english: MadeFile) -> None:
    report = poppler("pdfinfo", english.path, english.password)
    assert re.search(r"^Title: +WH-PP-2026-0042$", report, re.MULTILINE)
    assert re.search(r"^Encrypted: +yes .*AES-256", report, re.MULTILINE)
    assert re.search(r"^Tagged: +yes$", report, re.MULTILINE)
    assert re.search(r"^Page size: .*A4", report, re.MULTILINE)
    assert not re.search(r"^(Author|Subject|Keywords|Creator):", report, re.MULTILINE)


def test_the_file_name_is_neutral_and_the_hash_is_of_these_bytes(english: MadeFile) -> None:
    assert english.made.file_name == "WH-PP-2026-0042-v2-R1-en.pdf"
    assert english.made.sha256_hex == hashlib.sha256(english.made.content).hexdigest()
    assert english.made.template_version == TEMPLATE_VERSIONS[Language.ENGLISH]
    assert english.made.pages == 4


def test_the_first_page_says_what_we_ask_and_whom_to_call(english: MadeFile) -> None:
    first = page_texts(english.path, english.password)[0]
    assert "Please check tonight, before 22:00" in first
    assert "+855 12 000 042" in first
    assert "Please act at once" in first
    assert "Only through our duty supervisor" in first


def test_number_mark_and_page_stand_on_every_page(english: MadeFile) -> None:
    pages = page_texts(english.path, english.password)
    for number, page in enumerate(pages, 1):
        assert "WH-PP-2026-0042 · version 2" in page
        assert "Copy R1" in page
        assert f"page {number} / {len(pages)}" in page


def test_all_that_happened_is_told_with_how_it_is_known(english: MadeFile) -> None:
    text = "".join(page_texts(english.path, english.password))
    assert text.count("Late entry") == 5
    assert text.count("A tuk-tuk driver told our team") == 5
    assert "not stated" in text


def test_khmer_is_set_in_embedded_fonts_and_travels_as_text_too(khmer: MadeFile) -> None:
    fonts = poppler("pdffonts", khmer.path, khmer.password)
    assert re.search(r"Noto-Sans-Khmer +CID TrueType +Identity-H +yes yes yes", fonts)
    assert len(re.findall(r"yes yes yes", fonts)) == len(fonts.splitlines()) - 2
    text = attached_text(khmer.path, khmer.password)
    assert "បុរសពាក់មួកសម្នាក់បានទិញមីឲ្យក្មេងប្រុសទាំងពីរ ហើយសួរថាពួកគេគេងនៅឯណា។" in text
    assert "ឈ្មោះជាអក្សរខ្មែរ៖ សុខ វណ្ណៈ" in text


def test_withheld_values_are_nowhere_in_the_opened_file(identity: SigningIdentity, tmp_path: Path) -> None:
    packet = rich_packet(entries=3)
    keys = ["children.1.name_romanised", "children.2.guardian", "safety.who_has_access", "chronology.3"]
    made = make_file(withhold(packet, keys), identity, tmp_path)
    readable = "".join(page_texts(made.path, made.password)) + attached_text(made.path, made.password)
    inside = everything_inside(made.path, made.password)
    for gone in ("Sok Vannak", "that she is his aunt", "white cap (alleged)", "Ming Srey brings us"):
        assert gone not in readable
        assert gone.encode() not in inside
        assert gone.encode("utf-16-be") not in inside
    assert "Sok Dara" in readable
    assert b"Sok Dara" in inside


def test_hostile_text_arrives_as_text(identity: SigningIdentity, tmp_path: Path) -> None:
    made = make_file(hostile_packet(), identity, tmp_path)
    inside = everything_inside(made.path, made.password)
    assert b"root:" not in inside
    assert b"/JavaScript" not in inside
    assert b"/URI" not in inside
    assert b"/Launch" not in inside
    assert "<script>alert(1)</script>" in "".join(page_texts(made.path, made.password))


def test_metadata_that_could_name_someone_stops_the_file() -> None:
    pdf = draw_pages(rich_packet(entries=1), ENGLISH).pdf
    with pytest.raises(CannotProtect):
        encrypt_pdf(pdf, Passphrase(WORDS), title="Sok Vannak")
    named = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        document.docinfo["/Author"] = "Sok Vannak"
        document.save(named)
    with pytest.raises(CannotProtect) as refusal:
        encrypt_pdf(named.getvalue(), Passphrase(WORDS), title="WH-PP-2026-0042")
    assert "Vannak" not in f"{refusal.value!r} {refusal.value.facts}"


def test_a_passphrase_a_pdf_would_cut_is_refused_without_being_shown() -> None:
    pdf = draw_pages(rich_packet(entries=1), ENGLISH).pdf
    with pytest.raises(CannotProtect) as refusal:
        encrypt_pdf(pdf, Passphrase("lantern " * 20), title="WH-PP-2026-0042")
    assert "lantern" not in f"{refusal.value!r} {refusal.value.facts}"


def test_a_hostile_packet_number_cannot_leave_the_file_name(
    identity: SigningIdentity, tmp_path: Path
) -> None:
    packet: PacketContents = rich_packet(entries=1)
    odd = dataclasses.replace(packet, cover=dataclasses.replace(packet.cover, packet_number="../../etc/x y"))
    assert make_file(odd, identity, tmp_path).made.file_name == "etc-x-y-v2-R1-en.pdf"
