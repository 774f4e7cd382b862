"""What the first search after a start costs: the names of a base are not in memory then."""

from bench.comparing import PRICE, Sides
from bench.measuring import Beside, Line, ratio_of
from bench.server import running
from bench.sides import Side, signed_in
from bench.twins import Twin
from bench.workloads import search_form, searched

STARTS = 3
TARGET_MS = {1_000: 1_000, 20_000: 1_000, 100_000: 3_000}
"""By how many children there are."""


def first_search_line(sides: Sides, children: int) -> Line:
    """Return how long the first search after a start takes, with its ratio to the unsealed twin's and the smaller's.

    A second server on the same data is started for it, and asked for a search once.
    """
    taken: dict[Beside | None, list[tuple[float, float]]] = {each: [] for each in sides.all()}
    for _ in range(STARTS):
        for beside, one in sides.all().items():
            taken[beside].append(_once(one, Twin.UNSEALED if beside is Beside.TWIN else Twin.SEALED))
    cpu = {beside: [spent for _, spent in each] for beside, each in taken.items()}
    ratios = {
        beside: ratio_of(list(zip(cpu[None], other, strict=True)), PRICE if beside is Beside.TWIN else None)
        for beside, other in cpu.items()
        if beside is not None
    }
    milliseconds = [each for each, _ in taken[None]]
    return Line(
        "first search after a start",
        milliseconds,
        target=TARGET_MS[children],
        cpu=sum(cpu[None]) / STARTS,
        ratios=ratios,
    )


def _once(side: Side, twin: Twin) -> tuple[float, float]:
    with running(side.place, twin) as server:
        supervisor = signed_in(server, side.place, "supervisor")["supervisor"]
        form = search_form(supervisor)
        before = server.worker_cpu_ms()
        answer = searched(supervisor, form)
        if answer.status != 200:
            raise RuntimeError(f"the search was not answered: {answer.status}")
        return answer.milliseconds, server.worker_cpu_ms() - before
