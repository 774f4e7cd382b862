"""The two that are measured beside each other, and how a module of the product is run as either."""

import os
import sys
from enum import Enum
from pathlib import Path

from app.foundation.settings import PROJECT

MARK = "nothing-here-is-sealed"
"""The file that marks a place whose made-up organisation is the unsealed twin's."""


class Twin(Enum):
    """The application itself, or the one that seals nothing."""

    SEALED = "sealed"
    UNSEALED = "unsealed"

    def command(self, place: Path, module: str, *arguments: str) -> list[str]:
        """Return the command that runs a module of the product as this twin."""
        through = [] if self is Twin.SEALED else ["bench.unsealed", str(place)]
        return [sys.executable, "-P", "-m", *through, module, *arguments]


def environment(place: Path) -> dict[str, str]:
    """Return the environment in which a module works on the data of a place."""
    return os.environ | {"PYTHONPATH": str(PROJECT), "WAYHOME_DATA": str(place / "data")}
