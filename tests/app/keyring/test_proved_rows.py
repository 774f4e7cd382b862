"""What was proved of a row is remembered by all it followed from: nothing that changed passes for what was proved."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, event, select

from app.keyring.boards import board_fits
from app.keyring.folders import Fit
from app.keyring.proved_rows import _Proofs
from models.folder import Folder, FolderKey
from models.grant import Grant
from models.placement import Placement
from models.shift import Shift
from tests.support.cases import new_case, record_home
from tests.support.organisation import HILLSIDE, Organisation
from tests.support.outreach import shift_of
from tests.support.tampering import behind, put

NEVER = datetime(2099, 1, 1, tzinfo=UTC)


def fit(organisation: Organisation, table: type[Any], by: str) -> Fit:
    """Return how the one row of a table fits on a board."""
    with organisation.reading(by) as work:
        (row,) = work.session.scalars(select(table)).all()
        return board_fits(work, [row])[row.id]


@pytest.fixture
def by_its_folder(organisation: Organisation) -> UUID:
    """A shift: its writer holds no board's key, so each reader proves it by its folder; one did so already."""
    shift_id = shift_of(organisation)
    assert fit(organisation, Shift, "supervisor") is Fit.FITS
    return shift_id


@pytest.fixture
def by_its_board(organisation: Organisation) -> UUID:
    """A home that its caseworker, of the office, tagged for boards; they proved it already."""
    record_home(organisation, new_case(organisation))
    assert fit(organisation, Placement, "caseworker") is Fit.FITS
    with organisation.reading("caseworker") as work:
        return work.session.scalars(select(Placement.id)).one()


def statements(organisation: Organisation, table: type[Any], by: str) -> list[str]:
    """Return what was asked of the database to tell how the one row fits."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        sent.append(statement)

    engine: Engine = organisation.server.store.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        assert fit(organisation, table, by) is Fit.FITS
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return sent


@pytest.mark.usefixtures("by_its_folder")
def test_a_second_look_opens_no_key_of_a_folder(organisation: Organisation) -> None:
    assert not any("FROM folder_grant" in each for each in statements(organisation, Shift, "supervisor"))


@pytest.mark.usefixtures("by_its_board")
def test_a_second_look_opens_no_key_of_a_board(organisation: Organisation) -> None:
    assert not any("FROM folder_grant" in each for each in statements(organisation, Placement, "caseworker"))


@pytest.mark.usefixtures("by_its_folder")
def test_everybody_proves_for_themselves(organisation: Organisation) -> None:
    assert any("FROM folder_grant" in each for each in statements(organisation, Shift, "field"))
    assert fit(organisation, Shift, "counsellor") is Fit.NO_KEY


@pytest.mark.usefixtures("by_its_folder")
def test_a_new_statement_of_the_directory_has_everything_proved_anew(organisation: Organisation) -> None:
    new_case(organisation)  # which states who is assigned to it

    assert any("FROM folder_grant" in each for each in statements(organisation, Shift, "supervisor"))


@pytest.mark.parametrize(
    "cells",
    [
        {"base_id": HILLSIDE},
        {"version": 7},
        {"due_back_at": NEVER},
        {"notes": b"x" * 200},
        {"tag": b""},
    ],
    ids=lambda cells: next(iter(cells)),
)
def test_a_row_that_is_changed_after_it_was_proved_is_found(
    organisation: Organisation, by_its_folder: UUID, cells: dict[str, Any]
) -> None:
    put(organisation, Shift, by_its_folder, **cells)

    assert fit(organisation, Shift, "supervisor") is Fit.CHANGED


@pytest.mark.parametrize(
    "cells", [{"until_on": date(2030, 1, 1)}, {"version": 7}], ids=lambda cells: next(iter(cells))
)
def test_a_row_that_is_changed_after_its_board_proved_it_is_found(
    organisation: Organisation, by_its_board: UUID, cells: dict[str, Any]
) -> None:
    put(organisation, Placement, by_its_board, **cells)

    assert fit(organisation, Placement, "caseworker") is Fit.CHANGED


def test_a_folder_that_is_changed_after_it_proved_a_row_is_found(
    organisation: Organisation, by_its_folder: UUID
) -> None:
    with organisation.reading("supervisor") as work:
        folder_id = work.session.get_one(Shift, by_its_folder).folder_id
    put(organisation, Folder, folder_id, shift_id=HILLSIDE)

    assert fit(organisation, Shift, "supervisor") is Fit.CHANGED


def test_a_key_that_is_changed_after_it_proved_a_row_is_found(
    organisation: Organisation, by_its_folder: UUID
) -> None:
    with behind(organisation) as session:
        folder_id = session.get_one(Shift, by_its_folder).folder_id
        session.get_one(FolderKey, (folder_id, 1)).signature = bytes(64)

    assert fit(organisation, Shift, "supervisor") is Fit.CHANGED


def test_what_did_not_fit_is_not_remembered(organisation: Organisation, by_its_folder: UUID) -> None:
    with behind(organisation) as session:
        shift = session.get_one(Shift, by_its_folder)
        version = shift.version
    put(organisation, Shift, by_its_folder, version=7)
    assert fit(organisation, Shift, "supervisor") is Fit.CHANGED
    put(organisation, Shift, by_its_folder, version=version)

    assert fit(organisation, Shift, "supervisor") is Fit.FITS


def test_whoever_writes_proves_anew(organisation: Organisation, by_its_folder: UUID) -> None:
    with behind(organisation) as session:
        folder_id = session.get_one(Shift, by_its_folder).folder_id
        for grant in session.scalars(select(Grant).where(Grant.folder_id == folder_id)):
            session.delete(grant)

    with organisation.writing("supervisor") as work:
        row = work.session.get_one(Shift, by_its_folder)
        assert board_fits(work, [row])[row.id] is Fit.NO_KEY


def test_no_more_is_remembered_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.keyring.proved_rows._REMEMBERED", 2)
    proofs = _Proofs()
    for proof in (b"first", b"second"):
        proofs.keep(proof)
    assert proofs.have(b"first")  # and so it is the newer one

    proofs.keep(b"third")

    assert [proofs.have(proof) for proof in (b"first", b"second", b"third")] == [True, False, True]
