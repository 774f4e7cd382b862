"""A told case, one signing identity and two finished files: what each file takes a second for is made once."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.packets.contents import PacketContents
from app.packets.file_making import PacketFile, make_packet_file
from app.packets.wording import Language
from app.vault.packet_signing import SigningIdentity, make_signing_identity
from app.vault.secrets import Passphrase
from tests.app.packets.packet_samples import NOW, rich_packet
from tests.support.organisation import Organisation
from tests.support.packets import PacketCase, quick_files, told_copy

# Short, because poppler's command line cuts passwords at 32 characters.
WORDS = "river lamp seven gate"


@dataclass(frozen=True)
class MadeFile:
    """A finished packet, and where it lies for other programs to read."""

    made: PacketFile
    path: Path
    password: str = WORDS


@pytest.fixture
def told(built_organisation: Organisation, tmp_path: Path) -> Iterator[tuple[Organisation, PacketCase]]:
    """A fresh organisation with a case that a packet can be made of, for this test alone."""
    fresh, case = told_copy(built_organisation, tmp_path)
    yield fresh, case
    fresh.server.store.engine.dispose()


@pytest.fixture
def organisation(told: tuple[Organisation, PacketCase]) -> Organisation:
    """The organisation that has the told case."""
    return told[0]


@pytest.fixture
def case(told: tuple[Organisation, PacketCase]) -> PacketCase:
    """The told case."""
    return told[1]


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are made without drawing them."""
    quick_files(monkeypatch)


@pytest.fixture(scope="session")
def identity() -> SigningIdentity:
    return make_signing_identity("Packets", "Practice Organisation", now=NOW, years=10)


def make_file(
    contents: PacketContents, identity: SigningIdentity, folder: Path, language: Language = Language.ENGLISH
) -> MadeFile:
    made = make_packet_file(
        contents,
        language=language,
        recipient_mark="R1",
        passphrase=Passphrase(WORDS),
        identity=identity,
        now=NOW,
    )
    path = folder / made.file_name
    path.write_bytes(made.content)
    return MadeFile(made=made, path=path)


@pytest.fixture(scope="session")
def english(identity: SigningIdentity, tmp_path_factory: pytest.TempPathFactory) -> MadeFile:
    return make_file(rich_packet(), identity, tmp_path_factory.mktemp("english"))


@pytest.fixture(scope="session")
def khmer(identity: SigningIdentity, tmp_path_factory: pytest.TempPathFactory) -> MadeFile:
    return make_file(rich_packet(), identity, tmp_path_factory.mktemp("khmer"), Language.KHMER)
