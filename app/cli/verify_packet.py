"""`./wayhome verify-packet FILE`: says whether a file is one of our packets, unaltered and current."""

from pathlib import Path

import click

from app.cli.organisation import opened
from app.foundation.settings import read_settings
from app.keyring.known_directory import verified_directory
from app.packets.registry import RegistryEntry, find_file, our_certificates
from app.packets.verification import Verdict, judge, read_file_facts

WORDS: dict[Verdict, str] = {
    Verdict.OURS: "OURS, unaltered: the registry knows exactly these bytes",
    Verdict.NOT_VOUCHED: "NOT VOUCHED FOR: the registry was changed outside Wayhome; do not act on the file",
    Verdict.UNREGISTERED: "SIGNED BY US, but not in this registry: made before a restored backup, perhaps",
    Verdict.ALTERED: "ALTERED: it carries our certificate, but it is not a file we made",
    Verdict.NOT_OURS: "NOT OURS: nothing in it comes from here",
}


@click.command("verify-packet", help="Say of a file whether it is one of our packets, unaltered.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--data", type=click.Path(path_type=Path), help="The data folder.  [default: instance/data]")
def command(*, file: Path, data: Path | None) -> int:
    """Print the verdict; return 0 only for a file of ours that is in the registry. Needs no passphrase."""
    content = file.read_bytes()
    with opened(read_settings(data_folder=data)) as server, server.store.reading() as session:
        directory = verified_directory(server.store, session, server.installation_id)
        facts = read_file_facts(content, our_certificates=our_certificates(session, directory))
        judgement = judge(facts, lambda sha256_hex: find_file(session, directory, sha256_hex))
    click.echo(WORDS[judgement.verdict])
    click.echo(f"  SHA-256 {facts.sha256_hex}")
    if judgement.entry is not None:
        _say_entry(judgement.entry)
    return 0 if judgement.verdict is Verdict.OURS else 1


def _say_entry(entry: RegistryEntry) -> None:
    click.echo(f"  packet {entry.number}, version {entry.version}, for {entry.mark}, {entry.pages} pages")
    form = f"print {entry.print_number}" if entry.print_number else "file"
    click.echo(f"  {form} made {entry.made_at:%d %B %Y, %H:%M} UTC in {entry.language.value}")
    if entry.is_withdrawn:
        click.echo("  WITHDRAWN: do not act on it; give this copy back or destroy it, and tell us")
    elif entry.is_recalled:
        click.echo("  RECALLED: do not act on it; give this copy back or destroy it, and tell us")
    elif entry.replaced_by is not None:
        click.echo(f"  REPLACED by version {entry.replaced_by}")
    else:
        click.echo("  the current version")
