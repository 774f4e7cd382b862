"""Whoever is outside safeguarding sees the same of the trail whether or not somebody wrote about our own people."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import func, select

from app.audit.verification import verify_trail
from app.staff.closing import disable
from models.allegation import Allegation
from models.audit_event import AuditEvent
from models.checkpoint import Checkpoint
from tests.support.concerns import ABOUT, WORDS, child_of, safeguarding_circle
from tests.support.organisation import Organisation, copy_of
from tests.support.pages import send
from tests.support.tampering import flip

MEMBERS = ("supervisor2", "counsellor")
POSTER = "caseworker"
OUTSIDE = ("director", "auditor", "technician", "supervisor", "othersupervisor", "field")
PAGES = (
    "/audit/",
    "/audit/?page=2",
    "/audit/?action=trail.read",
    "/audit/?action=not_found",
    "/audit/whole",
    "/audit/checkpoint",
    "/settings/checkpoint",
    "/settings/checkpoint.txt",
    "/settings/",
    "/settings/keys",
    "/settings/circles",
    "/settings/accounts/",
    "/concerns/our-own/",
    "/today",
)
BY_CHANCE = {"/account/keys", "/account/password", "/recovery", "/recovery-card"}
RANDOM = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[0-9a-f]{32,}")


@dataclass
class World:
    """An organisation, what the people outside saw of it, and whether anything closed happens in it."""

    organisation: Organisation
    has_closed: bool
    seen: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)


def look(world: World, name: str, address: str) -> None:
    """Open a page and keep what it says, hashes and ids left out, with the header that names a file."""
    answer = world.organisation.client(name).get(address)
    page = BeautifulSoup(answer.text, "html.parser")
    for drawn in page.select("svg, [name=csrf_token]"):
        drawn.decompose()
    links = " ".join(str(link["href"]) for link in page.select("[href]"))
    told = f"{name} {address} {answer.status_code} {answer.headers.get('Content-Disposition', '')}"
    world.seen.append(RANDOM.sub("…", f"{told} {page.get_text(' ', strip=True)} {links}"))


def arrive(world: World, name: str) -> None:
    """Let somebody open Today, in either world: that they were there is open to all."""
    world.organisation.client(name).get("/today")


def post(world: World, _chance: random.Random) -> None:
    """Write about one of our own."""
    arrive(world, POSTER)
    if world.has_closed:
        typed = {"account": WORDS, "basis": "seen", "about": ABOUT}
        assert send(world.organisation.client(POSTER), "/concerns/our-own/new", typed).status_code == 200
        with world.organisation.server.store.reading() as session:
            newest = session.scalars(select(Allegation.id).order_by(Allegation.posted_at.desc())).first()
        world.addresses.append(f"/concerns/our-own/{newest}")


def read_it(world: World, chance: random.Random) -> None:
    """Let a member list and open what was written."""
    member = chance.choice(MEMBERS)
    arrive(world, member)
    if world.has_closed:
        client = world.organisation.client(member)
        assert client.get("/concerns/our-own/").status_code == 200
        for address in world.addresses:
            assert client.get(address).status_code == 200


def note_it(world: World, chance: random.Random) -> None:
    """Let a member receive what waits, and close it."""
    member = chance.choice(MEMBERS)
    arrive(world, member)
    if world.has_closed and world.addresses:
        client = world.organisation.client(member)
        address = world.addresses[-1]
        client.post(f"{address}/acknowledge", data={})
        send(client, f"{address}/close", {"reason": "The board has it."})


def spoil(world: World, chance: random.Random) -> None:
    """Let a member open what somebody damaged: it is refused, and that is closed too."""
    member = chance.choice(MEMBERS)
    arrive(world, member)
    if world.has_closed and world.addresses:
        with world.organisation.server.store.reading() as session:
            last = session.scalars(select(Allegation.id).limit(1)).one()
        flip(world.organisation, Allegation, "account", last)
        world.organisation.client(member).get(f"/concerns/our-own/{last}")


def pry(world: World, chance: random.Random) -> None:
    """Let somebody outside ask for its address, or for any."""
    name = chance.choice(OUTSIDE)
    address = world.addresses[-1] if world.addresses else f"/concerns/our-own/{uuid4()}"
    world.organisation.client(name).get(address)


def look_around(world: World, chance: random.Random) -> None:
    """Let somebody outside look at something of the trail."""
    look(world, chance.choice(OUTSIDE), chance.choice(PAGES))


def member_reads_the_trail(world: World, chance: random.Random) -> None:
    """Let a member read the trail, where what is closed shows to them."""
    what = chance.choice(("", "?action=allegation.posted"))
    world.organisation.client(MEMBERS[0]).get(f"/audit/{what}")


def take_head(world: World, _chance: random.Random) -> None:
    """Let a technician take a signed head away."""
    look(world, "technician", "/settings/checkpoint.txt")


STEPS: tuple[Callable[[World, random.Random], None], ...] = (
    post, read_it, note_it, spoil, pry, look_around, look_around, member_reads_the_trail, take_head,
)  # fmt: skip


def live(world: World, seed: int) -> None:
    """Let the same things happen in a world at the same moments; only one of the two does what is closed."""
    chance = random.Random(seed)
    steps = [post, *chance.choices(STEPS, k=14), read_it, note_it]
    for step in steps:
        step(world, chance)
        world.organisation.clock.move(timedelta(seconds=chance.choice((1, 40, 200, 420))))
    for name in OUTSIDE:
        for address in PAGES:
            look(world, name, address)


def every_page(world: World) -> list[str]:
    """Return the address of every page that needs none of a record, and suggests no password by chance."""
    rules = world.organisation.app.url_map.iter_rules()
    found = {str(rule) for rule in rules if not rule.arguments and "GET" in (rule.methods or ())}
    return sorted(found - BY_CHANCE)


@pytest.fixture
def worlds(organisation: Organisation, tmp_path: Path) -> tuple[World, World]:
    """The same organisation twice: in the one something closed will happen, in the other not."""
    safeguarding_circle(organisation, *MEMBERS, "field2")
    child_of(organisation)
    # With a member gone, the circle gets a new key from whoever handles an allegation next.
    with organisation.writing("director") as work:
        disable(work, organisation.ids["field2"])
    return (
        World(copy_of(organisation, tmp_path / "with"), has_closed=True),
        World(copy_of(organisation, tmp_path / "without"), has_closed=False),
    )


@pytest.mark.parametrize("seed", [2])
def test_nobody_outside_can_tell_the_two_worlds_apart(worlds: tuple[World, World], seed: int) -> None:
    with_it, without = worlds

    live(with_it, seed)
    live(without, seed)

    assert lengths(with_it)[0] > lengths(without)[0]
    assert lengths(with_it)[1] == lengths(without)[1] > 1
    assert with_it.seen == without.seen
    server = with_it.organisation.server
    with server.store.reading() as session:
        assert verify_trail(session, server.installation_id, server.checkpoint_key.key.public).is_whole


def test_no_page_at_all_is_another_one(worlds: tuple[World, World]) -> None:
    for world in worlds:
        live(world, seed=4)
        for name in OUTSIDE:
            for address in every_page(world):
                look(world, name, address)

    assert worlds[0].seen == worlds[1].seen


def lengths(world: World) -> tuple[int, int]:
    """Return how many events and signed heads there are in truth."""
    with world.organisation.server.store.reading() as session:
        events = session.scalar(select(func.count()).select_from(AuditEvent))
        return events or 0, session.scalar(select(func.count()).select_from(Checkpoint)) or 0
