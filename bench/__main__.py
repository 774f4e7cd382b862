"""Measures Wayhome on this machine and prints one table. Takes a few minutes."""

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path

from bench.creating import create_lines
from bench.growth import growth_lines
from bench.long_road import long_road_line
from bench.measuring import Line, table
from bench.overhead import overhead_line
from bench.packet import packet_lines
from bench.pages import list_line, page_lines
from bench.server import Running, free_port, running
from bench.tags import tag_lines
from bench.writers import writer_lines

FRESH_TARGET_SECONDS = 60
MEMORY_TARGET_MIB = 200
STARTS = 3
GROWTH = "growth"
"""Measured only when it is named: it makes an organisation of its own."""
SCALES = {"small": 1_000, "organisation": 20_000, "ministry": 100_000}
"""How many children; making them takes about a minute for four thousand."""


def main() -> None:
    """Measure everything, or only the parts whose names are given."""
    parser = argparse.ArgumentParser(prog="./wayhome bench", description=__doc__)
    parser.add_argument(
        "parts", nargs="*", help=f"any of: {', '.join(PARTS)}, {GROWTH}; all but the last when none is named"
    )
    parser.add_argument(
        "--scale", choices=SCALES, default="small", help="how many children growth is measured with"
    )
    parser.add_argument(
        "--keep", type=Path, help="where organisations of a size are kept, to be made only once"
    )
    asked = parser.parse_args()
    wanted = asked.parts or list(PARTS)
    if unknown := set(wanted) - {*PARTS, GROWTH}:
        parser.error(
            f"there is no part {', '.join(sorted(unknown))}; there are: {', '.join(PARTS)}, {GROWTH}"
        )
    lines: list[Line] = []
    with tempfile.TemporaryDirectory(prefix="wayhome-bench-") as folder:
        try:
            for part in wanted:
                if part == GROWTH:
                    lines += growth_lines(asked.keep or Path(folder) / "kept", SCALES[asked.scale])
                else:
                    lines += PARTS[part](Path(folder) / "data")
        finally:
            print(table(lines))


def _start(data: Path) -> list[Line]:
    with running(data, free_port()) as fresh:
        first = Line(
            "first start, until it answers", [fresh.seconds_to_first_answer], "s", target=FRESH_TARGET_SECONDS
        )
        ready = Line(
            "first start, until it is ready", [fresh.seconds_to_ready], "s", target=FRESH_TARGET_SECONDS
        )
    starts = []
    for _ in range(STARTS):
        with running(data, free_port()) as warm:
            starts.append(warm.seconds_to_ready)
    return [first, ready, Line("start again", starts, "s")]


def _pages(data: Path) -> list[Line]:
    def measured(server: Running) -> list[Line]:
        lines = [*page_lines(server, data), list_line(server, data)]
        memory = _memory(server, "pages")
        return [*lines, memory, long_road_line(server, data), overhead_line(data)]

    return _with_server(data, measured)


def _creates(data: Path) -> list[Line]:
    return _with_server(data, lambda server: [*create_lines(server, data), _memory(server, "creates")])


def _packet(_data: Path) -> list[Line]:
    return packet_lines()


def _with_server(data: Path, measure: Callable[[Running], list[Line]]) -> list[Line]:
    with running(data, free_port()) as server:
        return measure(server)


def _memory(server: Running, after: str) -> Line:
    return Line(
        f"memory of the worker after {after}", [server.worker_rss_mib()], "MiB", target=MEMORY_TARGET_MIB
    )


def _tags(data: Path) -> list[Line]:
    return _with_server(data, lambda _server: tag_lines(data))


PARTS: dict[str, Callable[[Path], list[Line]]] = {
    "start": _start,
    "pages": _pages,
    "creates": _creates,
    "packet": _packet,
    "tags": _tags,
    "writers": lambda _data: writer_lines(),
}

if __name__ == "__main__":
    main()
