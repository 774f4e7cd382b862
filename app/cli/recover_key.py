"""`./wayhome recover-key`: makes the key file again from the two cards of the recovery kit."""

from pathlib import Path

import click

from app.cli.organisation import ask_hidden
from app.database.data_folder import read_mark, write_key_file
from app.foundation.errors import NotReady, WillNotOpen
from app.foundation.settings import read_settings
from app.recovery.kit import server_secret_from_kit
from app.vault.cards import CardMistyped, CardProblem, KitCard

WORDS: dict[CardProblem, str] = {
    CardProblem.WORD_COUNT: "a card has 26 words",
    CardProblem.UNKNOWN_WORD: "word {number} is not a word of these cards",
    CardProblem.CHECKSUM: "one of the words is another word of these cards; compare them one by one",
    CardProblem.UNREADABLE_CODE: "the scanned code is incomplete",
    CardProblem.SAME_CARD_TWICE: "that is the same card twice; card A and card B are needed",
    CardProblem.OTHER_KIT: "the two cards belong to different kits",
}


@click.command("recover-key", help="Make the key file again from the two recovery cards.")
@click.option("--data", type=click.Path(path_type=Path), help="The data folder.  [default: instance/data]")
def command(*, data: Path | None) -> int:
    """Ask for both cards, open the server's secret with them, and write the key file."""
    settings = read_settings(data_folder=data)
    mark = read_mark(settings)
    if mark is None:
        raise NotReady(f"There is no organisation in {settings.data_folder}")
    if mark.passphrase_salt is not None:
        raise NotReady("This data folder opens with a passphrase and has no key file")
    if settings.key_file.exists():
        raise NotReady(f"There is a key file already: {settings.key_file}")
    try:
        cards = [KitCard.from_words(ask_hidden(f"Words of card {letter}, or its code: ")) for letter in "AB"]
        secret = server_secret_from_kit(settings.data_folder, *cards)
    except CardMistyped as error:
        raise NotReady(f"The cards were not read: {_words(error)}") from None
    except WillNotOpen:
        raise NotReady("These cards do not open this data folder: they are of an older kit") from None
    write_key_file(settings, secret)
    click.echo(f"The key file is there again: {settings.key_file}")
    return 0


def _words(error: CardMistyped) -> str:
    return WORDS[error.problem].format(number=error.word_number)
