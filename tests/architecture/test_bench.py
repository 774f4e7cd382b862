"""The bench measures from outside: nothing in the product can reach it, and least of all its unsealed twin."""

import ast
import re
from dataclasses import fields
from pathlib import Path
from uuid import uuid4

import pytest

from app.cli.bench import command
from app.foundation.errors import WillNotOpen
from app.foundation.settings import Settings
from app.vault import sealing
from app.vault.sealing import Place, RecordKey
from app.vault.secrets import SymmetricKey
from bench import unsealed
from bench.__main__ import PARTS
from tests.architecture.source import HOUSE, files, listed, modules, shown

WHERE_THINGS_ARE = {"data_folder", "engine", "postgresql_url", "key_file", "public_url", "proxies"}
"""What may be set. None of it says whether anything is sealed."""

FROM_THE_ENVIRONMENT = {
    "WAYHOME_DATA",
    "WAYHOME_DATABASE",
    "WAYHOME_KEY_FILE",
    "WAYHOME_PUBLIC_URL",
    "WAYHOME_PROXY",
}
STARTS_IT = {"app/cli/bench.py", "app/cli/commands.py"}
"""The command, which runs the bench as another process, and the list of commands."""


def test_no_module_of_the_product_imports_the_bench() -> None:
    wrong = [module.name for module in modules() for each in module.imports() if each.reaches("bench")]

    assert not wrong, listed(wrong)


def test_only_the_command_itself_names_the_bench() -> None:
    naming = {
        shown(path)
        for path in [*files("app", "models", "views", "forms", "migrations"), HOUSE / "wayhome"]
        if path.suffix in {"", ".py"} and _names_the_bench(path)
    }

    assert naming <= STARTS_IT, listed(naming)


def _names_the_bench(path: Path) -> bool:
    text = path.read_text("utf-8")
    if path.suffix != ".py":
        return bool(re.search(r"\bbench\.|-m bench", text))
    words = [node.value for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant)]
    return any(isinstance(word, str) and re.match(r"bench($|\.)|unsealed$", word) for word in words)


def test_no_setting_says_whether_anything_is_sealed() -> None:
    read = {
        name
        for module in modules()
        for name in re.findall(r"WAYHOME_[A-Z_]+", module.path.read_text("utf-8"))
    }

    assert {field.name for field in fields(Settings)} == WHERE_THINGS_ARE
    assert read <= FROM_THE_ENVIRONMENT, listed(read)


def test_the_twin_runs_nowhere_but_in_a_place_that_was_made_for_it(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="was not made for the unsealed twin"):
        unsealed.run(tmp_path, "app.cli", ["run", "--practice"])


def test_what_the_twin_wrote_does_not_open_in_the_product() -> None:
    key = RecordKey(SymmetricKey.generate(), 1)
    place = Place(uuid4(), "child", "profile", uuid4(), uuid4(), 1)

    written = unsealed.seal(key, place, b"words" * 20)

    with pytest.raises(WillNotOpen):
        sealing.open_sealed(key, place, written)


def test_the_command_names_every_part() -> None:
    told = re.split(r"[\s,.]+", (command.help or "").partition("Parts:")[2])

    assert not set(PARTS) - set(told)
