"""What Lighthouse thinks of pages: how quickly they come to a telephone, and whether everybody can use them."""

import json
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.kept import Kept, Scale
from bench.measuring import Line
from bench.sides import side
from bench.twins import Twin

FRONTEND = Path(__file__).resolve().parents[1] / "frontend"
SCRIPT = FRONTEND / "lighthouse.mjs"
TARGET = 95
"""Of a hundred."""
SECONDS_A_PAGE = 90
"""More than it ever takes, on a busy machine too."""
PAGES = ("/sign-in", "/today", "/cases/{case_id}", "/children/{child_id}", "/concerns/new")


def is_here() -> bool:
    """Tell whether Node and Lighthouse are on this machine; neither is needed to run Wayhome."""
    return shutil.which("node") is not None and (FRONTEND / "node_modules" / "lighthouse").is_dir()


def scores(
    pages: Sequence[str], categories: Sequence[str], *, cookie: str = ""
) -> Mapping[str, Mapping[str, int]]:
    """Return the scores of each page, from 0 to 100; a page that did not load has none."""
    asked = json.dumps({"pages": list(pages), "categories": list(categories), "cookie": cookie})
    said = subprocess.run(  # noqa: S603 - ours
        [str(shutil.which("node")), str(SCRIPT)],
        input=asked,
        capture_output=True,
        check=True,
        cwd=FRONTEND,
        text=True,
        timeout=SECONDS_A_PAGE * len(pages),
    )
    found: Mapping[str, Mapping[str, int]] = json.loads(said.stdout)
    return found


def lighthouse_lines(kept: Kept, scale: Scale) -> list[Line]:
    """Return how quickly pages come to a slow telephone that Lighthouse imitates; nothing where it is not installed."""
    if not is_here():
        return []
    with (
        tempfile.TemporaryDirectory(prefix="wayhome-bench-") as folder,
        side(kept, Twin.SEALED, scale, Path(folder)) as one,
    ):
        shown = [f"http://127.0.0.1:{one.server.port}{page.format(**vars(one))}" for page in PAGES]
        token = one.people["supervisor"].cookies["wayhome"]
        found = scores(shown, ["performance"], cookie=f"wayhome={token}")
    return [
        Line(f"Lighthouse, performance of {page}", [found[address]["performance"]], "of 100", at_least=TARGET)
        for page, address in zip(PAGES, shown, strict=True)
    ]
