"""No readable cell that was changed behind Wayhome's back is believed, whatever it holds.

Every column of every table is changed, in a row of the first child's and in one that is led to it. `--every-page` looks
at every page for every cell, and takes rows by ids that are new each time; otherwise pages of one kind take turns.
"""

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest

from app.today import changes
from tests.access.asking import fresh_copy
from tests.access.changing import HEAD, Changing
from tests.access.lies import lies_for, readable_columns
from tests.support.lived_in import LivedIn, live_in
from tests.support.lived_longer import live_on
from tests.support.organisation import build_organisation, settings_in
from tests.support.same_ids import same_ids

TABLES = sorted({column.table.name for column in readable_columns()})


@pytest.fixture(scope="module")
def lived_longer(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> LivedIn:
    """More of everything, so that there is something to lie about."""
    settings = settings_in(tmp_path_factory.mktemp("longer"))
    with nullcontext() if request.config.getoption("--every-page") else same_ids():
        return live_on(live_in(build_organisation(settings)))


@pytest.fixture(scope="module")
def looked_at(lived_longer: LivedIn) -> Iterator[Changing]:
    """Every page as it is before anything is changed, Today's list of what others wrote without its end."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(changes, "SHOWN", 1000)
        yield Changing(lived_longer)


@pytest.fixture
def changing(request: pytest.FixtureRequest, lived_longer: LivedIn, tmp_path: Path) -> Changing:
    """Where the trail ends moves on under the lie and cannot be put back: that is changed in a copy of its own."""
    if request.node.callspec.params["table"] == HEAD:
        return Changing(fresh_copy(lived_longer, tmp_path))
    found: Changing = request.getfixturevalue("looked_at")
    return found


@pytest.mark.parametrize("table", TABLES)
def test_no_page_believes_a_cell_that_was_changed_outside(
    table: str,
    changing: Changing,
    request: pytest.FixtureRequest,
    record_property: Callable[[str, object], None],
) -> None:
    every_page = request.config.getoption("--every-page")
    columns = [column for column in readable_columns() if column.table.name == table]
    with changing.engine.connect() as connection:
        cells = [cell for column in columns for cell in lies_for(connection, column, changing.lived.ids)]

    wrong = [
        each
        for turn, cell in enumerate(cells)
        for each in changing.believed(cell, turn=None if every_page else turn)
    ]

    record_property("changed cells", len(cells))
    record_property("of columns", len(columns))
    assert {cell.column for cell in cells} == set(columns)
    assert wrong == []
