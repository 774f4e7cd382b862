"""`./wayhome run`: starts the server, for a real organisation or for practice."""

from collections.abc import Callable
from pathlib import Path
from socket import socket
from threading import Thread
from typing import TYPE_CHECKING

import click
from flask import Flask

from app.cli.behind_proxy import BehindProxy
from app.cli.door import Door
from app.cli.listening import address_of, own_hosts, take_address
from app.cli.organisation import ask_hidden
from app.cli.practice_start import build_then_open, say_sign_ins
from app.cli.serving import serve, set_aside
from app.database.data_folder import read_mark
from app.factory import StartOptions, make_app, server_of
from app.foundation.errors import BadSetting
from app.foundation.settings import Settings, read_settings
from app.practice.building import PRACTICE
from app.set_up.organisation import is_set_up
from app.vault.password_rules import PasswordVerdict, is_acceptable
from app.vault.secrets import Passphrase

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

DEFAULT_PORT = 8000


@click.command("run", help="Start Wayhome. Stop it with Ctrl-C.")
@click.option(
    "--practice", is_flag=True, help="A made-up organisation to try things on; made at the first start."
)
@click.option("--port", type=click.IntRange(0, 65535), default=DEFAULT_PORT, show_default=True)
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Others than this machine need HTTPS in front."
)
@click.option("--data", type=click.Path(path_type=Path), help="The data folder.  [default: instance/data]")
@click.option(
    "--ask-passphrase", is_flag=True, help="Open the data folder with a passphrase, not a key file."
)
def command(*, practice: bool, port: int, host: str, data: Path | None, ask_passphrase: bool) -> int:
    """Start the server and serve until stopped; returns the exit code."""
    settings = read_settings(data_folder=data)
    if practice and ask_passphrase:
        raise BadSetting("--ask-passphrase is for a real organisation; practice keeps a key file")
    with take_address(host, port, settings) as listener:
        if practice:
            return _run_practice(settings, listener)
        return _run_real(settings, listener, ask_passphrase=ask_passphrase)


def _run_real(settings: Settings, listener: socket, *, ask_passphrase: bool) -> int:
    passphrase = _passphrase(settings) if ask_passphrase else None
    app = make_app(settings, StartOptions(passphrase=passphrase))
    words = [f"Wayhome answers at {address_of(listener, settings)}"]
    if not is_set_up(server_of(app)):
        code = server_of(app).set_up_code
        words.append(f"Nothing is set up yet. Open the address and enter this code: {code}")
    words.append("Stop it with Ctrl-C.")
    return _serve_opened(app, settings, listener, when_ready=lambda: click.echo("\n".join(words)))


def _run_practice(settings: Settings, listener: socket) -> int:
    address = address_of(listener, settings)
    if read_mark(settings) is not None:
        app = make_app(settings, StartOptions(kind=PRACTICE))
        return _serve_opened(app, settings, listener, when_ready=lambda: say_sign_ins(settings, address))
    door = Door(own_hosts(settings))
    building = Thread(target=build_then_open, args=(door, settings, address), daemon=True)
    ended = serve(
        _behind_proxy(door, settings),
        listener,
        when_ready=lambda: click.echo(f"Making the practice organisation. In a minute it opens at {address}"),
        in_worker=building.start,
        waits_for_nothing=door.waits_for_nothing,
    )
    return ended if read_mark(settings) is not None else 1


def _serve_opened(app: Flask, settings: Settings, listener: socket, *, when_ready: Callable[[], None]) -> int:
    # This process's connection must not be shared with the process that will answer.
    server_of(app).store.engine.dispose()
    door = Door(own_hosts(settings))
    door.open(app)
    set_aside()
    return serve(
        _behind_proxy(door, settings),
        listener,
        when_ready=when_ready,
        waits_for_nothing=door.waits_for_nothing,
    )


def _behind_proxy(door: Door, settings: Settings) -> "WSGIApplication":
    return BehindProxy(door, settings) if settings.serves_https else door


def _passphrase(settings: Settings) -> Passphrase:
    """Ask for the passphrase; if the data folder is still to be made, ask twice and require a good one."""
    passphrase = Passphrase(ask_hidden("Passphrase of the data folder: "))
    if read_mark(settings) is None:
        if is_acceptable(passphrase) is not PasswordVerdict.OK:
            raise BadSetting("The passphrase is too short or too easy to guess: take five words or more")
        if Passphrase(ask_hidden("The same again: ")) != passphrase:
            raise BadSetting("The two passphrases differ; nothing was made")
    return passphrase
