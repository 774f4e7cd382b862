"""A sealed document of the tests' own, and a case folder with one value in it."""

from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest

from app.keyring.documents import sealed_in
from app.keyring.folders import open_folder
from app.keyring.policy import FolderKind
from app.keyring.writing import make_folder
from app.unit_of_work import UnitOfWork
from tests.support.organisation import RIVERSIDE, Organisation


@sealed_in("case_note", "words")
@dataclass(frozen=True)
class Words:
    """What the tests seal."""

    text: str


@dataclass(frozen=True)
class SealedCase:
    """A case's folder with one sealed value, as a supervisor wrote it."""

    case_id: UUID
    folder_id: UUID
    row_id: UUID
    sealed: bytes

    def open_with(self, work: UnitOfWork) -> str:
        """Open the value with a cast member's keychain."""
        return open_folder(work, self.folder_id).open(Words, self.row_id, self.sealed).text


TEXT = "met her grandmother at the market"


def seal_case(organisation: Organisation, *, by: str = "supervisor") -> SealedCase:
    """Make a case folder and seal a value in it."""
    case_id, row_id = uuid4(), uuid4()
    with organisation.writing(by) as work:
        folder = make_folder(work, FolderKind.CASE, base_id=RIVERSIDE, case_id=case_id)
        sealed = folder.seal(Words(TEXT), row_id)
        work.record("test.sealed", folders=[folder.id])
    return SealedCase(case_id, folder.id, row_id, sealed)


@pytest.fixture
def sealed_case(organisation: Organisation) -> SealedCase:
    """One sealed case of the first base."""
    return seal_case(organisation)
