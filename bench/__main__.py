"""Measures Wayhome on this machine and prints one table. Ratios count: machines differ, and are busy."""

import argparse
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench.bulk import bulk_lines
from bench.clubs import club_lines
from bench.comparing import kinds_line, sides_of, workload_lines
from bench.creating import at_once_line
from bench.door import door_lines
from bench.faults import fault_lines
from bench.first_search import first_search_line
from bench.kept import Kept, Scale
from bench.lighthouse import lighthouse_lines
from bench.measuring import Line, table
from bench.overhead import overhead_line
from bench.packet import packet_lines
from bench.server import running
from bench.tags import tag_lines
from bench.trail import trail_line
from bench.writers import writer_lines

FRESH_TARGET_SECONDS = 60
MEMORY_TARGET_MIB = {Scale.SMALL: 200, Scale.ORGANISATION: 200, Scale.MINISTRY: 320}
ROLES = ("field", "caseworker", "supervisor", "director")
STARTS = 3


@dataclass(frozen=True)
class Asked:
    """Where organisations are kept, and of which size the one is that is measured."""

    kept: Kept
    scale: Scale


def main() -> None:
    """Measure everything, or only the parts whose names are given."""
    parser = argparse.ArgumentParser(prog="./wayhome bench", description=__doc__)
    parser.add_argument("parts", nargs="*", help=f"any of: {', '.join(PARTS)}; all when none is named")
    parser.add_argument("--scale", choices=[scale.name.lower() for scale in Scale], default="small")
    parser.add_argument("--data", type=Path, help="where organisations are kept, to be made only once")
    given = parser.parse_args()
    wanted = given.parts or list(PARTS)
    if unknown := set(wanted) - set(PARTS):
        parser.error(f"there is no part {', '.join(sorted(unknown))}; there are: {', '.join(PARTS)}")
    kept = Kept(given.data.absolute()) if given.data else Kept.default()
    asked = Asked(kept, Scale[given.scale.upper()])
    lines: list[Line] = []
    try:
        for part in wanted:
            lines += PARTS[part](asked)
    finally:
        print(table(lines))


def _start(_asked: Asked) -> list[Line]:
    with tempfile.TemporaryDirectory(prefix="wayhome-bench-") as place:
        with running(Path(place)) as fresh:
            seconds = {"it answers": fresh.seconds_to_first_answer, "it is ready": fresh.seconds_to_ready}
        starts = []
        for _ in range(STARTS):
            with running(Path(place)) as warm:
                starts.append(warm.seconds_to_ready)
    first = [
        Line(f"first start, until {what}", [taken], "s", target=FRESH_TARGET_SECONDS)
        for what, taken in seconds.items()
    ]
    return [*first, Line("start again", starts, "s")]


def _pages(asked: Asked) -> list[Line]:
    """Measure every page and save, before anything else has been asked of these servers."""
    with sides_of(asked.kept, asked.scale) as sides:
        lines = workload_lines(sides)
        memory = sides.measured.server.worker_rss_mib()
        return [
            *lines,
            first_search_line(sides, asked.scale.value),
            *(kinds_line(sides, role) for role in ROLES),
            overhead_line(sides.measured.place / "data", lines[0].cpu or 0),
            trail_line(sides.measured.place / "data"),
            Line("memory of the worker", [memory], "MiB", target=MEMORY_TARGET_MIB[asked.scale]),
        ]


def _creates(asked: Asked) -> list[Line]:
    with sides_of(asked.kept, asked.scale) as sides:
        return [at_once_line(sides.measured)]


def _bulk(asked: Asked) -> list[Line]:
    return bulk_lines(asked.kept)


def _packet(_asked: Asked) -> list[Line]:
    return packet_lines()


def _tags(asked: Asked) -> list[Line]:
    return tag_lines(asked.kept)


PARTS: dict[str, Callable[[Asked], list[Line]]] = {
    "pages": _pages,
    "creates": _creates,
    "bulk": _bulk,
    "packet": _packet,
    "start": _start,
    "tags": _tags,
    "writers": lambda _asked: writer_lines(),
    "door": lambda asked: door_lines(asked.kept),
    "clubs": lambda asked: club_lines(asked.kept),
    "faults": lambda _asked: fault_lines(),
    "lighthouse": lambda asked: lighthouse_lines(asked.kept, asked.scale),
}

if __name__ == "__main__":
    main()
