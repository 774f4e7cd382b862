"""Whether two dozen people can save at the same moment over SQLite: 24 children, each from a form of its own."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from bench.measuring import Line
from bench.server import Visitor
from bench.sides import Side
from bench.workloads import SAVED, child_form

AT_ONCE = 24
ROUNDS = 5
TARGET_MS = 25


def at_once_line(side: Side) -> Line:
    """Return what each of 24 creates at the same moment costs, and that all were saved."""
    visitors = [Visitor(side.server.port, dict(side.people["field"].cookies)) for _ in range(AT_ONCE)]
    each, saved, cpu = [], 0, 0.0
    for turn in range(ROUNDS):
        forms = [child_form(visitor, f"together {turn} {number}") for number, visitor in enumerate(visitors)]
        before = side.server.worker_cpu_ms()
        seconds, kept = _all_at_once(visitors, forms)
        cpu += side.server.worker_cpu_ms() - before
        each.append(seconds * 1000 / AT_ONCE)
        saved += kept
    return Line(
        f"save a new child, {AT_ONCE} at once: each",
        each,
        target_p95=TARGET_MS,
        cpu=cpu / AT_ONCE / ROUNDS,
        remark=f"all / {AT_ONCE}; {saved} of {AT_ONCE * ROUNDS} saved",
    )


def _all_at_once(visitors: list[Visitor], forms: list[dict[str, str]]) -> tuple[float, int]:
    gate = Barrier(AT_ONCE + 1)

    def create(visitor: Visitor, form: dict[str, str]) -> int:
        gate.wait()
        return visitor.post("/children/new", form).status

    with ThreadPoolExecutor(AT_ONCE) as pool:
        running = [pool.submit(create, visitor, form) for visitor, form in zip(visitors, forms, strict=True)]
        gate.wait()
        began = time.perf_counter()
        statuses = [each.result() for each in running]
        seconds = time.perf_counter() - began
    return seconds, statuses.count(SAVED)
