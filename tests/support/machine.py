"""Says what a test may expect of the machine it runs on."""

import os
from pathlib import Path
from typing import NoReturn

import pytest


def lacking(what: str) -> NoReturn:
    """End the test because the machine lacks a program: skipped on a person's machine, failed in CI.

    `what` completes the sentence "this machine has no ...". CI is told by the environment variable `CI`.
    """
    message = f"this machine has no {what}; ./wayhome test says what to install"
    if os.environ.get("CI"):
        pytest.fail(message, pytrace=False)
    pytest.skip(message)


def newest(pattern: str) -> Path | None:
    """Return the last path, by version number, that a pattern from the root of the file system matches."""
    found = Path("/").glob(pattern.removeprefix("/"))
    return max(
        found, key=lambda path: [int(part) if part.isdigit() else 0 for part in path.parts], default=None
    )
