"""A row's readable columns are bound to its folder's key: a change from outside is told, and nothing is put over it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from app.foundation.errors import ChangedOutside
from app.keyring import tags
from app.keyring.boards import board_fits
from app.keyring.folders import Fit, OpenFolder, open_folder
from app.keyring.policy import FolderKind
from app.keyring.rows import NotThroughItsFolder
from app.keyring.tags import check_tag, make_tag
from app.keyring.writing import case_folder_to_write
from app.placements.documents import Home
from app.unit_of_work import UnitOfWork
from app.vault.sealing import RecordKey
from app.vault.secrets import SymmetricKey
from models.case import Case
from models.folder import Folder, FolderKey
from models.placement import Placement
from tests.support.cases import new_case, record_home
from tests.support.organisation import HILLSIDE, Organisation
from tests.support.tampering import put, recorded

OTHER_VALUES: dict[str, Any] = {
    "case_id": None,  # the other case's, put in by the test
    "base_id": HILLSIDE,
    "from_on": date(2020, 1, 1),
    "until_on": date(2030, 1, 1),
    "review_on": date(2031, 1, 1),
    "written_at": None,
    "version": 7,
}


@dataclass
class Housed:
    """A case with a home, and another case of the same caseworker."""

    organisation: Organisation
    case_id: UUID
    other_case_id: UUID
    placement_id: UUID

    def row(self, work: UnitOfWork) -> Placement:
        return work.session.get_one(Placement, self.placement_id)

    def fit(self, by: str = "caseworker") -> Fit:
        with self.organisation.reading(by) as work:
            row = self.row(work)
            return open_folder(work, row.folder_id).fit_of(row)

    def board_fit(self, by: str = "caseworker") -> Fit:
        with self.organisation.reading(by) as work:
            return board_fits(work, [self.row(work)])[self.placement_id]


@pytest.fixture
def housed(organisation: Organisation) -> Housed:
    case_id, other = new_case(organisation), new_case(organisation)
    record_home(organisation, case_id)
    with organisation.reading("caseworker") as work:
        placement_id = work.session.scalars(select(Placement.id)).one()
    return Housed(organisation, case_id, other, placement_id)


def test_a_row_that_was_written_through_its_folder_fits(housed: Housed) -> None:
    assert housed.fit() is Fit.FITS
    assert housed.board_fit() is Fit.FITS
    assert not recorded(housed.organisation, "seal.refused")


@pytest.mark.parametrize("column", OTHER_VALUES)
def test_a_changed_column_is_told_and_recorded(housed: Housed, column: str) -> None:
    value = OTHER_VALUES[column]
    if column == "case_id":
        value = housed.other_case_id
    if column == "written_at":
        value = housed.organisation.clock.now() + timedelta(hours=1)
    put(housed.organisation, Placement, housed.placement_id, **{column: value})

    assert housed.fit() is Fit.CHANGED
    assert housed.board_fit() is Fit.CHANGED
    assert recorded(housed.organisation, "seal.refused")


@pytest.mark.parametrize("value", [None, b"", b"\x01" * 37])
def test_a_row_without_its_tag_is_a_changed_row(housed: Housed, value: bytes | None) -> None:
    put(housed.organisation, Placement, housed.placement_id, tag=value)

    assert housed.fit() is Fit.CHANGED


def test_a_board_that_finds_no_board_tag_looks_into_the_folder(housed: Housed) -> None:
    put(housed.organisation, Placement, housed.placement_id, board_tag=None)

    assert housed.board_fit() is Fit.FITS


def test_a_row_is_not_this_persons_to_judge_without_the_key(housed: Housed) -> None:
    with housed.organisation.reading("caseworker") as work:
        row = housed.row(work)
        lost = OpenFolder(work, work.session.get_one(Folder, row.folder_id), _keys(work, row.folder_id), [])

        assert lost.fit_of(row) is Fit.NO_KEY


def _keys(work: UnitOfWork, folder_id: UUID) -> Any:
    work.keychain.record_keys.clear()
    return {
        key.version: key
        for key in work.session.scalars(select(FolderKey).where(FolderKey.folder_id == folder_id))
    }


def test_a_folder_that_is_said_to_be_of_another_case_makes_its_rows_changed(housed: Housed) -> None:
    with housed.organisation.reading("caseworker") as work:
        folder_id = housed.row(work).folder_id
    put(housed.organisation, Folder, folder_id, case_id=housed.other_case_id)

    assert housed.fit() is Fit.CHANGED


def test_nothing_is_written_over_a_row_that_was_changed(housed: Housed) -> None:
    put(housed.organisation, Placement, housed.placement_id, until_on=date(2030, 1, 1))

    with housed.organisation.writing("caseworker") as work:
        row = housed.row(work)
        folder = _to_write(work, row)
        with pytest.raises(ChangedOutside):
            folder.write(row)
        work.session.expire(row)
    assert recorded(housed.organisation, "seal.refused")


def test_a_lie_is_not_made_good_by_setting_the_column_before_writing(housed: Housed) -> None:
    put(housed.organisation, Placement, housed.placement_id, until_on=date(2030, 1, 1))

    with housed.organisation.writing("caseworker") as work:
        row = housed.row(work)
        row.until_on = None
        with pytest.raises(ChangedOutside), work.session.no_autoflush:
            _to_write(work, row).write(row)
        work.session.expire(row)


def test_a_change_that_is_not_written_through_the_folder_is_a_mistake_of_ours(housed: Housed) -> None:
    with pytest.raises(NotThroughItsFolder), housed.organisation.writing("caseworker") as work:
        housed.row(work).until_on = date(2030, 1, 1)
        work.session.flush()

    assert housed.fit() is Fit.FITS


def test_rows_with_tags_are_not_changed_in_bulk(housed: Housed) -> None:
    with pytest.raises(NotThroughItsFolder), housed.organisation.writing("caseworker") as work:
        work.session.execute(update(Placement).values(until_on=date(2030, 1, 1)))


def test_a_row_changed_again_in_the_same_work_fits(housed: Housed) -> None:
    with housed.organisation.writing("caseworker") as work:
        row = housed.row(work)
        _to_write(work, row).write(row)
        row.until_on = date(2030, 1, 1)
        work.session.flush()
        row.until_on = date(2031, 1, 1)
        work.session.flush()

    assert housed.fit() is Fit.FITS


def test_a_tag_of_an_older_format_does_not_name_what_came_later(
    housed: Housed, monkeypatch: pytest.MonkeyPatch
) -> None:
    with housed.organisation.reading("caseworker") as work:
        row = housed.row(work)
        key, folder = RecordKey(SymmetricKey.generate(), 1), uuid4()
        old = make_tag(work.installation_id, row, folder, key, row_version=row.version)
        shape = tags._shape(Placement)
        longer = tags._Shape(shape.bound | {"until_on": 3}, shape.sealed, shape.primary_key)
        monkeypatch.setattr(tags, "_SHAPES", {Placement: longer})
        monkeypatch.setattr(Placement, "tag_format", 3)
        before = make_tag(work.installation_id, row, folder, key, row_version=row.version)
        assert before != old
        monkeypatch.setattr(Placement, "tag_format", 2)
        of_format_two = make_tag(work.installation_id, row, folder, key, row_version=row.version)
        monkeypatch.setattr(Placement, "tag_format", 3)
        check_tag(work.installation_id, row, of_format_two, folder, key)

        row.until_on = date(2030, 1, 1)
        row_with_more = Placement(
            **{name: getattr(row, name) for name in [*shape.bound, *shape.sealed, "version"]}
        )
        work.session.expire(row)
        with pytest.raises(ChangedOutside):
            check_tag(work.installation_id, row_with_more, of_format_two, folder, key)


def _to_write(work: UnitOfWork, row: Placement) -> Any:
    case = work.session.get_one(Case, row.case_id)
    return case_folder_to_write(work, FolderKind.PLACEMENTS, row.folder_id, case)


def test_the_document_opens_only_with_a_row_that_fits(housed: Housed) -> None:
    with housed.organisation.reading("caseworker") as work:
        row = housed.row(work)
        assert open_folder(work, row.folder_id).read(row, Home).kind
    put(housed.organisation, Placement, housed.placement_id, review_on=date(2031, 1, 1))
    with housed.organisation.reading("caseworker") as work:
        row = housed.row(work)
        with pytest.raises(ChangedOutside):
            open_folder(work, row.folder_id).read(row, Home)
        look = open_folder(work, row.folder_id).look(row, Home)
        assert look.is_changed
        assert look.document is None
