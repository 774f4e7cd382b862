"""One Khmer term for one thing: what the glossary says, on every screen, in every pack and in packets."""

import re
from collections.abc import Iterable

import pytest

from app.packets import coded_words
from tests.architecture.khmer import Said, Term, in_packets, in_packs, on_screens, terms

TERMS = terms()
EXCEPTIONS = {
    "About this copy": "the installation, not a packet's copy",
    "Case, lawyer, what the child understands and wants, papers and custody": "a case in court",
    "Legal needs are unknown or unmet and put the child at risk: no lawful place to stay, or pressure to drop the "
    "case": "a case in court",
    "Food or shelter is missing, or the child must earn to eat": "a roof, not a house of refuge",
    "Search where the offence is not flagrant follows another route. To be confirmed locally.": "a way of the law",
}
"""English texts that a term is not held to, or that may say a forbidden form, each with the reason."""


_FOUND_BY = {form.lower(): term for term in TERMS for form in term.forms}
_FORMS = re.compile(
    rf"(?<![\w%(-])(?:{'|'.join(map(re.escape, sorted(_FOUND_BY, key=len, reverse=True)))})(?![\w-])",
    re.IGNORECASE,
)
"""Whole words, the longest term first: what it takes, no shorter term is found in."""


def terms_in(said: Said) -> set[Term]:
    """Return the terms that the English of a text contains."""
    found = {_FOUND_BY[match.lower()] for english in said.english for match in _FORMS.findall(english)}
    return found | {term for term in TERMS if not said.context and term.whole_texts & set(said.english)}


def faults(texts: Iterable[Said]) -> list[str]:
    """Return each text that lacks the Khmer term of its English, or says a form that is not to be used."""
    return [
        fault for said in texts if not EXCEPTIONS.keys() & set(said.english) for fault in _faults_of(said)
    ]


def _faults_of(said: Said) -> list[str]:
    lacking = [
        f"{said}\n    {term.english} must be {' or '.join(term.holds)}"
        for term in sorted(terms_in(said), key=lambda term: term.english)
        if not any(form in said.khmer for form in term.holds)
    ]
    return lacking + [
        f"{said}\n    {form} is not to be used for {term.english}: {term.holds[0]}"
        for term in TERMS
        for form in term.never
        if form in said.khmer
    ]


@pytest.mark.parametrize("texts", [on_screens, in_packets, in_packs])
def test_every_term_is_said_by_its_khmer_word(texts: object) -> None:
    assert callable(texts)
    wrong = faults(texts())
    assert not wrong, "\n" + "\n".join(wrong)


def test_every_term_can_be_found() -> None:
    assert TERMS
    assert not [term.english for term in TERMS if not term.forms and not term.whole_texts]
    assert not [form for term in TERMS for form in term.never if any(form in kept for kept in term.holds)]


def test_a_text_with_another_word_is_named_with_its_term() -> None:
    (fault,) = faults([Said("here", ("Ask two caseworkers.",), "សូមសួរបុគ្គលិកពីរនាក់។")])
    assert "'Ask two caseworkers.'" in fault
    assert "សូមសួរបុគ្គលិកពីរនាក់។" in fault
    assert "caseworker must be អ្នកកាន់ករណី" in fault
    assert faults([Said("here", ("In a sealed envelope.",), "ក្នុងស្រោមសំបុត្របិទជិត។")]) == []


def test_every_exception_is_still_needed() -> None:
    everything = [*on_screens(), *in_packets(), *in_packs()]
    needed = {text for said in everything if _faults_of(said) for text in said.english}
    assert EXCEPTIONS.keys() - needed == set()


def test_a_coded_answer_is_said_the_same_on_screens_and_in_packets() -> None:
    screens = {text: said.khmer for said in on_screens() for text in said.english}
    differ = [
        f"{label}: {screens[label]} on screens, {text} in packets"
        for label, text in coded_words.all_answers()
        if label in screens and screens[label] != text
    ]
    assert not differ, "\n" + "\n".join(differ)
