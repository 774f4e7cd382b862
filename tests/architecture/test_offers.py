"""Rooms offer themselves: those who gather know no room, and every kind and code a room speaks of is told in words."""

import ast
import importlib
from collections import Counter
from collections.abc import Iterator, Mapping

import pytest

from app.offers.general_words import HOUSE as OF_THE_HOUSE
from app.offers.room import RoomOffers
from app.rooms import KIND_PAGES, ROOMS, WORDS
from tests.architecture.source import listed, modules

GATHERERS = ("app.today", "app.child_page", "app.chronology", "app.finding")
BELOW_EVERY_ROOM = (
    "app.foundation",
    "app.unit_of_work",
    "app.keyring",
    "app.access",
    "app.name_matching",
    "app.offers",
    "app.rooms",
)
MAY_KNOW: Mapping[tuple[str, str], str] = {
    ("app.today", "app.staff"): "the names of colleagues",
    ("app.today", "app.children"): "the names of the children whom its lines are about",
    ("app.today", "app.system_health"): "what those see first who keep the system",
    ("app.child_page", "app.staff"): "the names of colleagues",
    ("app.child_page", "app.children"): "it is the page of the child",
    ("app.child_page", "app.stage_moves"): "the road at the head of the page",
    ("app.child_page", "app.chronology"): "what happened is a part of the page",
}
"""Whom a gatherer may import beside the register, and why."""

SPEAKS_OF_A_KIND = {
    "ChronologyEntry": 1,
    "DueItem": 1,
    "Mark": 2,
    "Change": 0,
    "CodedRecord": 0,
    "Written": 0,
}
"""What says a kind of record, and which of its arguments does when they are not named."""

UNSAID = {"permission", "survives_rollback"}
NOT_FACTS = {"subjects", "folders", "base_id", "visibility", "now", "actor_id", "checkpoint_key"}


def offering() -> dict[str, RoomOffers]:
    """Return what each room offers, by the name of the room."""
    found = [
        module for module in modules() if module.name.endswith(".offers") and module.name != "app.offers"
    ]
    return {module.name.split(".")[1]: importlib.import_module(module.name).OFFERS for module in found}


def test_every_room_that_offers_something_is_in_the_register_once() -> None:
    assert Counter(map(id, ROOMS)) == Counter(map(id, offering().values())), (
        "app/rooms.py: ROOMS has the OFFERS of each room, once"
    )


def test_those_who_gather_know_the_register_and_no_room() -> None:
    wrong = [
        f"{module.name} imports {each.name}"
        for gatherer in GATHERERS
        for module in modules()
        if module.within(gatherer)
        for each in module.imports()
        if each.reaches("app", "models", "views")
        and not each.reaches(gatherer, *BELOW_EVERY_ROOM)
        and not any(each.reaches(known) for by, known in MAY_KNOW if by == gatherer)
    ]

    assert not wrong, listed(wrong)


def test_what_a_gatherer_may_know_is_used() -> None:
    unused = [
        f"{gatherer} no longer imports {known}"
        for gatherer, known in MAY_KNOW
        if not any(
            each.reaches(known)
            for module in modules()
            if module.within(gatherer)
            for each in module.imports()
        )
    ]

    assert not unused, listed(unused)


def test_every_kind_of_record_belongs_to_one_room_and_has_a_page() -> None:
    kinds = Counter(kind for room in ROOMS for kind in room.kinds)

    assert kinds
    assert set(kinds.values()) == {1}
    assert kinds.keys() == KIND_PAGES.keys(), "two rooms have the same kind"


@pytest.mark.parametrize("room", sorted(offering()))
def test_a_room_speaks_of_kinds_it_offers(room: str) -> None:
    spoken = {
        kind for module in modules() if module.within(f"app.{room}") for kind in _kinds_spoken_of(module.tree)
    }
    offered = offering()[room]

    assert spoken <= set(offered.kinds)
    assert {volume.kind for volume in offered.volumes} <= set(offered.kinds)
    assert {written.kind for written in offered.changes} <= set(offered.kinds)


def _kinds_spoken_of(tree: ast.Module) -> Iterator[str]:
    for call in _calls(tree):
        place = SPEAKS_OF_A_KIND.get(_name(call))
        if place is not None:
            named = [keyword.value for keyword in call.keywords if keyword.arg == "kind"]
            for kind in named or call.args[place : place + 1]:
                yield from _strings(kind)


def test_each_code_has_its_words_from_one_room() -> None:
    every = [OF_THE_HOUSE, *(room.words for room in ROOMS)]
    said = Counter(
        (what, code)
        for words in every
        for what in ("events", "reasons", "notices", "facts")
        for code in getattr(words, what)
    )

    assert said
    assert [code for code, rooms in said.items() if rooms > 1] == []


def test_every_reason_that_is_raised_has_words() -> None:
    raised = {
        reason
        for module in modules()
        for call in _calls(module.tree)
        if _name(call) == "NotAllowedNow"
        for argument in call.args
        for reason in _strings(argument)
    }

    assert "case-closed" in raised
    assert sorted(raised - WORDS.reasons.keys()) == [], "reasons= in the room's offers.py"


def test_every_notice_that_is_shown_has_words() -> None:
    shown = {
        notice
        for module in modules()
        for call in _calls(module.tree)
        if _name(call) == "redirect_done" and len(call.args) > 1
        for notice in _strings(call.args[1])
    }

    assert "saved" in shown
    assert sorted(shown - WORDS.notices.keys()) == [], "notices= in the room's offers.py"


def test_every_event_that_is_recorded_has_words_and_so_has_each_of_its_facts() -> None:
    recorded = [
        call
        for module in modules()
        for call in _calls(module.tree)
        if _name(call) in {"record", "record_alone"} and call.keywords
    ]
    events = {event for call in recorded for each in call.args[:2] for event in _strings(each)}
    facts = {keyword.arg for call in recorded for keyword in call.keywords if keyword.arg}

    events |= {event for known in of_case_records() for event in known}
    assert {"concern.posted", "child.made", "case.listed", "task.added", "consent.withdrawn"} <= events
    assert sorted(events - WORDS.events.keys()) == [], "events= in the room's offers.py"
    assert sorted(facts - WORDS.facts.keys() - UNSAID - NOT_FACTS) == []


def of_case_records() -> Iterator[set[str]]:
    """Yield for each package the events of its records of a case: what they are of, and each verb that is saved."""
    packages: dict[str, list[ast.Module]] = {}
    for module in modules():
        packages.setdefault(".".join(module.name.split(".")[:2]), []).append(module.tree)
    for trees in packages.values():
        everywhere = {event for tree in trees for event in _events_of(tree)}
        for tree in trees:
            verbs = {verb for call in _calls(tree) if _name(call) == "save" for verb in _saved(call, tree)}
            yield {f"{event}.{verb}" for event in _events_of(tree) or everywhere for verb in verbs}


def _events_of(tree: ast.Module) -> set[str]:
    made = [call for call in _calls(tree) if _name(call) == "CaseRecords"]
    return {
        event
        for call in made
        for each in call.keywords
        if each.arg == "event"
        for event in _strings(each.value)
    }


def _saved(call: ast.Call, tree: ast.Module) -> set[str]:
    """Return the verbs a record is saved with; where one is a state, every value that states of the module have."""
    said = set(_strings(call.args[0])) if call.args else set()
    if call.args and isinstance(call.args[0], ast.Attribute):
        states = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and _is_enum(node)]
        said |= {
            text
            for state in states
            for line in state.body
            if isinstance(line, ast.Assign)
            for text in _strings(line.value)
        }
    return said


def _is_enum(node: ast.ClassDef) -> bool:
    return any(isinstance(base, ast.Name) and base.id == "StrEnum" for base in node.bases)


@pytest.mark.parametrize("what", ["events", "reasons", "notices"])
def test_no_words_outlive_their_code(what: str) -> None:
    """A code is written out where it is used, or put together from a beginning or an end that is."""
    whole, beginnings, ends = set[str](), set[str](), set[str]()
    for module in modules():
        if not module.name.endswith((".offers", ".offers.house")):
            for node in ast.walk(module.tree):
                if isinstance(node, ast.JoinedStr):
                    beginnings |= set(_strings(node.values[0]))
                    ends |= set(_strings(node.values[-1]))
                whole |= set(_strings(node))
    pieces = (
        tuple(each for each in beginnings if each.endswith((".", "-", "_"))),
        tuple(each for each in ends if each.startswith("-")),
    )
    whole |= {event for known in of_case_records() for event in known}
    unused = [
        code
        for code in getattr(WORDS, what)
        if code not in whole and not code.startswith(pieces[0]) and not code.endswith(pieces[1])
    ]

    assert unused == []


def _calls(tree: ast.Module) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _strings(node: ast.AST) -> Iterator[str]:
    """Return the strings an expression may be, where they stand in it as they are."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _strings(node.body)
        yield from _strings(node.orelse)
