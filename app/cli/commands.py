"""The list of commands; each is imported only when asked for, and every failure is one line."""

from collections.abc import Sequence
from importlib import import_module

import click

from app.database.room import FULL
from app.foundation.errors import BadSetting, DatabaseTrouble, NeedsSystemLibrary, NoSpace, NotReady

COMMANDS = {
    "run": "app.cli.run",
    "verify-audit": "app.cli.verify_audit",
    "verify-packet": "app.cli.verify_packet",
    "recover-key": "app.cli.recover_key",
    "practice-packet": "app.cli.practice_packet",
    "bench": "app.cli.bench",
}
"""Where each command is; each module has it under the name `command`."""

STOPPED_BY_HAND = 130
"""128 and the number of SIGINT: what shells expect of a program ended with Ctrl-C."""


class _AskedFor(click.Group):
    """A group that imports a command when it is asked for, so that a warm start stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's own signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's
        place = COMMANDS.get(cmd_name)
        if place is None:
            raise click.UsageError(f"there is no command '{cmd_name}'; ./wayhome help lists them")
        found = import_module(place).command
        return found if isinstance(found, click.Command) else None


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that the arguments name and return its exit code; 1 after one line on stderr."""
    group = _AskedFor(name="wayhome", help="Case management in child protection.")
    try:
        outcome = group.main(arguments, prog_name="./wayhome", standalone_mode=False)
    except click.ClickException as error:
        return _failed(_one_line(error.format_message()))
    except (BadSetting, DatabaseTrouble, NotReady, NeedsSystemLibrary) as error:
        return _failed(str(error))
    except OSError as error:
        if error.errno not in FULL:
            raise
        return _failed(str(NoSpace()))
    except click.Abort:
        return STOPPED_BY_HAND
    return outcome if isinstance(outcome, int) else 0


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _failed(line: str) -> int:
    click.echo(f"wayhome: {line}", err=True)
    return 1
