"""A sweep looks at every row with the keys of whoever holds them, and tells what a list would leave out."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from app.foundation.errors import AlreadyDone, ChangedOutside, NotVisible, Refused
from app.sweeps import sweeping
from app.sweeps.pages import SweepView, sweep_view, sweeps_page
from app.sweeps.sweeping import begin_sweep, sweep_on
from app.sweeps.tables import swept_tables
from models.base import Base
from models.placement import Placement
from models.row_sweep import RowSweep
from tests.support.cases import new_case, record_home
from tests.support.organisation import HILLSIDE, RIVERSIDE, Organisation
from tests.support.tampering import flip, put, recorded


def begun(organisation: Organisation, by: str = "supervisor", base_id: UUID = RIVERSIDE) -> UUID:
    """Begin a sweep in somebody's name."""
    sweep_id = uuid4()
    with organisation.writing(by) as work:
        begin_sweep(work, base_id, sweep_id)
    return sweep_id


def swept(organisation: Organisation, by: str = "supervisor", base_id: UUID = RIVERSIDE) -> SweepView:
    """Look through everything in somebody's name, and return what was found."""
    sweep_id = begun(organisation, by, base_id)
    for _ in range(200):
        with organisation.writing(by) as work:
            sweep_on(work, sweep_id)
        with organisation.reading(by) as work:
            view = sweep_view(work, sweep_id)
        if view.finished_at is not None:
            return view
    raise AssertionError("the sweep does not end")


@pytest.fixture
def placement_id(organisation: Organisation) -> UUID:
    """A home of a case."""
    record_home(organisation, new_case(organisation))
    with organisation.reading("supervisor") as work:
        return work.session.scalars(select(Placement.id)).one()


def test_everything_is_what_was_written(organisation: Organisation, placement_id: UUID) -> None:
    view = swept(organisation)

    assert view.is_clean
    assert view.looked_at > 0
    assert view.tables_done == view.tables == len(swept_tables())
    assert not recorded(organisation, "rows.out_of_place")
    assert recorded(organisation, "rows.swept")


@pytest.mark.parametrize("values", [{"until_on": date(2020, 1, 1)}, {"base_id": HILLSIDE}])
def test_a_row_that_its_lists_leave_out_is_told(
    organisation: Organisation, placement_id: UUID, values: dict[str, object]
) -> None:
    put(organisation, Placement, placement_id, **values)

    view = swept(organisation)

    assert [(each.table, each.rows) for each in view.found] == [("placement", (placement_id,))]
    assert recorded(organisation, "rows.out_of_place")


def test_a_director_finds_it_too(organisation: Organisation, placement_id: UUID) -> None:
    put(organisation, Placement, placement_id, until_on=date(2020, 1, 1))

    assert not swept(organisation, "director").is_clean


def test_another_base_is_not_told_of_it(organisation: Organisation, placement_id: UUID) -> None:
    put(organisation, Placement, placement_id, until_on=date(2020, 1, 1))

    assert swept(organisation, "othersupervisor", HILLSIDE).is_clean


def test_a_sweep_goes_on_where_it_stood(
    organisation: Organisation, placement_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeping, "STEP_SECONDS", 0.0)
    monkeypatch.setattr(sweeping, "ROWS_AT_ONCE", 1)
    put(organisation, Placement, placement_id, until_on=date(2020, 1, 1))
    sweep_id = begun(organisation)
    with organisation.writing("supervisor") as work:
        sweep_on(work, sweep_id)
    with organisation.reading("supervisor2") as work:
        assert sweep_view(work, sweep_id).finished_at is None

    for _ in range(500):
        with organisation.writing("supervisor2") as work:
            sweep_on(work, sweep_id)
        with organisation.reading("supervisor") as work:
            view = sweep_view(work, sweep_id)
        if view.finished_at:
            break

    assert view.finished_at is not None
    assert [(each.table, each.count) for each in view.found] == [("placement", 1)]


def test_nobody_moves_a_sweep_on_past_a_row(organisation: Organisation, placement_id: UUID) -> None:
    sweep_id = begun(organisation)
    put(organisation, RowSweep, sweep_id, finished_at=organisation.clock.now())

    with pytest.raises(ChangedOutside), organisation.writing("supervisor") as work:
        sweep_on(work, sweep_id)
    with organisation.reading("supervisor") as work:
        assert sweep_view(work, sweep_id).is_changed
        assert sweeps_page(work)[0].newest is not None


def test_a_sweep_whose_course_was_damaged_is_shown_as_changed(organisation: Organisation) -> None:
    sweep_id = begun(organisation)
    flip(organisation, RowSweep, "course", sweep_id)

    with organisation.reading("supervisor") as work:
        assert sweep_view(work, sweep_id).is_changed


def test_pressed_twice_one_sweep_is_begun(organisation: Organisation) -> None:
    sweep_id = begun(organisation)

    with pytest.raises(AlreadyDone), organisation.writing("supervisor") as work:
        begin_sweep(work, RIVERSIDE, sweep_id)
    with pytest.raises(Refused), organisation.writing("supervisor2") as work:
        begin_sweep(work, RIVERSIDE, sweep_id)


@pytest.mark.parametrize(
    "name", ["field", "caseworker", "counsellor", "technician", "auditor", "othersupervisor"]
)
def test_nobody_else_looks_through_a_base(organisation: Organisation, name: str) -> None:
    sweep_id = begun(organisation)

    with pytest.raises(NotVisible), organisation.writing(name) as work:
        begin_sweep(work, RIVERSIDE, uuid4())
    with pytest.raises(NotVisible), organisation.writing(name) as work:
        sweep_on(work, sweep_id)
    with pytest.raises(NotVisible), organisation.reading(name) as work:
        sweep_view(work, sweep_id)


def test_the_page_names_a_base_as_it_was_stated(organisation: Organisation) -> None:
    begun(organisation)
    put(organisation, Base, RIVERSIDE, name="Zebra House")

    with organisation.reading("supervisor") as work:
        (base,) = sweeps_page(work)
        assert base.newest is not None
        assert "Zebra House" not in (base.name, base.newest.base)
