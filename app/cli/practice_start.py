"""Makes the practice organisation in a process of its own while the server already answers."""

import os
import signal
import subprocess
import sys

import click

from app.cli.door import Door
from app.cli.serving import set_aside
from app.database.data_folder import read_mark
from app.factory import StartOptions, make_app
from app.foundation.errors import WayhomeError
from app.foundation.settings import PROJECT, Settings
from app.practice.building import PRACTICE
from app.practice.sign_ins import SIGN_INS_FILE, read_outside_card, read_sign_ins


def build_then_open(door: Door, settings: Settings, address: str) -> None:
    """Make the organisation if it is not there yet, then open the door to it; stop the server if it could not be made.

    Runs in a thread of the process that answers. The maker is another process: it may use as much processor time as
    it likes, and its memory is not kept here. It reports a failure itself, in one line. If the process that answers
    dies meanwhile, the next one comes here too, and may find what was made for the first.
    """
    if read_mark(settings) is not None or _make(settings) == 0:
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
    if read_outside_card(settings.data_folder):
        click.echo(f"\nThe outside member has a card instead, for {address}outside-member:")
        click.echo(f"  {read_outside_card(settings.data_folder)}")
    click.echo(f"\nThe same in {settings.data_folder / SIGN_INS_FILE}. Stop with Ctrl-C; all of it is kept.")
