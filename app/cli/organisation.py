"""Opens an existing organisation, real or practice, for a command that is not the server."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from getpass import getpass

from app.database.data_folder import read_mark
from app.factory import StartOptions, make_app, server_of
from app.foundation.errors import NotReady
from app.foundation.settings import Settings
from app.server import Server
from app.vault.secrets import Passphrase


@contextmanager
def opened(settings: Settings) -> Iterator[Server]:
    """Give what a server would know of the data folder, with its key file or its passphrase.

    Raises NotReady when there is no organisation, or it does not open.
    """
    mark = read_mark(settings)
    if mark is None:
        raise NotReady(f"There is no organisation in {settings.data_folder}")
    asked = Passphrase(ask_hidden("Passphrase of the data folder: ")) if mark.passphrase_salt else None
    server = server_of(make_app(settings, StartOptions(kind=mark.kind, passphrase=asked)))
    try:
        yield server
    finally:
        server.store.engine.dispose()


def ask_hidden(prompt: str) -> str:
    """Read a line without showing it; from a pipe, as it comes."""
    return getpass(prompt) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
