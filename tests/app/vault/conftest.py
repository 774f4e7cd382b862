"""What the vault's tests share."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.vault.passwords import Argon2Cost


@pytest.fixture(scope="session")
def cheap_argon2() -> Argon2Cost:
    """Return a cost that takes no time: these tests ask what is derived, not how slowly."""
    return Argon2Cost(memory_kib=8, passes=1, lanes=1)


@pytest.fixture(scope="session")
def vectors() -> dict[str, Any]:
    """Known answers. If one changes, everything sealed before the change no longer opens."""
    found: dict[str, Any] = json.loads(Path(__file__).with_name("vectors.json").read_text(encoding="utf-8"))
    return found
