"""No readable cell that was changed behind Wayhome's back is believed, whatever it holds."""

from tests.access.changing import Changing, lies_for, readable_columns
from tests.support.lived_in import LivedIn

ASKED = ("goal", "placement", "risk_change")
"""Tables whose cells are changed here, one by one, under every page; the others' are in their rooms' own tests."""


def test_no_page_believes_a_cell_that_was_changed_outside(lived: LivedIn) -> None:
    changing = Changing(lived)
    with changing.engine.connect() as connection:
        cells = [
            cell
            for column in readable_columns()
            if column.table.name in ASKED
            for cell in lies_for(connection, column)
        ]

    assert len(cells) > len(ASKED)
    assert [each for cell in cells for each in changing.believed(cell)] == []
