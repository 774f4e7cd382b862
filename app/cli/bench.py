"""`./wayhome bench`: runs the measurements, which lie outside the application."""

import os
import subprocess
import sys

import click

from app.foundation.settings import PROJECT


@click.command(
    "bench",
    help="Measure speed and size on this machine; prints one table. Parts: start, pages, creates, packet.",
)
@click.argument("parts", nargs=-1)
def command(*, parts: tuple[str, ...]) -> int:
    """Run the measurements, all or only the named parts: start, pages, creates, packet."""
    environment = os.environ | {"PYTHONPATH": str(PROJECT)}
    measured = subprocess.run(  # noqa: S603 - our own module, and words it checks itself
        [sys.executable, "-P", "-m", "bench", *parts], env=environment, check=False
    )
    return measured.returncode
