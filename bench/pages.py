"""How long pages take: every kind of page each role can reach from its rail, and a list of fifty children."""

import re
import statistics
from pathlib import Path

from app.practice.sign_ins import SignIn, read_sign_ins
from bench.measuring import Line
from bench.server import Running, Visitor

TIMES = 10
MOST_KINDS = 40
PAGE_TARGET_MS = 100
LIST_TARGET_MS = 25
LIST_TIMES = 40
FRAME_PAGE, LIST_PAGE = "/account", "/children/"
UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"


def page_lines(server: Running, data: Path) -> list[Line]:
    """Return a line for each role over the medians of its pages, naming the slowest."""
    return [_role_line(server, each) for each in read_sign_ins(data)]


def _role_line(server: Running, person: SignIn) -> Line:
    visitor = Visitor(server.port)
    visitor.sign_in(person.username, person.password)
    kinds = kinds_of_page(visitor)
    before = server.worker_cpu_ms()
    medians = {kind: _median(visitor, path) for kind, path in kinds.items()}
    cpu = (server.worker_cpu_ms() - before) / (len(kinds) * (TIMES + 1))
    slowest = max(medians, key=medians.__getitem__)
    remark = f"slowest {medians[slowest]:.0f} ms: {slowest}"
    return Line(
        f"pages, {person.role}", list(medians.values()), target=PAGE_TARGET_MS, cpu=cpu, remark=remark
    )


def kinds_of_page(visitor: Visitor) -> dict[str, str]:
    """Walk from the front page along links and return one address for each kind of page that opens."""
    found: dict[str, str] = {}
    tried: set[str] = set()
    waiting = ["/today"]
    while waiting and len(found) < MOST_KINDS:
        path = waiting.pop(0)
        kind = re.sub(UUID, "*", path.partition("?")[0])
        if kind in tried:
            continue
        tried.add(kind)
        answer = visitor.get(path)
        if answer.status == 200 and "<h1" in answer.body:
            found[kind] = path
            waiting += [each for each in _links(answer.body) if not _leads_out(each)]
    return found


def _links(body: str) -> list[str]:
    return [link.replace("&amp;", "&") for link in re.findall(r'<a[^>]*href="(/[^"#]*)"', body)]


def _leads_out(path: str) -> bool:
    return path.startswith(("/static/", "/sign-out", "/language", "/healthz"))


def _median(visitor: Visitor, path: str) -> float:
    visitor.get(path)
    return statistics.median(visitor.get(path).milliseconds for _ in range(TIMES))


def list_line(server: Running, data: Path) -> Line:
    """Return what opening fifty children costs beyond the frame: the director's list less the account page."""
    director = next(each for each in read_sign_ins(data) if each.role == "director")
    visitor = Visitor(server.port)
    visitor.sign_in(director.username, director.password)
    frame, frame_cpu = often(server, visitor, FRAME_PAGE)
    full, full_cpu = often(server, visitor, LIST_PAGE)
    base = statistics.median(frame)
    return Line(
        "list of 50 children beyond the frame",
        [each - base for each in full],
        target_p95=LIST_TARGET_MS,
        cpu=full_cpu - frame_cpu,
        remark=f"frame {base:.1f} ms",
    )


def often(server: Running, visitor: Visitor, path: str) -> tuple[list[float], float]:
    """Ask for a page again and again; return every time it took, in ms, and the server's CPU-ms for one."""
    visitor.get(path)
    before = server.worker_cpu_ms()
    answers = [visitor.get(path) for _ in range(LIST_TIMES)]
    if any(answer.status != 200 for answer in answers):
        raise RuntimeError(f"{path} did not open")
    cpu = (server.worker_cpu_ms() - before) / LIST_TIMES
    return [answer.milliseconds for answer in answers], cpu
