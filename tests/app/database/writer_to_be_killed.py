"""Writes records as fast as it can and prints each id once it is committed; the test kills it."""

import sys
from pathlib import Path
from uuid import UUID

from app.foundation.settings import Engine, Settings
from app.keyring.policy import FolderKind
from app.keyring.writing import make_folder
from tests.support.organisation import RIVERSIDE, reopened


def main() -> None:
    """Open the organisation in the folder given and write until killed."""
    folder, engine, field_id = Path(sys.argv[1]), Engine(sys.argv[2]), UUID(sys.argv[3])
    settings = Settings(folder / "data", engine, None, folder / "data.key", None)
    organisation = reopened(settings, {"field": field_id}, sys.argv[4])
    while True:
        with organisation.writing("field") as work:
            made = make_folder(work, FolderKind.PROFILE, base_id=RIVERSIDE)
            work.record("test.written", folders=[made.id])
        sys.stdout.write(f"{made.id}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
