"""The sides that are measured beside each other: a copy of a kept organisation, its server, and people signed in."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from app.practice.sign_ins import read_sign_ins
from bench.growing import longest_road
from bench.kept import Kept, Scale, run_in
from bench.server import UUID, Running, Visitor, running
from bench.twins import Twin


@dataclass
class Side:
    """A server with an organisation of one size, who is signed in there by role, and what they ask for."""

    place: Path
    server: Running
    people: dict[str, Visitor]
    case_id: str
    long_road_id: str
    child_id: str
    shift_id: str
    made: list[str] = field(default_factory=list)
    """A word for each record that was made here, so that no two say the same."""


@contextmanager
def side(kept: Kept, twin: Twin, scale: Scale, folder: Path) -> Iterator[Side]:
    """Give a side whose data is a copy in that folder: what is written there is gone afterwards."""
    place = folder / f"{scale.name.lower()}-{twin.value}"
    shutil.copytree(kept.make(twin, scale), place)
    run_in(twin.command(place, "bench.last_night", str(place / "data")), place)
    with running(place, twin) as server:
        people = signed_in(server, place)
        longest = longest_road(place)
        children = re.findall(f'href="/children/({UUID})"', people["supervisor"].get("/children/").body)
        child_id = next(each for each in children if each != longest["child"])
        yield Side(place, server, people, longest["case"], longest["child"], child_id, longest["shift"])


def signed_in(server: Running, place: Path, *roles: str) -> dict[str, Visitor]:
    """Return those with these roles, or everybody who can sign in, signed in, by role."""
    people = {}
    for each in read_sign_ins(place / "data"):
        if roles and each.role not in roles:
            continue
        people[each.role] = Visitor(server.port)
        people[each.role].sign_in(each.username, each.password)
    return people
