"""Makes a thousand children one after another, to tell how many a second are sealed and what each takes on disk.

`python -m bench.bulk DATA` does it in a process of its own and prints seconds, CPU-seconds and bytes.
"""

import json
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from random import Random

from sqlalchemy import text

from app.children.children import ChildInput, make_child
from app.practice.children import make_families
from bench.acting import Practice, practice_in
from bench.kept import Kept
from bench.measuring import Beside, Line, Ratio, ratio_of
from bench.twins import Twin, environment

CHILDREN = 1_000
A_WORK = 250
TIMES = 3
AT_LEAST = 400
OF_TWIN = 3
"""What a sealed import may cost as a multiple of the unsealed twin's."""
DISK_TARGET_KB = 3


def bulk_lines(kept: Kept) -> list[Line]:
    """Return how many children a second are sealed in one process, and what one takes on disk."""
    runs = [[_once(kept, twin) for twin in (Twin.SEALED, Twin.UNSEALED)] for _ in range(TIMES)]
    cpu = [(sealed[1], unsealed[1]) for sealed, unsealed in runs]
    size = [(sealed[2], unsealed[2]) for sealed, unsealed in runs]
    return [
        Line(
            "children made in bulk, profile and card",
            [CHILDREN / sealed[1] for sealed, _ in runs],
            "/CPU-s",
            at_least=AT_LEAST,
            cpu=sum(sealed for sealed, _ in cpu) / TIMES / CHILDREN * 1000,
            ratios={Beside.TWIN: ratio_of(cpu, OF_TWIN)},
        ),
        Line(
            "disk, one child with profile and card",
            [sealed / CHILDREN / 1024 for sealed, _ in size],
            "KB",
            target=DISK_TARGET_KB,
            ratios={Beside.TWIN: Ratio(ratio_of(size).value)},
        ),
    ]


def _once(kept: Kept, twin: Twin) -> tuple[float, float, float]:
    with tempfile.TemporaryDirectory(prefix="wayhome-bench-") as folder:
        place = Path(folder) / "place"
        shutil.copytree(kept.make(twin, None), place)
        said = subprocess.run(  # noqa: S603 - our own module
            twin.command(place, "bench.bulk", str(place / "data")),
            env=environment(place),
            check=True,
            capture_output=True,
            text=True,
        )
    seconds, cpu, size = json.loads(said.stdout)
    return float(seconds), float(cpu), float(size)


def make_children(data: Path) -> tuple[float, float, int]:
    """Make them; return seconds, CPU-seconds, and by how many bytes the tables grew."""
    with practice_in(data) as practice:
        with practice.writing("field") as work:
            from_ = work.now - timedelta(days=300)
            members = make_families(Random(0), "PP", A_WORK, from_=from_, until=work.now, taken=set())
        before, began, cpu = _bytes(practice), time.perf_counter(), time.process_time()
        for number in range(CHILDREN // A_WORK):
            with practice.writing("field") as work:
                chance = Random(number + 1)
                members = make_families(chance, "PP", A_WORK, from_=from_, until=work.now, taken=set())
                for member in members:
                    make_child(work, ChildInput(member.id, member.profile))
        seconds, spent = time.perf_counter() - began, time.process_time() - cpu
        return seconds, spent, _bytes(practice) - before


def _bytes(practice: Practice) -> int:
    with practice.server.store.reading() as session:
        pages, free, size = (
            int(session.execute(text(f"PRAGMA {name}")).scalar_one())  # SQLCipher answers one in text
            for name in ("page_count", "freelist_count", "page_size")
        )
    return (pages - free) * size


if __name__ == "__main__":
    print(json.dumps(make_children(Path(sys.argv[1]))))
