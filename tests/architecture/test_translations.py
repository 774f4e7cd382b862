"""Khmer keeps step: the catalogue has every string, and no translation is a guess, stale, or lost a part."""

import re

from babel.messages.mofile import read_mo

from tests.architecture.catalogue import MO, extracted, khmer

KHMER = re.compile("[\u1780-\u17ff]")
LETTERS = re.compile("[A-Za-z]")
SAME_IN_EVERY_LANGUAGE = {"HTTPS"}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")


def test_the_khmer_catalogue_has_every_string_and_no_other() -> None:
    wanted = {(message.context, message.id) for message in extracted() if message.id}
    there = {(message.context, message.id) for message in khmer() if message.id}
    assert wanted - there == set(), "run: python -m tests.architecture.catalogue"
    assert there - wanted == set(), "run: python -m tests.architecture.catalogue"


def test_no_khmer_entry_is_missing_or_a_guess() -> None:
    assert [message.id for message in khmer() if message.id and not _words(message.string)] == []
    assert [message.id for message in khmer() if message.id and message.fuzzy] == []


def test_khmer_words_are_in_khmer() -> None:
    without = {
        str(message.id)
        for message in khmer()
        if message.id and not KHMER.search(" ".join(_words(message.string)))
    }
    assert {word for word in without if LETTERS.search(PLACEHOLDER.sub("", word))} <= SAME_IN_EVERY_LANGUAGE


def test_every_placeholder_survives_translation() -> None:
    for message in khmer():
        if not message.id:
            continue
        source = str(message.id[-1] if isinstance(message.id, tuple) else message.id)
        for text in _words(message.string):
            assert set(PLACEHOLDER.findall(text)) == set(PLACEHOLDER.findall(source)), message.id


def test_the_compiled_catalogue_is_the_written_one() -> None:
    with MO.open("rb") as handle:
        compiled = {(_plain(m.context), _first(m.id)): _words(m.string) for m in read_mo(handle) if m.id}
    written = {(m.context, _first(m.id)): _words(m.string) for m in khmer() if m.id}
    assert compiled == written


def _first(id_: object) -> str:
    return str(id_[0] if isinstance(id_, (list, tuple)) else id_)


def _plain(context: str | bytes | None) -> str | None:
    """Babel gives the context of a compiled entry as bytes, that of a written one as text."""
    return context.decode() if isinstance(context, bytes) else context


def _words(text: object) -> list[str]:
    parts = text if isinstance(text, (list, tuple)) else [text]
    return [str(part) for part in parts] if all(parts) else []
