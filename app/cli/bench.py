"""`./wayhome bench`: runs the measurements, which lie outside the application."""

import os
import subprocess
import sys

import click

from app.foundation.settings import PROJECT


@click.command(
    "bench",
    help="Measure speed and size on this machine; prints one table. Parts: pages, creates, bulk, packet, start, tags, "
    "writers, door, clubs, faults, lighthouse. Organisations are made once for each scale and kept outside the "
    "repository.",
)
@click.argument("parts", nargs=-1)
@click.option(
    "--scale",
    type=click.Choice(["small", "organisation", "ministry"]),
    help="1,000, 20,000 or 100,000 children.  [default: small]",
)
@click.option(
    "--data", type=click.Path(), help="Where organisations are kept.  [default: the user's cache folder]"
)
def command(*, parts: tuple[str, ...], scale: str | None, data: str | None) -> int:
    """Run the measurements, all or only the named parts."""
    options = [
        word for name, value in (("--scale", scale), ("--data", data)) if value for word in (name, value)
    ]
    environment = os.environ | {"PYTHONPATH": str(PROJECT)}
    measured = subprocess.run(  # noqa: S603 - our own module, and words it checks itself
        [sys.executable, "-P", "-m", "bench", *options, *parts], env=environment, check=False
    )
    return measured.returncode
