"""Who may sign in to the practice organisation, kept beside it in the data folder."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from app.foundation.private_files import read_private, replace_private

SIGN_INS_FILE = "sign-ins.json"
OUTSIDE_CARD_FILE = "outside-member-card.txt"


@dataclass(frozen=True)
class SignIn:
    """One person to try Wayhome as.

    `key` is theirs alone. So is `role`, a role's name for one person of each role and the key for everybody else: who
    looks somebody up by role finds the same person whoever joins the list later.
    """

    role: str
    username: str
    password: str
    key: str = ""
    name: str = ""


def write_sign_ins(folder: Path, sign_ins: list[SignIn]) -> None:
    """Write the file, whole or not at all, readable by its owner only."""
    text = json.dumps([asdict(each) for each in sign_ins], indent=1)
    replace_private(folder / SIGN_INS_FILE, text)


def read_sign_ins(folder: Path) -> list[SignIn]:
    """Return what was written."""
    return [SignIn(**each) for each in json.loads(read_private(folder / SIGN_INS_FILE))]


def write_outside_card(folder: Path, words: tuple[str, ...]) -> None:
    """Write the words of the outside member's card, who has no account; its first use replaces it."""
    replace_private(folder / OUTSIDE_CARD_FILE, " ".join(words) + "\n")


def read_outside_card(folder: Path) -> str:
    """Return the words of the card; "" for an organisation that was made before there was one."""
    path = folder / OUTSIDE_CARD_FILE
    return read_private(path).strip() if path.exists() else ""
