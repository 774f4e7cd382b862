"""What a packet costs beside the bare rendering of the same pages, each time in a fresh process."""

import os
import statistics
import subprocess
import sys

from app.foundation.settings import PROJECT
from bench.measuring import Beside, Line, ratio_of

TIMES = 10
FIRST_OF_BARE, NEXT_OF_BARE = 1.25, 0.9


def packet_lines() -> list[Line]:
    """Return two lines: the first packet of a process, with all it has to load, and the next one.

    Bare WeasyPrint renderings of the same pages, taken in turn with it, are what stands beside each.
    """
    runs = [(_once("whole"), _once("bare")) for _ in range(TIMES)]
    first = [(whole[0], bare[0]) for whole, bare in runs]
    following = [(whole[1], bare[1]) for whole, bare in runs]
    return [
        _line("packet, the first of a process", first, FIRST_OF_BARE),
        _line("packet, the next one", following, NEXT_OF_BARE),
    ]


def _line(workload: str, pairs: list[tuple[float, float]], at_most: float) -> Line:
    base = statistics.median(bare for _, bare in pairs)
    return Line(
        workload,
        [whole for whole, _ in pairs],
        ratios={Beside.OTHER: ratio_of(pairs, at_most)},
        remark=f"other: bare WeasyPrint, {base:.0f} ms",
    )


def _once(way: str) -> tuple[float, float]:
    said = subprocess.run(  # noqa: S603 - ours
        [sys.executable, "-P", "-m", "bench.packet_once", way],
        env=os.environ | {"PYTHONPATH": str(PROJECT)},
        check=True,
        capture_output=True,
        text=True,
    )
    first, again = said.stdout.split()
    return float(first), float(again)
