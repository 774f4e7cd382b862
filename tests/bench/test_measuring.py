"""The bench's table: ratios are of what was measured side by side, and a line says when a target is missed."""

import pytest

from bench.measuring import Beside, Line, Ratio, ratio_of, table


def test_a_ratio_is_the_median_of_those_taken_side_by_side() -> None:
    # The second pair was taken while the machine was busy, which weighs on both.
    assert ratio_of([(3, 2), (30, 20), (8, 2)]).value == 1.5


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        (Line("page", [10]), ""),
        (Line("page", [10], target=10), "ok"),
        (Line("page", [10], target=9), "MISSED"),
        (Line("page", [1, 1, 10], target_p95=9), "MISSED"),
        (Line("made", [10], at_least=11), "MISSED"),
        (Line("page", [10], ratios={Beside.TWIN: Ratio(1.5, 1.5)}), "ok"),
        (Line("page", [10], ratios={Beside.TWIN: Ratio(1.51, 1.5)}), "MISSED"),
        (Line("page", [10], ratios={Beside.SMALLER: Ratio(9)}), ""),
    ],
)
def test_a_line_says_whether_its_targets_are_met(line: Line, verdict: str) -> None:
    assert line.verdict == verdict


def test_the_table_names_what_each_ratio_is_to_and_what_it_was_to_be() -> None:
    shown = table([Line("page", [10], ratios={Beside.TWIN: Ratio(1.6, 1.5)})])

    assert "/ twin" in shown
    assert "1.60 > 1.5" in shown
