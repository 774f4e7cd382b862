"""A key that was opened with a private key is at hand at the next look; no check of that look is spared."""

from uuid import UUID

import pytest
from sqlalchemy import select, update

from app.foundation.errors import KeyRefused, NoKey
from app.keyring import opened_before
from app.keyring.assigning import assign, end_assignment
from app.keyring.policy import Duty
from app.vault import hpke
from models.grant import Grant
from tests.app.keyring.conftest import TEXT, SealedCase
from tests.support.organisation import RIVERSIDE, Organisation


@pytest.fixture
def opened_copies(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What is opened with a private key from now on."""
    opened: list[bytes] = []
    open_with = hpke.open_with

    def note(private: hpke.PrivateKey, context: bytes, sealed: bytes) -> bytes:
        opened.append(sealed)
        return open_with(private, context, sealed)

    monkeypatch.setattr(hpke, "open_with", note)
    return opened


@pytest.fixture
def assignment_id(organisation: Organisation, sealed_case: SealedCase, opened_copies: list[bytes]) -> UUID:
    """The caseworker's assignment, by which they hold a copy of their own and have opened it once."""
    with organisation.writing("supervisor") as work:
        caseworker = organisation.ids["caseworker"]
        made = assign(work, sealed_case.case_id, caseworker, duty=Duty.CASEWORKER, base_id=RIVERSIDE)
    with organisation.reading("caseworker") as work:
        assert sealed_case.open_with(work) == TEXT
    assert _copy(organisation, made).key_sealed in opened_copies
    opened_copies.clear()
    return made


def _copy(organisation: Organisation, assignment_id: UUID) -> Grant:
    with organisation.reading("supervisor") as work:
        return work.session.scalars(select(Grant).where(Grant.assignment_id == assignment_id)).one()


@pytest.mark.usefixtures("assignment_id")
def test_a_second_look_does_without_the_private_key(
    organisation: Organisation, sealed_case: SealedCase, opened_copies: list[bytes]
) -> None:
    with organisation.reading("caseworker") as work:
        assert sealed_case.open_with(work) == TEXT

    assert opened_copies == []


@pytest.mark.usefixtures("assignment_id")
def test_nobody_opens_by_what_somebody_else_opened(
    organisation: Organisation, sealed_case: SealedCase
) -> None:
    with organisation.reading("othercaseworker") as work, pytest.raises(NoKey):
        sealed_case.open_with(work)


def test_a_copy_whose_assignment_ended_opens_nothing_though_it_was_opened(
    organisation: Organisation, sealed_case: SealedCase, assignment_id: UUID
) -> None:
    copy = _copy(organisation, assignment_id)
    kept = {column.key: getattr(copy, column.key) for column in Grant.__table__.columns}
    with organisation.writing("supervisor") as work:
        end_assignment(work, assignment_id, base_id=RIVERSIDE)
    with organisation.server.store.writing() as session:
        session.add(Grant(**kept))

    with organisation.reading("caseworker") as work, pytest.raises(KeyRefused):
        sealed_case.open_with(work)


@pytest.mark.parametrize("column", ["signature", "key_sealed"])
def test_a_copy_that_was_changed_since_opens_nothing(
    organisation: Organisation, sealed_case: SealedCase, assignment_id: UUID, column: str
) -> None:
    cell = bytearray(getattr(_copy(organisation, assignment_id), column))
    cell[-1] ^= 1
    with organisation.server.store.writing() as session:
        changed = update(Grant).where(Grant.assignment_id == assignment_id).values({column: bytes(cell)})
        session.execute(changed)

    with organisation.reading("caseworker") as work, pytest.raises(KeyRefused):
        sealed_case.open_with(work)


@pytest.mark.usefixtures("assignment_id")
def test_what_was_opened_lies_in_memory_sealed(organisation: Organisation, sealed_case: SealedCase) -> None:
    with organisation.reading("caseworker") as work:
        sealed_case.open_with(work)
        (key,) = [key.key.reveal() for key in work.keychain.record_keys.values()]
        kept = list(opened_before._KEPT[work.store]._sealed.values())

    assert kept
    assert not any(key in sealed for sealed in kept)


def test_only_so_many_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opened_before, "_REMEMBERED", 2)
    kept = opened_before._Kept()
    for name in (b"one", b"two"):
        kept.keep(name, b"sealed")
    kept.find(b"one")

    kept.keep(b"three", b"sealed")

    assert [kept.find(name) is not None for name in (b"one", b"two", b"three")] == [True, False, True]
