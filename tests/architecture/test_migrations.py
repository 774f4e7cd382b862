"""Migrations are a line of steps that stay as they were released, and hold no keys."""

import ast
import sys
from hashlib import sha256

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

from app.database.migrating import BEGINS_ANEW
from tests.architecture.source import HOUSE, Module, listed

FOLDER = HOUSE / "migrations"
FILES = sorted((FOLDER / "versions").glob("*.py"))

FROZEN = {
    "0001_the_first_house.py": "6137f8d1a84e16c91aecf394fa4acedff2c3d3c154a0cc0b872ebdc80f826ae6",
    "0003_row_tags.py": "f058aaa21462183853f2f7c868e4148bf1078e10dbbb097187a78ef6b35db1dc",
    "0004_receipts.py": "1d0fe86aee4f783fdff2e98bf9f5cbce51f329a611192398ed8cc00b89f135cc",
    "0005_signed_facts.py": "352e28bb49a13ad42ccfe4dac8daa667758247941e4c99f3e857ea5d28e9a217",
    "0006_packets_and_accounts.py": "719f728017be183c6dd8e64d262e27eb3996e303917da35905727e32cf7e5db6",
    "0007_row_sweeps.py": "b47400f541e6bda27e683aed4c9b476880abf9f6fc5e4be163485bb65be94b3f",
    "0008_indexes_for_growth.py": "2899400f5494f79d64fda2bc253ecc7a238166c58cc889f54294a90eb52a6b1d",
    "0009_lists_in_their_order.py": "4ac3f650afaea96eae66c5efba32469187f3d1da2c680e93b1560d999a4e635a",
}
"""Steps at which databases stand, with the SHA-256 of each file: what is to change is a step of its own."""

MAY_IMPORT = ("alembic", "sqlalchemy", "models.mapping")
"""What a step may import beside Python's own. `models.mapping` has types of columns and no table."""

MAY_BEGIN_ANEW: set[str] = {"0003", "0004", "0005", "0006"}
"""Revisions that cannot carry over what was written before them; none may be added after those of issue 5."""


def steps() -> ScriptDirectory:
    """Return the migrations as Alembic reads them."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    return ScriptDirectory.from_config(config)


@pytest.mark.parametrize("name", FROZEN)
def test_a_frozen_step_is_what_it_was(name: str) -> None:
    assert sha256((FOLDER / "versions" / name).read_bytes()).hexdigest() == FROZEN[name], (
        f"{name} is frozen: databases stand at it. Write a migration of its own"
    )


def test_the_steps_are_one_line_and_go_up_with_their_numbers() -> None:
    line = [step.revision for step in steps().walk_revisions()][::-1]

    assert len(steps().get_heads()) == 1
    assert line == sorted(line)
    assert line == [file.name.split("_")[0] for file in FILES]


def test_a_step_imports_nothing_that_could_hold_keys_or_change_under_it() -> None:
    wrong = [
        f"{file.name} imports {each.name}"
        for file in FILES
        for each in Module(file.stem, file, ast.parse(file.read_text("utf-8"))).imports()
        if not each.reaches(*MAY_IMPORT) and each.name.split(".")[0] not in sys.stdlib_module_names
    ]
    assert not wrong, listed(wrong)


def test_what_runs_the_steps_knows_tables_alone() -> None:
    file = FOLDER / "env.py"
    imports = Module("env", file, ast.parse(file.read_text("utf-8"))).imports()

    assert all(each.reaches("alembic", "models") for each in imports)


def test_only_the_steps_that_are_listed_begin_anew() -> None:
    found = {step.revision for step in steps().walk_revisions() if getattr(step.module, BEGINS_ANEW, False)}

    assert found == MAY_BEGIN_ANEW
