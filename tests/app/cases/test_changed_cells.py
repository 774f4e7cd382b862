"""No cell of a child, a card, a sheet, a case, a risk or a move can be changed into a lie that a page shows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, inspect, select, update

from app.access.proven_cases import codes_of_cases
from app.cases.case_page import case_page
from app.cases.chronology import chronology_entries
from app.cases.due import due_items
from app.cases.head import head_of_case
from app.cases.listing import CaseFilter, case_list
from app.cases.moves import moves_of
from app.cases.risk import risk_page, set_risk
from app.children.children import change_safe_contact, see_child, visible_child
from app.children.documents import EmergencyWords, SafeContact
from app.children.emergency import change_sheet, see_sheet
from app.children.listing import Asked, list_children
from app.children.names import names_of
from app.foundation.contact_rules import REFUSED
from app.foundation.errors import ChangedOutside
from app.foundation.vocabulary.risks import Risk
from app.keyring.boards import board_fits
from app.keyring.folders import Fit, fit_in
from app.keyring.folders_to_check import folder_to_check
from app.stage_moves.due import moves_to_decide
from app.unit_of_work import UnitOfWork
from models.case import Case, RiskChange
from models.child import Child
from models.emergency_sheet import EmergencySheet
from models.mapping import OnBoards, Tagged
from models.name_card import NameCard
from models.stage_move import StageMove
from tests.support.cases import ask_move
from tests.support.opened_cases import case_of, child_of
from tests.support.organisation import HILLSIDE, Organisation, copy_of
from tests.support.tampering import recorded

TABLES: tuple[type[Tagged], ...] = (Child, NameCard, EmergencySheet, Case, RiskChange, StageMove)
ANOTHER_TIME = datetime(2020, 2, 2, 2, 2, tzinfo=UTC)

CELLS = [
    pytest.param(table, column.key, id=f"{table.__tablename__}.{column.key}")
    for table in TABLES
    for column in inspect(table).column_attrs
    if column.columns[0].info.get("held") == "bound" and not column.columns[0].primary_key
]


@dataclass
class Lived:
    """One organisation for every cell: two children with everything about them, the first of whom is lied about."""

    organisation: Organisation
    child_id: UUID
    case_id: UUID
    other_child_id: UUID
    other_case_id: UUID

    def key_of(self, table: type[Tagged]) -> tuple[Any, UUID]:
        """Return which row is changed, by which column."""
        if table in (NameCard, EmergencySheet):
            return table.__table__.c.child_id, self.child_id
        if table in (RiskChange, StageMove):
            return table.__table__.c.case_id, self.case_id
        return table.__table__.c.id, self.child_id if table is Child else self.case_id

    def other_value(self, name: str, before: Any) -> Any:
        """Return another valid value of the same kind."""
        linked = {"child_id": self.other_child_id, "case_id": self.other_case_id, "base_id": HILLSIDE}
        linked |= {"same_as_id": self.other_child_id, "mistake_id": uuid4()}
        coded = {"risk": "low", "from_risk": "high", "to_risk": "low", "state": "refused"}
        stages = {"from_stage": "rescue", "to_stage": "restoration", "code": "RV-7777"}
        known = linked | coded | stages
        if name in known:
            return known[name]
        if name.endswith("_at"):
            return ANOTHER_TIME
        if name.endswith("_on"):
            return date(2020, 2, 2)
        if name == "folder_id":
            return self.folder_of_the_other(before)
        if name.endswith("_by"):
            return self.organisation.ids["auditor"]
        return 77

    def folder_of_the_other(self, before: UUID) -> UUID:
        with self.organisation.reading("supervisor") as work:
            folders = [
                work.session.get_one(Child, self.other_child_id).folder_id,
                work.session.get_one(Case, self.other_case_id).folder_id,
            ]
        return next(each for each in folders if each != before)


@pytest.fixture(scope="module")
def lived(built_organisation: Organisation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    organisation = copy_of(built_organisation, tmp_path_factory.mktemp("cells"))
    ids = []
    for latin in ("Sok Sophea", "Chan Dara"):
        child_id = child_of(organisation, latin=latin)
        case_id = case_of(organisation, child_id)
        with organisation.writing("caseworker") as work:
            change_sheet(work, child_id, EmergencyWords(danger="waits at the gate"), version=0)
            change_safe_contact(work, child_id, SafeContact(never="By phone"), version=1)
        ask_move(organisation, case_id, "prevention")
        ids += [child_id, case_id]
    yield Lived(organisation, *ids)
    organisation.server.store.engine.dispose()


def _put(engine: Engine, table: type[Tagged], key: tuple[Any, UUID], name: str, value: Any) -> Any:
    """Change one cell by SQL, past the application, and return what stood there."""
    column, where = table.__table__.c[name], key[0] == key[1]
    with engine.begin() as connection:
        before = connection.execute(select(column).where(where)).scalar_one()
        connection.execute(update(table.__table__).where(where).values({name: value}))  # type: ignore[arg-type]  # a mapped table is one
        return before


@pytest.fixture
def changed(request: pytest.FixtureRequest, lived: Lived) -> Iterator[tuple[Lived, type[Tagged], str]]:
    """One cell changed, and put back afterwards."""
    table, name = request.param
    engine = lived.organisation.server.store.engine
    column, id_ = lived.key_of(table)
    with engine.connect() as connection:
        primary = inspect(table).primary_key[0]
        row_id = connection.execute(select(primary).where(column == id_)).scalar_one()
        stands = connection.execute(select(table.__table__.c[name]).where(primary == row_id)).scalar_one()
    before = _put(engine, table, (primary, row_id), name, lived.other_value(name, stands))
    yield lived, table, name
    _put(engine, table, (primary, row_id), name, before)


def _row(work: UnitOfWork, table: type[Tagged], lived: Lived, name: str) -> Any:
    column, id_ = lived.key_of(table)
    if column.key == name:
        id_ = lived.other_case_id
        found: Any = work.session.scalars(select(table).where(column == id_)).all()
        return next(row for row in found if fit_in(folder_to_check(work, row.folder_id), row) is Fit.CHANGED)
    return work.session.scalars(select(table).where(column == id_)).one()


@pytest.mark.parametrize(
    "changed", [param.values for param in CELLS], ids=[p.id for p in CELLS], indirect=True
)
def test_a_changed_cell_is_told_and_no_page_shows_it(changed: tuple[Lived, type[Tagged], str]) -> None:
    lived, table, name = changed
    organisation, told = lived.organisation, len(recorded(lived.organisation, "seal.refused"))

    with organisation.reading("director") as work:
        row: Any = _row(work, table, lived, name)
        own = fit_in(folder_to_check(work, row.folder_id), row)
        assert own is Fit.CHANGED
        if isinstance(row, OnBoards):
            assert board_fits(work, [row])[row.id] is Fit.CHANGED
    assert len(recorded(organisation, "seal.refused")) > told
    with organisation.reading("director") as work:
        _PAGES[table](work, lived, name)


def _of_child(work: UnitOfWork, lived: Lived, name: str) -> None:
    seen = see_child(work, lived.child_id)
    assert (seen.is_changed, seen.profile, seen.rule) == (True, None, None)
    with pytest.raises(ChangedOutside):
        visible_child(work, lived.child_id)
    # Whoever is marked as written by mistake stands on no list: the sweep of the rows tells of it.
    listed = [line for line in list_children(work, Asked()).lines if line.id == lived.child_id]
    assert len(listed) == (0 if name == "mistake_id" else 1)
    assert [(line.is_changed, line.code, line.latin) for line in listed] == [(True, "", "")] * len(listed)
    page = case_page(work, lived.case_id)
    assert (page.child_code, page.is_changed) == ("", False)
    head = head_of_case(work, lived.case_id)
    assert head is not None
    assert head.contact == REFUSED


def _of_card(work: UnitOfWork, lived: Lived, name: str) -> None:
    found = names_of(work, [lived.child_id])[lived.child_id]
    assert (found.is_changed or not found.is_readable, found.latin, found.code) == (True, "", "RV-0001")


def _of_sheet(work: UnitOfWork, lived: Lived, name: str) -> None:
    sheet = see_sheet(work, lived.child_id)
    assert (sheet.words, sheet.updated_at, sheet.updated_by) == (None, None, None)


def _of_case(work: UnitOfWork, lived: Lived, name: str) -> None:
    assert codes_of_cases(work, [lived.case_id])[lived.case_id] == ""
    found = case_list(work, CaseFilter(), page=1)
    assert lived.case_id in found.changed
    assert "RV-7777" not in [line.code for line in found.lines]
    if name in ("child_id", "base_id"):
        other = chronology_entries(work, lived.other_child_id)
        assert [entry.is_changed for entry in other if entry.record_id == lived.case_id] in ([True], [])
    page = case_page(work, lived.case_id)
    assert page.is_changed
    assert (page.code, page.risk, page.next_contact_on, page.summary) == ("", None, None, None)
    assert (page.child_id, page.base) == (lived.child_id, "Riverside")
    with pytest.raises(ChangedOutside):
        set_risk(work, lived.case_id, risk=Risk.HIGH, reason="it is worse", version=page.days_in_stage)
    assert all(
        item.is_changed for item in due_items(work, until=date(2100, 1, 1)) if item.record_id == lived.case_id
    )


def _of_risk(work: UnitOfWork, lived: Lived, name: str) -> None:
    case_id, child_id = lived.case_id, lived.child_id
    if name == "case_id":
        case_id, child_id = lived.other_case_id, lived.other_child_id
    told = [entry for entry in chronology_entries(work, child_id) if entry.kind == "risk"]
    assert sum(entry.is_changed for entry in told) == 1
    assert not [entry for entry in told if entry.at == ANOTHER_TIME]
    if name not in ("case_id", "changed_at"):
        page = risk_page(work, case_id)
        assert (page.is_changed, page.set_by, page.reason) == (True, "", "")


def _of_move(work: UnitOfWork, lived: Lived, name: str) -> None:
    case_id = lived.other_case_id if name == "case_id" else lived.case_id
    moves = moves_of(work, case_id)
    assert len(moves.changed) == 1
    assert len(moves.views) == (1 if name == "case_id" else 0)
    waiting = [item for item in moves_to_decide(work) if item.record_id == case_id]
    assert sum(not item.is_changed for item in waiting) == len(moves.views)


_PAGES: dict[type[Tagged], Any] = {
    Child: _of_child,
    NameCard: _of_card,
    EmergencySheet: _of_sheet,
    Case: _of_case,
    RiskChange: _of_risk,
    StageMove: _of_move,
}
