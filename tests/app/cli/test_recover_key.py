"""recover-key makes the key file again from the two cards, and from nothing less."""

import io
from pathlib import Path

import pytest

from app.vault.cards import KitCard
from tests.app.cli.conftest import Call
from tests.support.organisation import Organisation


@pytest.fixture
def cards(built_organisation: Organisation) -> tuple[KitCard, KitCard]:
    """The two cards of the kit."""
    assert built_organisation.kit_cards is not None
    return built_organisation.kit_cards


@pytest.fixture
def key_file(organisation: Organisation) -> Path:
    """The key file of a copied organisation."""
    return organisation.server.settings.key_file


def type_in(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    """Type lines at the prompts."""
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


def test_both_cards_give_back_the_key_file_as_it_was(
    cards: tuple[KitCard, KitCard],
    key_file: Path,
    data_folder: Path,
    call: Call,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = key_file.read_text()
    key_file.unlink()
    type_in(monkeypatch, " ".join(cards[1].words()), cards[0].payload())

    said = call("recover-key", "--data", data_folder)

    assert said.code == 0
    assert key_file.read_text() == before
    assert key_file.stat().st_mode & 0o777 == 0o600
    assert not any(word in said.out + said.err for word in (cards[0].payload(), cards[1].payload()))


def test_a_key_file_that_is_there_is_never_written_over(
    key_file: Path, data_folder: Path, call: Call
) -> None:
    before = key_file.read_text()

    said = call("recover-key", "--data", data_folder)

    assert said.code == 1
    assert "There is a key file already" in said.err
    assert key_file.read_text() == before


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (lambda a, _b: (a, a), "the same card twice"),
        (lambda a, b: (a, b.rsplit(" ", 1)[0]), "a card has 26 words"),
        (lambda a, b: (a, "qqqqqq " + b.split(" ", 1)[1]), "word 1 is not a word"),
        (lambda a, b: (a, " ".join([*b.split()[1:], b.split()[0]])), "compare them one by one"),
    ],
)
def test_a_slip_is_one_line_that_says_what_to_look_at(
    typed: "object",
    told: str,
    cards: tuple[KitCard, KitCard],
    key_file: Path,
    data_folder: Path,
    call: Call,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    key_file.unlink()
    assert callable(typed)
    type_in(monkeypatch, *typed(" ".join(cards[0].words()), " ".join(cards[1].words())))

    said = call("recover-key", "--data", data_folder)

    assert said.code == 1
    assert told in said.err
    assert said.err.count("wayhome: ") == 1
    assert not key_file.exists()
