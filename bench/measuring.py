"""Turns measured values into lines of one table: median, p95, ratio, and whether the target is met."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One workload, and the most its median (`target`) or 95 of 100 values (`target_p95`) may be.

    `ratio` is to a baseline taken in the same run; `cpu` is the server's processor time for one, in ms, which a
    busy machine changes little.
    """

    workload: str
    values: Sequence[float]
    unit: str = "ms"
    target: float | None = None
    target_p95: float | None = None
    ratio: float | None = None
    target_ratio: float | None = None
    cpu: float | None = None
    remark: str = ""

    @property
    def median(self) -> float:
        """The middle value."""
        return statistics.median(self.values)

    @property
    def p95(self) -> float:
        """The value that 95 of 100 do not exceed."""
        ordered = sorted(self.values)
        return ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]

    @property
    def verdict(self) -> str:
        """Whether the targets are met; empty when there is none."""
        if (self.target, self.target_p95, self.target_ratio) == (None, None, None):
            return ""
        in_time = self.target is None or self.median <= self.target
        in_time = in_time and (self.target_p95 is None or self.p95 <= self.target_p95)
        in_ratio = self.target_ratio is None or self.ratio is None or self.ratio <= self.target_ratio
        return "ok" if in_time and in_ratio else "MISSED"


HEADINGS = ("workload", "n", "median", "p95", "unit", "cpu", "ratio", "target", "", "remark")


def table(lines: Sequence[Line]) -> str:
    """Return the lines as one table of text."""
    rows = [HEADINGS, *(_cells(line) for line in lines)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    return "\n".join(_row(row, widths) for row in rows)


def _cells(line: Line) -> tuple[str, ...]:
    targets = []
    if line.target is not None:
        targets.append(f"<= {line.target:g}")
    if line.target_p95 is not None:
        targets.append(f"p95 <= {line.target_p95:g}")
    if line.target_ratio is not None:
        targets.append(f"<= {line.target_ratio:g} x")
    return (
        line.workload,
        str(len(line.values)),
        f"{line.median:.1f}",
        f"{line.p95:.1f}",
        line.unit,
        "" if line.cpu is None else f"{line.cpu:.1f}",
        "" if line.ratio is None else f"{line.ratio:.2f}",
        ", ".join(targets),
        line.verdict,
        line.remark,
    )


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    left = (0, 4, 7, 8, 9)
    padded = [
        cell.ljust(width) if column in left else cell.rjust(width)
        for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return "  ".join(padded).rstrip()
