"""`./wayhome bench`: runs the measurements, which lie outside the application."""

import os
import subprocess
import sys

import click

from app.foundation.settings import PROJECT


@click.command(
    "bench",
    help="Measure speed and size on this machine; prints one table. Parts: start, pages, creates, packet, tags, "
    "writers; and growth, which is measured only when it is named.",
)
@click.argument("parts", nargs=-1)
@click.option(
    "--scale", type=click.Choice(["small", "organisation", "ministry"]), help="For growth: 1k, 20k, 100k."
)
@click.option(
    "--keep", type=click.Path(), help="For growth: where the children are kept, to be made only once."
)
def command(*, parts: tuple[str, ...], scale: str | None, keep: str | None) -> int:
    """Run the measurements, all or only the named parts."""
    options = [
        word for name, value in (("--scale", scale), ("--keep", keep)) if value for word in (name, value)
    ]
    environment = os.environ | {"PYTHONPATH": str(PROJECT)}
    measured = subprocess.run(  # noqa: S603 - our own module, and words it checks itself
        [sys.executable, "-P", "-m", "bench", *options, *parts], env=environment, check=False
    )
    return measured.returncode
