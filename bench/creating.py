"""Whether two dozen people can save at the same moment over SQLite: 24 children, each from a form of its own."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from threading import Barrier

from app.practice.sign_ins import read_sign_ins
from bench.measuring import Line
from bench.server import Running, Visitor

AT_ONCE = 24
ROUNDS = 10
TARGET_MS = 25
SAVED = 303


def create_lines(server: Running, data: Path) -> list[Line]:
    """Return what one create costs alone, and what each of 24 at the same moment costs."""
    field = next(each for each in read_sign_ins(data) if each.role == "field")
    first = Visitor(server.port)
    first.sign_in(field.username, field.password)
    visitors = [Visitor(server.port, dict(first.cookies)) for _ in range(AT_ONCE)]
    alone = [
        create_child(visitor, filled_form(visitor, f"alone {number}"))[0]
        for number, visitor in enumerate(visitors)
    ]
    together, each, saved, cpu = [], [], 0, 0.0
    for turn in range(ROUNDS):
        forms = [filled_form(visitor, f"together {turn} {number}") for number, visitor in enumerate(visitors)]
        before = server.worker_cpu_ms()
        answers, seconds, kept = _all_at_once(visitors, forms)
        cpu += server.worker_cpu_ms() - before
        together += answers
        each.append(seconds * 1000 / AT_ONCE)
        saved += kept
    cpu /= AT_ONCE * ROUNDS
    return [
        Line("create a child, one after another", alone, target=TARGET_MS),
        Line(
            f"create a child, {AT_ONCE} at once: answer",
            together,
            ratio=median(together) / median(alone),
            remark=f"{saved} of {AT_ONCE * ROUNDS} saved",
        ),
        Line(
            f"create a child, {AT_ONCE} at once: each", each, target_p95=TARGET_MS, cpu=cpu, remark="all / 24"
        ),
    ]


def _all_at_once(visitors: list[Visitor], forms: list[dict[str, str]]) -> tuple[list[float], float, int]:
    gate = Barrier(AT_ONCE + 1)

    def create(visitor: Visitor, form: dict[str, str]) -> tuple[float, int]:
        gate.wait()
        return create_child(visitor, form)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        running = [pool.submit(create, visitor, form) for visitor, form in zip(visitors, forms, strict=True)]
        gate.wait()
        began = time.perf_counter()
        done = [each.result() for each in running]
        seconds = time.perf_counter() - began
    return [took for took, _ in done], seconds, sum(status == SAVED for _, status in done)


def filled_form(visitor: Visitor, words: str) -> dict[str, str]:
    """Return the form for a new child as it was shown, with a description nobody else has."""
    body = visitor.get("/children/new").body
    hidden = re.findall(r'<input[^>]*type="hidden"[^>]*>', body)
    fields = {}
    for each in hidden:
        name, value = re.search(r'name="([^"]+)"', each), re.search(r'value="([^"]*)"', each)
        if name and value:
            fields[name[1]] = value[1]
    return fields | {"appearance": f"Made by a measurement, {words}"}


def create_child(visitor: Visitor, form: dict[str, str]) -> tuple[float, int]:
    """Send the form; return how long the answer took, in ms, and its status."""
    answer = visitor.post("/children/new", form)
    return answer.milliseconds, answer.status
