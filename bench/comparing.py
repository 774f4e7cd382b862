"""Measures every workload on all sides in turns, so that whatever else the machine does falls on all of them."""

import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.kept import Kept, Scale
from bench.measuring import Beside, Line, Ratio, ratio_of
from bench.pages import kinds_of_page
from bench.sides import Side, side
from bench.twins import Twin
from bench.workloads import FRAME, WORKLOADS, Workload, page

ROUNDS = 10
TIMES_A_ROUND = 5
PRICE = 1.5
"""The most that sealing may cost, as a multiple of the unsealed twin."""

ONLY_PROVING = ("/audit", "/settings/checkpoint", "/settings/keys")
"""Pages that show and verify the trail or the key directory from its first statement: the twin has neither."""


@dataclass(frozen=True)
class Sides:
    """The side that is measured, its unsealed twin, and the next smaller scale where that is kept."""

    measured: Side
    twin: Side
    smaller: Side | None

    def all(self) -> dict[Beside | None, Side]:
        """Return those there are, by what they are to the first."""
        found: dict[Beside | None, Side] = {None: self.measured, Beside.TWIN: self.twin}
        return found | ({Beside.SMALLER: self.smaller} if self.smaller is not None else {})


@contextmanager
def sides_of(kept: Kept, scale: Scale) -> Iterator[Sides]:
    """Give copies of what is kept of a scale, made first where it is not there, each with its server running."""
    with tempfile.TemporaryDirectory(prefix="wayhome-bench-") as folder, ExitStack() as opened:
        measured, twin = (opened.enter_context(side(kept, each, scale, Path(folder))) for each in Twin)
        has_smaller = scale.before is not None and kept.has(Twin.SEALED, scale.before)
        smaller = (
            opened.enter_context(side(kept, Twin.SEALED, scale.before, Path(folder)))
            if scale.before is not None and has_smaller
            else None
        )
        yield Sides(measured, twin, smaller)


@dataclass
class _Taken:
    """What one workload took on one side: milliseconds of every answer, and the median CPU-ms of every round."""

    milliseconds: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)


def workload_lines(sides: Sides) -> list[Line]:
    """Return a line for every workload. Ratios are of the server's CPU-ms, the median of those of each round."""
    taken: dict[str, dict[Beside | None, _Taken]] = {each.name: defaultdict(_Taken) for each in WORKLOADS}
    for number in range(-1, ROUNDS):
        for workload in WORKLOADS:
            for beside, one in sides.all().items():
                _ask(workload, one, taken[workload.name][beside], is_first=number < 0)
    return [_line(each, taken[each.name], taken[FRAME][None].cpu) for each in WORKLOADS]


def _ask(workload: Workload, one: Side, taken: _Taken, *, is_first: bool) -> None:
    """Ask some times; what is asked for the first time fills memories and is not counted."""
    answers = [workload.once(one) for _ in range(1 if is_first else TIMES_A_ROUND)]
    if not is_first:
        taken.milliseconds += [milliseconds for milliseconds, _ in answers]
        taken.cpu.append(sum(spent for _, spent in answers) / len(answers))


def _line(workload: Workload, taken: dict[Beside | None, _Taken], frame: Sequence[float]) -> Line:
    own = taken[None]
    most = {Beside.TWIN: PRICE, Beside.SMALLER: workload.of_smaller}
    ratios: dict[Beside, Ratio] = {}
    if workload.name != FRAME:
        ratios[Beside.FRAME] = ratio_of(list(zip(own.cpu, frame, strict=True)), workload.of_frame)
    for beside, other in taken.items():
        if beside is not None:
            ratios[beside] = ratio_of(list(zip(own.cpu, other.cpu, strict=True)), most[beside])
    cpu = sum(own.cpu) / len(own.cpu)
    return Line(workload.name, own.milliseconds, cpu=cpu, ratios=ratios)


def kinds_line(sides: Sides, role: str) -> Line:
    """Return what sealing costs on every kind of page that a role reaches from its front page by links."""
    found = [kinds_of_page(each.people[role]) for each in (sides.measured, sides.twin)]
    prices: dict[str, Ratio] = {}
    milliseconds: list[float] = []
    for kind in sorted(
        kind for kind in found[0].keys() & found[1].keys() if not kind.startswith(ONLY_PROVING)
    ):
        asked = [Workload(kind, page(found[number][kind], role)) for number in (0, 1)]
        taken = [_Taken(), _Taken()]
        for number in range(-1, TIMES_A_ROUND):
            for workload, one, each in zip(asked, (sides.measured, sides.twin), taken, strict=True):
                _ask(workload, one, each, is_first=number < 0)
        prices[kind] = ratio_of(list(zip(taken[0].cpu, taken[1].cpu, strict=True)))
        milliseconds += taken[0].milliseconds
    dearest = max(prices, key=lambda kind: prices[kind].value)
    return Line(
        f"every kind of page, {role}",
        milliseconds,
        ratios={Beside.TWIN: Ratio(prices[dearest].value, PRICE)},
        remark=f"{len(prices)} kinds; dearest sealing: {dearest}",
    )
