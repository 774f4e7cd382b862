"""Whether work costs what it cost when the organisation was small: the same requests at two sizes, side by side."""

import shutil
import statistics
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from app.practice.sign_ins import read_sign_ins
from bench.creating import create_child, filled_form
from bench.growing import grow
from bench.measuring import Line
from bench.server import Running, Visitor, csrf_token, free_port, running

ROUNDS = 8
TIMES_A_ROUND = 12
ORDINARY_RATIO, LIST_RATIO = 1.1, 1.2
MEMORY_TARGET_MIB = 200
BEGUN = "practice"
A_THOUSAND = 1_000


@dataclass
class Side:
    """A server with an organisation of one size, and people signed in there."""

    server: Running
    office: Visitor
    field_worker: Visitor
    child_id: str
    made: list[int] = field(default_factory=list)


def growth_lines(kept: Path, children: int) -> list[Line]:
    """Return what each request costs with so many children, in the server's CPU-ms, and its ratio to a thousand.

    A thousand draw as many lines on each page as any more do; they themselves are held against the practice
    organisation's sixty. Nights of the last 48 hours cost Today more, and those that were made are all of one day:
    Today is measured fairly two days later. `kept` is where organisations are kept from one measurement to the next;
    copies are measured.
    """
    begun = kept / BEGUN
    if not begun.exists():
        _begin(begun)
    thousand = _grown(begun, kept, A_THOUSAND)
    small = thousand if children > A_THOUSAND else begun
    large = _grown(thousand, kept, children)
    with tempfile.TemporaryDirectory(prefix="wayhome-bench-") as folder, ExitStack() as opened:
        sides = [opened.enter_context(_side(each, Path(folder) / each.name)) for each in (small, large)]
        lines = [_line(name, ask, sides, ratio) for name, (ask, ratio) in ASKED.items()]
        memory = sides[1].server.worker_rss_mib()
    return [
        *lines,
        Line(f"memory of the worker, {children} children", [memory], "MiB", target=MEMORY_TARGET_MIB),
    ]


def _grown(smaller: Path, kept: Path, children: int) -> Path:
    place = kept / str(children)
    if not place.exists():
        shutil.copytree(smaller, place)
    grow(place / "data", children)
    return place


def _begin(place: Path) -> None:
    place.mkdir(parents=True)
    with running(place / "data", free_port()):
        pass


@contextmanager
def _side(kept: Path, copy: Path) -> Iterator[Side]:
    shutil.copytree(kept, copy)
    with running(copy / "data", free_port()) as server:
        people = {each.role: each for each in read_sign_ins(copy / "data")}
        office, field_worker = Visitor(server.port), Visitor(server.port)
        office.sign_in(people["supervisor"].username, people["supervisor"].password)
        field_worker.sign_in(people["field"].username, people["field"].password)
        made = field_worker.post("/children/new", filled_form(field_worker, "to be looked at"))
        yield Side(server, office, field_worker, made.location.partition("?")[0])


def _line(name: str, ask: Callable[[Side], int], sides: list[Side], ratio: float) -> Line:
    """Ask both in turns, so that whatever else the machine does falls on both."""
    spent: list[list[float]] = [[], []]
    for side in sides:
        ask(side)
    for _ in range(ROUNDS):
        for side, taken in zip(sides, spent, strict=True):
            before = side.server.worker_cpu_ms()
            statuses = {ask(side) for _ in range(TIMES_A_ROUND)}
            taken.append((side.server.worker_cpu_ms() - before) / TIMES_A_ROUND)
            if not statuses <= {200, 303}:
                raise RuntimeError(f"{name} did not open: {statuses}")
    before, after = statistics.median(spent[0]), statistics.median(spent[1])
    return Line(
        name,
        spent[1],
        "CPU-ms",
        ratio=after / before,
        target_ratio=ratio,
        remark=f"{before:.1f} at the smaller",
    )


def _frame(side: Side) -> int:
    return side.office.get("/account").status


def _list(side: Side) -> int:
    return side.office.get("/children/").status


def _cases(side: Side) -> int:
    return side.office.get("/cases/").status


def _child(side: Side) -> int:
    return side.office.get(side.child_id).status


def _today(side: Side) -> int:
    return side.office.get("/today").status


def _search(side: Side) -> int:
    token = csrf_token(side.office.get("/search").body)
    return side.office.post("/search", {"csrf_token": token, "q": "Sok"}).status


def _create(side: Side) -> int:
    side.made.append(1)
    form = filled_form(side.field_worker, f"growth {len(side.made)}")
    return create_child(side.field_worker, form)[1]


ASKED: dict[str, tuple[Callable[[Side], int], float]] = {
    "the frame, /account": (_frame, ORDINARY_RATIO),
    "list of 50 children": (_list, LIST_RATIO),
    "list of cases": (_cases, LIST_RATIO),
    "page of a child": (_child, ORDINARY_RATIO),
    "Today of a supervisor": (_today, ORDINARY_RATIO),
    "search by name, its page and its answer": (_search, LIST_RATIO),
    "create a child, its form and its answer": (_create, ORDINARY_RATIO),
}
