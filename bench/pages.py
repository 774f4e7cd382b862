"""Walks from the front page along links, as somebody would who looks at everything once."""

import re

from bench.server import UUID, Visitor

MOST_KINDS = 40


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
