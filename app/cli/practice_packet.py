"""`./wayhome practice-packet DIR`: makes one referral packet about nobody, to look at, print and check."""

import tempfile
from pathlib import Path

import click

from app.foundation.errors import NotReady
from app.packets.rendering import PdfLibraryMissing
from app.practice.one_packet import make_one_packet

WORDS_FILE = "passphrase.txt"


@click.command("practice-packet", help="Make one referral packet from a made-up organisation.")
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
def command(*, folder: Path) -> int:
    """Write the PDF and its passphrase into the folder; the organisation it came from is deleted afterwards."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryDirectory(prefix="wayhome-") as place:
            made = make_one_packet(Path(place))
    except PdfLibraryMissing as error:
        raise NotReady(f"PDF files cannot be made here yet; please run once: sudo {error}") from None
    (folder / made.file_name).write_bytes(made.content)
    words = folder / WORDS_FILE
    words.touch(0o600)
    words.write_text(made.words + "\n")
    click.echo(f"{folder / made.file_name}: {made.pages} pages, encrypted and signed")
    click.echo(f"{words}: the words that open it; a real packet's words travel another way")
    click.echo("Nobody has it in a registry: its organisation is gone, and verify-packet says NOT OURS.")
    return 0
