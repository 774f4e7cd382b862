"""Attacks on the chain of statements itself: an ended place does not come back by damaging what ended it."""

from pathlib import Path

import pytest
from sqlalchemy import delete, select, update

from app.foundation.errors import KeyRefused
from app.keyring.assigning import end_assignment
from app.keyring.policy import FolderKind
from app.keyring.statements import Kind
from app.keyring.writing import make_folder
from models.directory_statement import DirectoryStatement
from models.folder import FolderKey
from tests.app.keyring.conftest import SealedCase, Words
from tests.app.keyring.test_rotating import put_on_case, write
from tests.support.organisation import RIVERSIDE, Organisation, copy_of


@pytest.fixture
def ended(organisation: Organisation, sealed_case: SealedCase, tmp_path: Path) -> Organisation:
    """The house in a new process, after a caseworker's place on the case had ended."""
    assignment = put_on_case(organisation, sealed_case)
    with organisation.writing("supervisor") as work:
        end_assignment(work, assignment, base_id=RIVERSIDE)
    return copy_of(organisation, tmp_path / "again")


def statement_of_the_end(organisation: Organisation) -> int:
    """Return the number of the statement by which the place ended."""
    query = select(DirectoryStatement.seq).where(DirectoryStatement.kind == Kind.ASSIGNMENT_ENDED.value)
    with organisation.server.store.reading() as session:
        return session.scalars(query.order_by(DirectoryStatement.seq.desc())).first() or 0


def test_nothing_is_sealed_by_a_directory_whose_newest_word_was_damaged(
    ended: Organisation, sealed_case: SealedCase
) -> None:
    """Whoever lost the place spoils the statement that says so, and kept the key."""
    seq = statement_of_the_end(ended)
    with ended.server.store.writing() as session:
        spoiled = update(DirectoryStatement).where(DirectoryStatement.seq == seq).values(body="{}")
        session.execute(spoiled)

    with pytest.raises(KeyRefused):
        write(ended, sealed_case)
    with ended.writing("supervisor") as work, pytest.raises(KeyRefused):
        make_folder(work, FolderKind.CONCERN, base_id=RIVERSIDE).seal(Words("new"), sealed_case.row_id)


def test_nothing_is_sealed_where_a_key_is_newer_than_the_directory(
    ended: Organisation, sealed_case: SealedCase
) -> None:
    write(ended, sealed_case)
    with ended.server.store.reading() as session:
        newest = session.scalars(select(FolderKey.directory_seq).order_by(FolderKey.directory_seq.desc()))
        assert newest.first() == statement_of_the_end(ended)
    seq = statement_of_the_end(ended)
    again = copy_of(ended, ended.server.settings.data_folder.parent / "once more")
    with again.server.store.writing() as session:
        session.execute(delete(DirectoryStatement).where(DirectoryStatement.seq >= seq))

    with pytest.raises(KeyRefused):
        write(again, sealed_case)
