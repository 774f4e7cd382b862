"""The data folder: it names the kind of organisation it holds, and the key file lies beside it."""

import json
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import UUID, uuid4

from app.foundation.errors import NotReady
from app.foundation.private_files import close_to_others, read_private, write_new_private
from app.foundation.settings import Settings
from app.vault.passwords import SHIPPED_COST, derive
from app.vault.secrets import Passphrase
from app.vault.server_secret import ServerSecret

MARK_FILE = "wayhome.json"


@dataclass(frozen=True)
class Mark:
    """What is written into a data folder when it is made. `passphrase_salt` is set when there is no key file."""

    organisation: str
    kind: str
    engine: str
    passphrase_salt: str | None = None

    @property
    def installation_id(self) -> UUID:
        """The organisation's id, to which every sealed value is bound."""
        return UUID(self.organisation)


def read_mark(settings: Settings) -> Mark | None:
    """Read the folder's mark; None when it has none yet. Raises NotReady when the mark is damaged."""
    try:
        return Mark(**json.loads(read_private(settings.data_folder / MARK_FILE)))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError) as error:
        raise NotReady(
            f"The data folder's mark cannot be read: {settings.data_folder / MARK_FILE}"
        ) from error


def make_data_folder(
    settings: Settings, kind: str, *, passphrase: Passphrase | None = None
) -> tuple[Mark, ServerSecret]:
    """Make an empty data folder of that kind, and its key. Raises NotReady when something is in the way."""
    if settings.data_folder.exists() and any(settings.data_folder.iterdir()):
        raise NotReady(f"The data folder is not empty and is not Wayhome's: {settings.data_folder}")
    settings.data_folder.mkdir(parents=True, exist_ok=True)
    settings.data_folder.chmod(0o700)
    salt = secrets.token_bytes(16) if passphrase is not None else None
    mark = Mark(str(uuid4()), kind, settings.engine.value, salt.hex() if salt else None)
    if passphrase is not None and salt is not None:
        secret = _from_passphrase(passphrase, salt)
    else:
        secret = ServerSecret.generate()
        _write_new(settings.key_file, secret.to_text())
    _write_new(settings.data_folder / MARK_FILE, json.dumps(asdict(mark), indent=1))
    return mark, secret


def open_data_folder(settings: Settings, mark: Mark, *, passphrase: Passphrase | None = None) -> ServerSecret:
    """Return the server's secret. Raises NotReady with one line that says what is missing."""
    if mark.engine != settings.engine.value:
        raise NotReady(
            f"This data folder was made for {mark.engine}; set WAYHOME_DATABASE to it (now: {settings.engine})"
        )
    if mark.passphrase_salt is not None:
        if passphrase is None:
            raise NotReady("This data folder opens with a passphrase: start with --ask-passphrase")
        return _from_passphrase(passphrase, bytes.fromhex(mark.passphrase_salt))
    try:
        text = read_private(settings.key_file)
        close_to_others(settings.key_file)
    except FileNotFoundError:
        raise NotReady(
            f"The key file is missing: {settings.key_file}. "
            "Put it back, or make it again from the two recovery cards: ./wayhome recover-key"
        ) from None
    except OSError as error:
        raise NotReady(f"The key file cannot be read: {settings.key_file} ({error.strerror})") from None
    return ServerSecret.from_text(text)


def write_key_file(settings: Settings, secret: ServerSecret) -> None:
    """Write a new key file. Raises NotReady when there is one already."""
    if settings.key_file.exists():
        raise NotReady(f"There is a key file already: {settings.key_file}")
    _write_new(settings.key_file, secret.to_text())


def _from_passphrase(passphrase: Passphrase, salt: bytes) -> ServerSecret:
    return ServerSecret(derive(passphrase, salt, SHIPPED_COST).sealing_key.reveal())


def _write_new(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        write_new_private(file, f"{text}\n")
    except FileExistsError:
        raise NotReady(
            f"{file} is there, but no organisation that it belongs to: put the data folder back, or move the file away"
        ) from None
