"""Who may sign in to the practice organisation, kept beside it in the data folder."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from app.foundation.private_files import read_private, replace_private

SIGN_INS_FILE = "sign-ins.json"


@dataclass(frozen=True)
class SignIn:
    """One person to try Wayhome as. `role` is a role's name, or `othersupervisor` at the other base."""

    role: str
    username: str
    password: str


def write_sign_ins(folder: Path, sign_ins: list[SignIn]) -> None:
    """Write the file, whole or not at all, readable by its owner only."""
    text = json.dumps([asdict(each) for each in sign_ins], indent=1)
    replace_private(folder / SIGN_INS_FILE, text)


def read_sign_ins(folder: Path) -> list[SignIn]:
    """Return what was written."""
    return [SignIn(**each) for each in json.loads(read_private(folder / SIGN_INS_FILE))]
