"""What the README and docs/ say of commands, files, tables and keys is so."""

import importlib
import re
import subprocess

import click
import pytest

from app.cli.commands import COMMANDS
from app.keyring.documents import SEALED_DOCUMENTS
from models.mapping import Model, Tagged
from tests.architecture import documents, generated
from tests.architecture.drawing import DRAWING, redrawn
from tests.architecture.source import HOUSE, files, listed, modules, shown

OF_THE_SCRIPT = {"help", "test"}
"""Commands the front door script does itself; the rest it hands to `app.cli`."""

BYTES_NOT_DOCUMENTS = {("installation", "root_sealed"), ("installation", "signing_sealed")}
"""Sealed columns that hold a key's own bytes: the key directory's root, and the key that signs packets."""

NAMED_TEST = re.compile(r"\btest_\w+\b(?!\.py)")
TEST_FILE = re.compile(r"\btests/[\w/]+\.(?:py|txt)\b")
SETTING = re.compile(r"\bWAYHOME_[A-Z_]+\b")


@pytest.fixture(scope="module", autouse=True)
def every_room_is_imported() -> None:
    generated.import_every_room()


def test_the_page_of_keys_says_what_the_policy_says() -> None:
    assert generated.generated_part(generated.KEYS_PAGE) == generated.keys_part(), generated.HOW


def test_the_page_of_columns_says_what_the_models_say() -> None:
    assert generated.generated_part(generated.COLUMNS_PAGE) == generated.columns_part(), generated.HOW


def test_every_column_is_readable_sealed_or_key_material() -> None:
    undeclared = [
        f"{table.name}.{column.name}"
        for table in generated.tables()
        for column in table.columns
        if generated.kind_of(column) is None
    ]

    assert not undeclared, listed(undeclared)


def test_every_readable_column_says_what_holds_it() -> None:
    undecided = [
        f"{table.name}.{column.name}"
        for table in generated.tables()
        for column in table.columns
        if generated.kind_of(column) == "readable" and generated.held_of(column) is None
    ]

    assert not undecided, listed(undecided)


def test_only_the_rows_of_a_tagged_table_are_bound_by_a_tag() -> None:
    tagged = {
        mapper.class_.__tablename__ for mapper in Model.registry.mappers if issubclass(mapper.class_, Tagged)
    }
    unfounded = [
        f"{table.name}.{column.name}"
        for table in generated.tables()
        for column in table.columns
        if generated.held_of(column) == "bound" and table.name not in tagged
    ]

    assert not unfounded, listed(unfounded)


def test_what_is_held_elsewhere_or_by_nothing_says_where_or_why() -> None:
    silent = [
        f"{table.name}.{column.name}"
        for table in generated.tables()
        for column in table.columns
        if generated.held_of(column) in generated.REASONED and not column.info.get("by")
    ]

    assert not silent, listed(silent)


def test_every_sealed_column_holds_a_declared_document() -> None:
    sealed = {
        (table.name, column.name)
        for table in generated.tables()
        for column in table.columns
        if generated.kind_of(column) == "sealed"
    }
    declared = {
        place for document, place in SEALED_DOCUMENTS.items() if document.__module__.startswith("app.")
    }

    assert sealed - declared == BYTES_NOT_DOCUMENTS
    assert declared <= sealed


def test_every_link_leads_somewhere() -> None:
    dead = [
        f"{shown(link.page)}: {link.file.name}#{link.anchor}"
        for link in documents.links()
        if link.file.suffix != ".png"
        and not (link.file.exists() and (not link.anchor or link.anchor in documents.anchors(link.file)))
    ]

    assert not dead, listed(dead)


def test_every_picture_is_there() -> None:
    pictures = {link.file for link in documents.links() if link.file.suffix == ".png"}

    assert [shown(picture) for picture in sorted(pictures) if not picture.exists()] == []


def test_every_command_that_is_cited_exists_and_takes_the_options_it_is_cited_with() -> None:
    cited = documents.commands()
    unknown = [command.name for command in cited if command.name not in {*COMMANDS, *OF_THE_SCRIPT}]
    wrong = [
        f"./wayhome {command.name} {option}"
        for command in cited
        if command.name in COMMANDS
        for option in command.options - options_of(command.name)
    ]

    assert cited
    assert not unknown, listed(unknown)
    assert not wrong, listed(wrong)


def options_of(name: str) -> set[str]:
    """Return the options a command takes."""
    command = importlib.import_module(COMMANDS[name]).command
    assert isinstance(command, click.Command)
    return {option for parameter in command.params for option in parameter.opts} | {"--help"}


def test_every_command_there_is_stands_in_the_readme() -> None:
    said = subprocess.run([HOUSE / "wayhome", "help"], check=True, capture_output=True, text=True).stdout  # noqa: S603 - ours
    offered = set(re.findall(r"^  ([a-z-]+) ", said, re.MULTILINE))
    readme = {match["name"] for match in documents.COMMAND.finditer((HOUSE / "README.md").read_text("utf-8"))}

    assert offered - {"help"} <= readme


def test_every_setting_that_is_named_is_read() -> None:
    read = set(SETTING.findall((HOUSE / "app" / "foundation" / "settings.py").read_text("utf-8")))
    named = {name for page in documents.pages() for name in SETTING.findall(page.read_text("utf-8"))}

    assert named <= read


def test_every_test_that_is_named_is_there() -> None:
    tests = "\n".join(path.read_text("utf-8") for path in files("tests") if path.suffix == ".py")
    there = set(re.findall(r"^ *def (\w+)", tests, re.MULTILINE))
    named = {
        name
        for page in documents.pages()
        for piece in documents.code(page)
        for name in NAMED_TEST.findall(piece)
    }

    assert named
    assert sorted(named - there) == []


def test_every_file_of_tests_that_is_cited_is_there() -> None:
    cited = {
        name
        for page in documents.pages()
        for piece in documents.code(page)
        for name in TEST_FILE.findall(piece)
    }

    assert cited
    assert sorted(name for name in cited if not (HOUSE / name).exists()) == []


def test_every_class_and_table_of_the_glossary_is_there() -> None:
    tables = generated.table_names()
    named = [
        pair
        for row in documents.rows(HOUSE / "docs" / "glossary.md", of=4)
        for pair in zip(re.findall(r"\w+", row[2]), re.findall(r"\w+", row[3]), strict=True)
    ]

    assert named
    assert [pair for pair in named if tables.get(pair[0]) != pair[1]] == []


def test_the_drawing_of_the_house_has_the_rooms_of_the_contract() -> None:
    drawing = DRAWING.read_text("utf-8")

    assert redrawn(drawing) == drawing, generated.HOW


def test_every_room_is_on_the_drawing_of_the_house() -> None:
    drawing = DRAWING.read_text("utf-8")
    rooms = {
        module.name.split(".")[1] for module in modules() if module.within("app") and module.name != "app"
    }

    assert sorted(room for room in rooms if not re.search(rf"\b{room}\b", drawing)) == []
