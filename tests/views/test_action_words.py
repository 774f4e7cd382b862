"""Every event of the trail is told in words, never by its code."""

import ast
from collections.abc import Iterator

from app.rooms import WORDS
from tests.architecture.source import HOUSE
from tests.support.organisation import Organisation
from views.action_words import action_words


def recorded_actions() -> Iterator[str]:
    """Return the first word of each call of `record` and `record_alone` in the rooms, where it is a plain string."""
    for file in (HOUSE / "app").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and _name(node.func) == "record":
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield first.value


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else ""


def test_what_the_rooms_record_has_words() -> None:
    found = set(recorded_actions())

    assert {"concern.posted", "child.made", "case.listed"} <= found
    assert sorted(found - set(WORDS.events)) == []


def test_an_action_of_another_version_is_told_by_its_code(organisation: Organisation) -> None:
    with organisation.app.test_request_context():
        assert action_words("concern.posted") == "wrote a concern"
        assert action_words("of.another.version") == "of.another.version"
