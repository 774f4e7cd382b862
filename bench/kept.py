"""Keeps the organisations that are measured: made once with real sealing, each beside its unsealed twin."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from alembic.script import ScriptDirectory

from app.database.migrating import MIGRATIONS
from bench.twins import MARK, Twin, environment

SHAPE = 2
"""Counted on when what `bench.growing` makes is another: what was kept before is then made anew."""

WHOLE = "whole"
"""The file that says that nothing is missing."""


class Scale(Enum):
    """How many children; the size before it is what its ratios are taken to."""

    SMALL = 1_000
    ORGANISATION = 20_000
    MINISTRY = 100_000

    @property
    def before(self) -> "Scale | None":
        """The next smaller scale."""
        smaller = [scale for scale in Scale if scale.value < self.value]
        return smaller[-1] if smaller else None


@dataclass(frozen=True)
class Kept:
    """The folder in which organisations are kept, outside the repository."""

    folder: Path

    @classmethod
    def default(cls) -> "Kept":
        """The one under the user's cache directory (XDG Base Directory Specification)."""
        cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
        return cls(Path(cache) / "wayhome" / "bench")

    def place(self, twin: Twin, scale: Scale | None) -> Path:
        """Return where a twin's organisation of that size lies, made or not; without a size, the practice one."""
        name = scale.name.lower() if scale else "practice"
        revision = ScriptDirectory(str(MIGRATIONS)).get_current_head()
        return self.folder / f"{revision}-{SHAPE}" / name / twin.value

    def has(self, twin: Twin, scale: Scale | None) -> bool:
        """Tell whether it is there, whole."""
        return (self.place(twin, scale) / WHOLE).exists()

    def make(self, twin: Twin, scale: Scale | None) -> Path:
        """Return where it lies, made as far as it is not there. May be stopped and gone on with."""
        place = self.place(twin, scale)
        if self.has(twin, scale):
            return place
        if not (place / "data").exists():
            self._begin(twin, scale)
        if scale is not None:
            print(f"{scale.name.lower()}, {twin.value}: made once and kept in {place}")
            run_in(twin.command(place, "bench.growing", str(place / "data"), str(scale.value)), place)
        (place / WHOLE).touch()
        return place

    def _begin(self, twin: Twin, scale: Scale | None) -> None:
        place = self.place(twin, scale)
        fresh = place.with_name(f"{place.name}-begun")
        shutil.rmtree(fresh, ignore_errors=True)
        if scale is not None:
            shutil.copytree(self.make(twin, scale.before), fresh, ignore=shutil.ignore_patterns(WHOLE))
        else:
            fresh.mkdir(parents=True)
            if twin is Twin.UNSEALED:
                (fresh / MARK).touch()
            run_in(twin.command(fresh, "bench.founding"), fresh)
        place.parent.mkdir(parents=True, exist_ok=True)
        fresh.rename(place)


def run_in(command: list[str], place: Path) -> None:
    """Run a command on the data of a place, to its end. Raises SystemExit when it fails."""
    ended = subprocess.run(command, env=environment(place), check=False)  # noqa: S603 - our own modules
    if ended.returncode != 0:
        raise SystemExit(f"the organisation in {place} was not made or changed")


if __name__ == "__main__":
    Kept(Path(sys.argv[1])).make(Twin(sys.argv[2]), Scale[sys.argv[3].upper()])
