"""Makes the practice organisation in the settings' data folder; ends when the pipe it reads from does."""

import os
import sys
from threading import Thread

import click

from app.cli.quiet import keep_values_out
from app.foundation.errors import WayhomeError
from app.foundation.own_process import keep_to_itself
from app.foundation.settings import read_settings
from app.practice.building import build_in_place
from app.practice.progress import progress


def main() -> int:
    """Build, reporting progress. Returns 1 after one line on stderr when it cannot be built."""
    Thread(target=_end_with_the_pipe, daemon=True).start()
    try:
        with progress() as say:
            left_out = build_in_place(read_settings(), say)
    except WayhomeError as error:
        click.echo(f"wayhome: the practice organisation was not made: {error}", err=True)
        return 1
    for lacking in left_out:
        click.echo(f"wayhome: the packet's file was left out; to have it, run once: {lacking}", err=True)
    return 0


def _end_with_the_pipe() -> None:
    # The process that started this one holds the other end; when it is killed, this work is no longer wanted.
    os.read(sys.stdin.fileno(), 1)
    os._exit(1)


if __name__ == "__main__":
    keep_to_itself()
    keep_values_out()
    sys.exit(main())
