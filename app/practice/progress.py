"""Shows the progress of the building on the console: a bar on a terminal, a line for every tenth elsewhere."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

STEPS = 1000


@contextmanager
def progress() -> Iterator[Callable[[float, str], None]]:
    """Give a function that reports how much is done (from 0 to 1) and what is being done."""
    if not sys.stderr.isatty():
        yield _Lines()
        return
    label = "Making the practice organisation"
    with click.progressbar(length=STEPS, label=label, file=sys.stderr, item_show_func=_shown) as bar:

        def say(done: float, what: str) -> None:
            bar.update(round(done * STEPS) - bar.pos, what)

        yield say


def _shown(what: str | None) -> str:
    return what or ""


class _Lines:
    """Prints a line whenever another tenth is done."""

    def __init__(self) -> None:
        self._said = -1

    def __call__(self, done: float, what: str) -> None:
        """Print how much is done, if it is a tenth more than the last time."""
        tenths = int(done * 10)
        if tenths > self._said:
            self._said = tenths
            click.echo(f"{tenths * 10:3} % {what}", err=True)
