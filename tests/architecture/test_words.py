"""Words that wrong a child, and traces of somebody's machine, are nowhere in the house."""

import codecs
import re
from pathlib import Path

import pytest

from tests.architecture.catalogue import extracted
from tests.architecture.source import HOUSE, files, listed, shown
from tests.support.words import NEVER, NEVER_TO_READERS

OF_A_MACHINE = re.compile(
    r"(?<![\w.$}/-])/(?:home|root|Users|work)/[\w.-]+/|/tmp/team|[A-Z]:\\Users"
    r"|registry\.npmjs\.org|registry\.yarnpkg\.com|files\.pythonhosted\.org|pypi\.org"
)

CONCERN = re.compile(r"\bconcerns?\b|\bas urgent\b", re.IGNORECASE)
ANOTHER_VERB = re.compile(
    r"\b(post(s|ed|ing)?|writ(e|es|ing|ten)|wrote|send(s|ing)?|sent|report(s|ed|ing)?)\b", re.IGNORECASE
)
SENTENCE = re.compile(r"(?<=[.;:?!])\s")
NOT_OF_RAISING = {
    "A meeting written down %(when)s is marked Now, and no concern was raised from it.": "a meeting is written down",
    "This concern stays readable to those who can read it now, even once it is marked as written by mistake.": (
        "a record is written by mistake"
    ),
    "Write it to the safeguarding circle as well, and then say here that the concern was raised by mistake.": (
        "what is about our own people is written to the circle"
    ),
    "Send as urgent": "the button that is held to send what was raised",
    "Send it as urgent now?": "the same button, asked once more",
}
"""Sentences with a concern and one of those verbs that say something else by it."""

TEXT = {".css", ".csv", ".html", ".in", ".js", ".json", ".md", ".mjs", ".po", ".py", ".scss", ".sh", ".svg"}
TEXT |= {".toml", ".txt", ".yaml", ".yml", ""}
READ_BY_PEOPLE = {".csv", ".html", ".json", ".po", ".toml", ".yaml", ".yml"}
OTHERS_WORK = "tests/support/vendor/"


def texts(*places: str) -> dict[Path, str]:
    """Return the words of the files written here; what others wrote is not ours to change."""
    ours = [path for path in files(*places) if not shown(path).startswith(OTHERS_WORK)]
    return {path: path.read_text("utf-8") for path in ours if path.suffix in TEXT}


def found(pattern: re.Pattern[str], words: dict[Path, str]) -> list[str]:
    """Return where a pattern occurs, as place, line and what was found."""
    return [
        f"{shown(path)}:{text.count(chr(10), 0, match.start()) + 1} {match.group()}"
        for path, text in words.items()
        for match in pattern.finditer(text)
    ]


def assert_nowhere(pattern: re.Pattern[str], words: dict[Path, str]) -> None:
    """Fail, with the places, if a pattern occurs."""
    places = found(pattern, words)
    assert not places, listed(places)


def test_no_word_that_wrongs_a_child_is_used() -> None:
    # docs/ is left out: it is where the words are explained.
    places = ("app", "models", "views", "forms", "migrations", "tests", "bench", "frontend")
    words = texts(*places)

    assert words
    assert_nowhere(NEVER, words)


def test_nobody_who_abuses_is_called_by_a_word_of_trade() -> None:
    read = {path: text for path, text in texts("app").items() if path.suffix in READ_BY_PEOPLE}
    made_up = texts("app/practice")

    assert_nowhere(NEVER_TO_READERS, read | made_up)


def test_no_file_tells_of_somebodys_machine() -> None:
    words = {path: text for path, text in texts().items() if path != Path(__file__)}

    assert HOUSE / "pyproject.toml" in words
    assert_nowhere(OF_A_MACHINE, words)


def screen_sentences() -> list[str]:
    """Return every sentence that a screen may say, in English."""
    texts = [
        text
        for message in extracted()
        for text in (message.id if isinstance(message.id, tuple) else (message.id,))
    ]
    return [sentence for text in texts for sentence in SENTENCE.split(str(text))]


def says_it_otherwise(sentence: str) -> bool:
    """Tell whether a sentence has another word for raising a concern."""
    return bool(CONCERN.search(sentence) and ANOTHER_VERB.search(sentence))


def test_a_concern_is_raised_and_nothing_else() -> None:
    otherwise = {sentence for sentence in screen_sentences() if says_it_otherwise(sentence)}

    assert otherwise == set(NOT_OF_RAISING), listed(otherwise ^ set(NOT_OF_RAISING))


@pytest.mark.parametrize(
    "sentence",
    ["Write a concern", "Your concern was sent.", "Report it as urgent", "Who posted the concern"],
)
def test_another_word_for_raising_is_recognised(sentence: str) -> None:
    assert says_it_otherwise(sentence)


@pytest.mark.parametrize(
    "sentence",
    ["Gur orttne jnf nfxrq.", "N Fgerrg Xvq fnvq fb.", "uvf puvyq-cbeabtencul", "n sbezre cebfgvghgr"],
)
def test_a_word_that_wrongs_is_recognised(sentence: str) -> None:
    assert NEVER.search(codecs.decode(sentence, "rot13"))


def test_the_words_we_use_instead_are_not_mistaken_for_them() -> None:
    assert not NEVER.search(
        "A young person exploited in prostitution; child sexual abuse material; a street child."
    )
