"""practice-packet makes a packet that opens with its words; verify-packet knows it again, and what was done to it."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pytest

from app.packets.exporting import ExportedFile
from app.practice.one_packet import make_one_packet
from tests.app.cli.conftest import Call


@dataclass(frozen=True)
class Made:
    """A packet, and the data folder of the organisation that made it."""

    file: ExportedFile
    data: Path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """One packet that went the whole way."""
    folder = tmp_path_factory.mktemp("packet")
    return Made(make_one_packet(folder), folder / "data")


def test_a_practice_packet_opens_with_the_words_beside_it(call: Call, tmp_path: Path) -> None:
    said = call("practice-packet", tmp_path / "out")

    pdf, words = sorted((tmp_path / "out").iterdir())
    assert said.code == 0
    assert str(pdf) in said.out
    assert "verify-packet says NOT OURS" in said.out
    assert words.name == "passphrase.txt"
    with pikepdf.open(pdf, password=words.read_text().strip()) as opened:
        assert len(opened.pages) >= 1
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(pdf)


def test_a_file_of_ours_is_known_and_current(call: Call, made: Made, tmp_path: Path) -> None:
    file = tmp_path / "packet.pdf"
    file.write_bytes(made.file.content)

    said = call("verify-packet", file, "--data", made.data)

    assert said.code == 0
    assert "OURS, unaltered" in said.out
    assert "packet PP-P-0001, version 1, for 01" in said.out
    assert "the current version" in said.out
    assert made.file.sha256_hex in said.out


def test_one_changed_byte_is_an_altered_file(call: Call, made: Made, tmp_path: Path) -> None:
    changed = bytearray(made.file.content)
    changed[len(changed) // 2] ^= 1
    file = tmp_path / "packet.pdf"
    file.write_bytes(changed)

    said = call("verify-packet", file, "--data", made.data)

    assert said.code == 1
    assert "ALTERED" in said.out


def test_somebody_elses_file_is_not_ours(call: Call, made: Made, tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Dear Sir or Madam")

    said = call("verify-packet", file, "--data", made.data)

    assert said.code == 1
    assert "NOT OURS" in said.out


def test_a_file_that_is_not_there_is_one_line(call: Call, tmp_path: Path) -> None:
    said = call("verify-packet", tmp_path / "nowhere.pdf")

    assert said.code == 1
    assert said.err.count("\n") == 1


def test_a_registry_that_was_changed_vouches_for_nothing(call: Call, made: Made, tmp_path: Path) -> None:
    file = tmp_path / "packet.pdf"
    file.write_bytes(made.file.content)
    with sqlite3.connect(made.data / "wayhome.db") as database:
        database.execute("UPDATE packet_file SET pages = pages + 1")

    said = call("verify-packet", file, "--data", made.data)

    with sqlite3.connect(made.data / "wayhome.db") as database:
        database.execute("UPDATE packet_file SET pages = pages - 1")
    assert said.code == 1
    assert "NOT VOUCHED FOR" in said.out
    assert "PP-P-0001" not in said.out
