"""What is asked of every side: each page and each save, as a browser asks for it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from bench.forms import fields_shown
from bench.server import Answer, Visitor, csrf_token
from bench.sides import Side

FRAME = "the frame, /account"
SAVED = 303
NAME = "Sok"


@dataclass(frozen=True)
class Workload:
    """One thing that is asked, and the most it may cost as a multiple of the frame and of the next smaller scale.

    `prepare` is done before each time and is not measured: it asks for the page that a form stands on.
    """

    name: str
    ask: Callable[[Side, dict[str, str]], Answer]
    of_frame: float | None = None
    of_smaller: float | None = None
    prepare: Callable[[Side], dict[str, str]] = lambda _: {}

    def once(self, side: Side) -> tuple[float, float]:
        """Ask once; return how long the answer took and what processor time the server used, in ms.

        Raises RuntimeError when it was not answered as it should be.
        """
        fields = self.prepare(side)
        before = side.server.worker_cpu_ms()
        answer = self.ask(side, fields)
        spent = side.server.worker_cpu_ms() - before
        if answer.status not in (200, SAVED):
            raise RuntimeError(f"{self.name} was not answered: {answer.status}")
        return answer.milliseconds, spent


def _page(address: Callable[[Side], str]) -> Callable[[Side, dict[str, str]], Answer]:
    return lambda side, _: side.people["supervisor"].get(address(side))


def page(address: str, role: str) -> Callable[[Side, dict[str, str]], Answer]:
    """Return how somebody with that role asks for one address."""
    return lambda side, _: side.people[role].get(address)


def _sent(address: Callable[[Side], str], role: str) -> Callable[[Side, dict[str, str]], Answer]:
    return lambda side, fields: side.people[role].post(address(side), fields)


def _new_child(side: Side) -> dict[str, str]:
    return child_form(side.people["field"], _another(side))


def child_form(visitor: Visitor, words: str) -> dict[str, str]:
    """Return the form for a new child as it was shown, with a description nobody else has."""
    return fields_shown(visitor.get("/children/new").body) | {"appearance": f"Made by a measurement, {words}"}


def _new_note(side: Side) -> dict[str, str]:
    shown = fields_shown(side.people["supervisor"].get(f"/cases/{side.case_id}/notes/new").body)
    return shown | {"account": f"Made by a measurement, {_another(side)}"}


def _search(side: Side) -> dict[str, str]:
    return search_form(side.people["supervisor"])


def search_form(visitor: Visitor) -> dict[str, str]:
    """Return the search form as it was shown, with a name that many have."""
    return {"csrf_token": csrf_token(visitor.get("/search").body), "q": NAME}


def searched(visitor: Visitor, form: dict[str, str]) -> Answer:
    """Return what a search found: the form is answered with the address of its results, and both count."""
    sent = visitor.post("/search", form)
    found = visitor.get(sent.location)
    return replace(found, milliseconds=sent.milliseconds + found.milliseconds)


def _another(side: Side) -> str:
    side.made.append(f"number {len(side.made)}")
    return side.made[-1]


WORKLOADS = (
    Workload(FRAME, _page(lambda _: "/account"), of_smaller=1.1),
    Workload("Today of a supervisor", _page(lambda _: "/today"), of_smaller=1.2),
    Workload("list of 50 children", _page(lambda _: "/children/"), of_frame=2, of_smaller=1.2),
    Workload(
        "list of 50 children by age", _page(lambda _: "/children/?age_from=8&age_to=12"), of_smaller=1.2
    ),
    Workload("page of a child", _page(lambda side: f"/children/{side.child_id}"), of_smaller=1.1),
    Workload(
        "page of a child with 200 events",
        _page(lambda side: f"/children/{side.long_road_id}"),
        of_frame=2,
        of_smaller=1.1,
    ),
    Workload("list of cases", _page(lambda _: "/cases/"), of_frame=3, of_smaller=1.2),
    Workload("page of a case", _page(lambda side: f"/cases/{side.case_id}"), of_smaller=1.1),
    Workload("list of shifts", _page(lambda _: "/outreach/"), of_smaller=1.2),
    Workload("page of a shift", _page(lambda side: f"/outreach/shifts/{side.shift_id}"), of_smaller=1.2),
    Workload("urgent", _page(lambda _: "/concerns/urgent"), of_smaller=1.2),
    Workload("met, not yet known", _page(lambda _: "/outreach/met"), of_smaller=1.2),
    Workload("list of concerns", _page(lambda _: "/concerns/"), of_smaller=1.2),
    Workload(
        "search by name, warm",
        lambda side, form: searched(side.people["supervisor"], form),
        of_frame=1.5,
        of_smaller=1.2,
        prepare=_search,
    ),
    Workload(
        "save a new child", _sent(lambda _: "/children/new", "field"), of_smaller=1.1, prepare=_new_child
    ),
    Workload(
        "save a note",
        _sent(lambda side: f"/cases/{side.case_id}/notes/new", "supervisor"),
        of_smaller=1.1,
        prepare=_new_note,
    ),
)
