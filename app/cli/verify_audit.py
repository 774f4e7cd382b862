"""`./wayhome verify-audit`: verifies the whole trail and the key directory, and says what that proves."""

from datetime import datetime
from pathlib import Path

import click

from app.audit.checkpoints import check, from_text
from app.audit.verification import Damage, Finding, KeptHead, Verdict, verify_trail
from app.cli.organisation import opened
from app.foundation.clock import is_ahead
from app.foundation.errors import NotReady
from app.foundation.settings import read_settings
from app.keyring.directory import Directory
from app.keyring.known_directory import reverified_directory
from app.server import Server
from app.vault.signing import BadSignature

WORDS: dict[Damage, str] = {
    Damage.GAP: "GAP: event {seq} is missing; something was taken out of the middle",
    Damage.EDIT: "EDIT: event {seq} says something else than what was recorded",
    Damage.SUBJECTS: "SUBJECTS: event {seq} is found by something else than what it says it is about",
    Damage.FORK: "FORK: the head signed {at} is not in the trail; the trail was written anew",
    Damage.TRUNCATION: "TRUNCATION: the trail ends before {end}, which was there once",
    Damage.BAD_CHECKPOINT: "BAD CHECKPOINT: the head signed {at} was moved, or its signature does not hold",
}


@click.command("verify-audit", help="Prove that the audit trail and the key directory are whole.")
@click.option("--data", type=click.Path(path_type=Path), help="The data folder.  [default: instance/data]")
@click.option(
    "--checkpoint",
    "files",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A signed head of the trail that was kept elsewhere. May be given several times.",
)
def command(*, data: Path | None, files: tuple[Path, ...]) -> int:
    """Print what was proved and what cannot be proved; return 1 when something is damaged."""
    with opened(read_settings(data_folder=data)) as server:
        kept = tuple(_read(server, file) for file in files)
        with server.store.reading() as session:
            verdict = verify_trail(
                session,
                server.installation_id,
                server.secret.checkpoint_key().public,
                kept=kept,
            )
            directory = reverified_directory(session, server.installation_id)
    click.echo(f"Organisation {server.installation_id} ({server.kind})")
    _say_trail(verdict)
    _say_clock(verdict, now=server.clock.now())
    _say_directory(directory)
    whole = verdict.is_whole and directory.broken_at is None
    if whole:
        _say_limits(verdict, kept)
    return 0 if whole else 1


def _read(server: Server, file: Path) -> KeptHead:
    """Read a checkpoint. Raises NotReady when it is not one, another organisation's, or not this server's."""
    try:
        organisation, checkpoint = from_text(file.read_text("utf-8"))
    except ValueError:
        raise NotReady(f"{file} does not hold a checkpoint") from None
    if organisation != server.installation_id:
        raise NotReady(f"{file} is a checkpoint of another organisation")
    try:
        check(checkpoint, organisation, server.secret.checkpoint_key().public)
    except BadSignature:
        raise NotReady(f"{file} was changed, or another server signed it") from None
    return KeptHead(checkpoint.hash, checkpoint.signed_at)


def _say_trail(verdict: Verdict) -> None:
    click.echo(f"Audit trail: {verdict.events:,} events, {verdict.checkpoints:,} signed heads")
    click.echo(
        "  These numbers count what is closed to all but the safeguarding circle: do not pass them on."
    )
    if verdict.is_whole:
        click.echo(
            "  whole: every event follows from the one before it, and every signed head is in its place"
        )
    for finding in verdict.findings:
        click.echo(f"  {_words(finding)}")


def _words(finding: Finding) -> str:
    at = f"{finding.signed_at:%Y-%m-%d %H:%M:%S} UTC" if finding.signed_at else ""
    end = f"the head signed {at}" if at else f"event {finding.seq}"
    return WORDS[finding.damage].format(seq=finding.seq, at=at, end=end)


def _say_clock(verdict: Verdict, *, now: datetime) -> None:
    """Say where the server's clock was set back, which is no damage."""
    for step in verdict.steps_back:
        click.echo(
            f"  CLOCK: at event {step.seq} the server's clock was set back from {step.before:%Y-%m-%d %H:%M} to "
            f"{step.after:%Y-%m-%d %H:%M} UTC; do not rely on the times just before it"
        )
    if verdict.last_at is not None and is_ahead(verdict.last_at, now):
        click.echo(
            f"  CLOCK: the last event says {verdict.last_at:%Y-%m-%d %H:%M} UTC, which is still to come; "
            "look at this machine's clock"
        )


def _say_directory(directory: Directory) -> None:
    if directory.broken_at is None and directory.root is None:
        click.echo("Key directory: empty; nobody has set this organisation up yet")
    elif directory.broken_at is None:
        click.echo(
            f"Key directory: {directory.seq:,} statements, each signed by somebody who might; "
            f"root {directory.root_fingerprint.hex()[:16]}"
        )
    else:
        click.echo(f"Key directory: statement {directory.broken_at} is REFUSED; nothing after it counts")


def _say_limits(verdict: Verdict, kept: tuple[KeptHead, ...]) -> None:
    click.echo("What this proves: nothing was taken out, changed or added in between.")
    loose = verdict.events - verdict.newest_checkpoint
    if loose:
        click.echo(
            f"  The newest {loose:,} events come after the newest signed head: their end could be cut off."
        )
    click.echo(
        "What it cannot prove: whoever has this server's key could write a whole new trail and sign it."
    )
    if kept:
        click.echo(
            f"  Not before event {verdict.farthest_kept:,}: the checkpoint you kept elsewhere agrees with it."
        )
    else:
        click.echo("  A checkpoint kept elsewhere closes that: give it with --checkpoint FILE.")
    click.echo("  Each person's next sign-in compares with what their own keychain saw last.")
