"""What a page takes while two hundred visitors do not finish what they began, beside the same page without them."""

import statistics
import time
from collections.abc import Sequence

from app.practice.sign_ins import read_sign_ins
from bench.kept import Kept
from bench.measuring import Beside, Line, Ratio
from bench.server import Running, Visitor, running
from bench.twins import Twin
from tests.support.unfinished import Unfinished, unfinished

VISITORS = 200
PAGES = 30
PAGE = "/today"
LOOK_SECONDS = 0.25
IDLE_SHARE = 0.2
"""Of a processor: a byte a second from each of two hundred costs less."""
PATIENCE_SECONDS = 30
AT_MOST = 2.0
"""How many times as long the median page may take."""
SORTS = {
    "say nothing": (Unfinished.SILENT,),
    "send a head, a byte a second": (Unfinished.SLOW_HEAD,),
    "send a form, a byte a second": (Unfinished.SLOW_BODY,),
    "keep their connection": (Unfinished.KEPT_OPEN,),
    "do not fetch their answer": (Unfinished.SLOW_READER,),
    "of all these sorts": tuple(Unfinished),
}


def door_lines(kept: Kept) -> list[Line]:
    """Return the page without such visitors, then with each sort of them, each beside the page just before."""
    place = kept.make(Twin.SEALED, None)
    with running(place) as server:
        visitor = Visitor(server.port)
        someone = read_sign_ins(place / "data")[0]
        visitor.sign_in(someone.username, someone.password)
        _pages(server, visitor)
        without: list[float] = []
        lines = []
        for sort, kinds in SORTS.items():
            before = _pages(server, visitor)
            without += before
            with unfinished(server.port, VISITORS, *kinds):
                burst = _settled(server)
                during = _pages(server, visitor)
                memory = f"after {burst:.1f} s of what they asked; worker {server.worker_rss_mib():.0f} MiB"
            ratio = {
                Beside.OTHER: Ratio(statistics.median(during) / statistics.median(before), at_most=AT_MOST)
            }
            lines.append(Line(f"a page while {VISITORS} {sort}", during, ratios=ratio, remark=memory))
    return [Line("a page, nobody at the door", without, remark="what the others are beside"), *lines]


def _settled(server: Running) -> float:
    """Wait until what was asked at the door is answered; return how long that took, in seconds.

    What is measured is who does not finish. That eight hundred requests take their time is another matter.
    """
    began, before = time.monotonic(), server.worker_cpu_ms()
    while time.monotonic() - began < PATIENCE_SECONDS:
        time.sleep(LOOK_SECONDS)
        before, now = server.worker_cpu_ms(), before
        if before - now < IDLE_SHARE * LOOK_SECONDS * 1000:
            break
    return time.monotonic() - began - LOOK_SECONDS


def _pages(server: Running, visitor: Visitor) -> Sequence[float]:
    """Ask for the page again and again, each time through a new connection; return milliseconds."""
    taken = []
    for _ in range(PAGES):
        answer = Visitor(server.port, dict(visitor.cookies)).get(PAGE)
        if answer.status != 200:
            raise RuntimeError(f"{PAGE} answered {answer.status}")
        taken.append(answer.milliseconds)
    return taken
