"""Who may sign in to the practice organisation, kept beside it in the data folder."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

SIGN_INS_FILE = "sign-ins.json"


@dataclass(frozen=True)
class SignIn:
    """One person to try Wayhome as. `role` is a role's name, or `othersupervisor` at the other base."""

    role: str
    username: str
    password: str


def write_sign_ins(folder: Path, sign_ins: list[SignIn]) -> None:
    """Write the file, whole or not at all, readable by its owner only."""
    fresh = folder / f"{SIGN_INS_FILE}.new"
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as handle:
        json.dump([asdict(each) for each in sign_ins], handle, indent=1)
    fresh.replace(folder / SIGN_INS_FILE)


def read_sign_ins(folder: Path) -> list[SignIn]:
    """Return what was written."""
    return [SignIn(**each) for each in json.loads((folder / SIGN_INS_FILE).read_text())]
