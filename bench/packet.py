"""What a packet costs beside the bare rendering of the same pages, each time in a fresh process."""

import os
import statistics
import subprocess
import sys

from app.foundation.settings import PROJECT
from bench.measuring import Line

TIMES = 10
TARGET_RATIO = 1.25


def packet_lines() -> list[Line]:
    """Return two lines: the first packet of a process, with all it has to load, and the next one.

    Bare WeasyPrint renderings of the same pages, taken in turn with it, are the baseline of each.
    """
    runs = [(_once("bare"), _once("whole")) for _ in range(TIMES)]
    return [
        _line("packet, the first of a process", [(bare[0], whole[0]) for bare, whole in runs]),
        _line("packet, the next one", [(bare[1], whole[1]) for bare, whole in runs]),
    ]


def _line(workload: str, pairs: list[tuple[float, float]]) -> Line:
    base = statistics.median(bare for bare, _ in pairs)
    whole = [each for _, each in pairs]
    return Line(
        workload,
        whole,
        ratio=statistics.median(whole) / base,
        target_ratio=TARGET_RATIO,
        remark=f"bare WeasyPrint {base:.0f} ms",
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
