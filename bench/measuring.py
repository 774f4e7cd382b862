"""Turns measured values into lines of one table: median, p95, ratios to what was measured beside it, and targets."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class Beside(StrEnum):
    """What is measured in the same run, so that a busy or slow machine weighs on both."""

    FRAME = "frame"
    """The smallest page, /account."""

    TWIN = "twin"
    """The same application with a vault that seals nothing and an audit that appends nothing."""

    SMALLER = "smaller"
    """The next smaller scale."""

    OTHER = "other"
    """What the line's remark names."""


@dataclass(frozen=True)
class Ratio:
    """How many times what was measured beside it, and the most it may be."""

    value: float
    at_most: float | None = None

    @property
    def is_met(self) -> bool:
        """Whether it is as small as it is to be, to two places."""
        return self.at_most is None or round(self.value, 2) <= self.at_most

    def __str__(self) -> str:
        """Return it as it stands in the table, with what it may be where it is more."""
        return f"{self.value:.2f}" if self.is_met else f"{self.value:.2f} > {self.at_most:g}"


def ratio_of(pairs: Sequence[tuple[float, float]], at_most: float | None = None) -> Ratio:
    """Return the median of what each was to the one measured beside it."""
    return Ratio(statistics.median(one / other for one, other in pairs), at_most)


@dataclass(frozen=True)
class Line:
    """One workload, and the most its median (`target`) or 95 of 100 values (`target_p95`) may be.

    `cpu` is the server's processor time for one, in ms, which a busy machine changes little.
    """

    workload: str
    values: Sequence[float]
    unit: str = "ms"
    target: float | None = None
    target_p95: float | None = None
    at_least: float | None = None
    cpu: float | None = None
    ratios: Mapping[Beside, Ratio] = field(default_factory=dict)
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
        met = [ratio.is_met for ratio in self.ratios.values() if ratio.at_most is not None]
        met += [self.median <= self.target] if self.target is not None else []
        met += [self.p95 <= self.target_p95] if self.target_p95 is not None else []
        met += [self.median >= self.at_least] if self.at_least is not None else []
        return ("ok" if all(met) else "MISSED") if met else ""


HEADINGS = (
    *("workload", "n", "median", "p95", "unit", "cpu-ms"),
    *(f"/ {beside}" for beside in Beside),
    *("target", "", "remark"),
)
TEXTS = {"workload", "unit", "target", "", "remark"}


def table(lines: Sequence[Line]) -> str:
    """Return the lines as one table of text."""
    rows = [HEADINGS, *(_cells(line) for line in lines)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    return "\n".join(_row(row, widths) for row in rows)


def _cells(line: Line) -> tuple[str, ...]:
    targets = (("<=", line.target), ("p95 <=", line.target_p95), (">=", line.at_least))
    return (
        line.workload,
        str(len(line.values)),
        f"{line.median:.1f}",
        f"{line.p95:.1f}",
        line.unit,
        "" if line.cpu is None else f"{line.cpu:.1f}",
        *(str(line.ratios.get(beside, "")) for beside in Beside),
        ", ".join(f"{words} {most:g}" for words, most in targets if most is not None),
        line.verdict,
        line.remark,
    )


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = [
        cell.ljust(width) if heading in TEXTS else cell.rjust(width)
        for heading, cell, width in zip(HEADINGS, cells, widths, strict=True)
    ]
    return "  ".join(padded).rstrip()
