"""Makes the practice organisation in a process of its own while the server already answers."""

import os
import signal
import subprocess
import sys

import click

from app.cli.door import Door
from app.cli.serving import set_aside
from app.factory import StartOptions, make_app
from app.foundation.errors import WayhomeError
from app.foundation.settings import PROJECT, Settings
from app.practice.building import PRACTICE
from app.practice.sign_ins import SIGN_INS_FILE, read_sign_ins


def build_then_open(door: Door, settings: Settings, address: str) -> None:
    """Make the organisation, then open the door to it; stop the server when it could not be made.

    Runs in a thread of the process that answers. The maker is another process: it may be as busy as it likes,
    and nothing it held stays in memory here. It says itself, in one line, why it failed.
    """
    if _make(settings) == 0:
        try:
            app = make_app(settings, StartOptions(kind=PRACTICE))
        except WayhomeError as error:
            click.echo(f"wayhome: {error}", err=True)
        else:
            set_aside()
            door.open(app)
            say_sign_ins(settings, address)
            return
    os.kill(os.getppid(), signal.SIGTERM)


def _make(settings: Settings) -> int:
    environment = os.environ | {"WAYHOME_DATA": str(settings.data_folder), "PYTHONPATH": str(PROJECT)}
    # The maker ends when this pipe does, so it never outlives a server that was killed.
    with subprocess.Popen(
        [sys.executable, "-P", "-m", "app.practice"], stdin=subprocess.PIPE, env=environment
    ) as maker:
        return maker.wait()


def say_sign_ins(settings: Settings, address: str) -> None:
    """Print the address, and who may sign in with which password."""
    sign_ins = read_sign_ins(settings.data_folder)
    widths = [max(len(s.role) for s in sign_ins), max(len(s.username) for s in sign_ins)]
    click.echo(f"\nThe practice organisation is open at {address}\n")
    click.echo(f"  {'role':{widths[0]}}  {'user name':{widths[1]}}  password")
    for each in sign_ins:
        click.echo(f"  {each.role:{widths[0]}}  {each.username:{widths[1]}}  {each.password}")
    click.echo(f"\nThe same in {settings.data_folder / SIGN_INS_FILE}. Stop with Ctrl-C; all of it is kept.")
