"""Says on a page, in the reader's language, what a packet's fields say: their values are written as printed in English.

Only what a field takes from a list, and its times, are said otherwise: no word that somebody wrote is changed.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache

from app.packets.coded_words import account_in, grounds_in, guardian_in, languages_in, rule_in
from app.packets.fields import FIELDS, WHOLE
from app.packets.wording import Language, month_name, words_in

_NAMES: Mapping[str, str] = {field.label: field.name for field in FIELDS}

_BY_LIST: Mapping[str, Callable[[str, Language], str]] = {
    "language": languages_in,
    "guardian": guardian_in,
    "safe_contact": rule_in,
    "given_by": grounds_in,
    "limits": grounds_in,
    "lawful_reason": grounds_in,
    "text": account_in,
    WHOLE: account_in,
}
_PHRASES: Mapping[str, str] = {
    "sex": "sex_",
    "age_basis": "basis_",
    "guardian_safety": "guardian_",
    "answer": "answer_",
    "urgency": "urgency_",
    "asked": "child_",
    "kind": "",
    "how_known": "",
    "late_entry": "",
    "left_out": "",
}
_TIMES = frozenset({"happened", "recorded_at", "given_on", "put_right"})
_MONTHS = {month_name(number, Language.ENGLISH): number for number in range(1, 13)}
_DAY = re.compile(rf"\b({'|'.join(_MONTHS)}) (?=\d{{4}}\b)")


def said_on_page(text: str, label: str, language: Language) -> str:
    """Return a value of the field with this label in a language; digits stay Latin, as everywhere on a page."""
    name = _NAMES.get(label)
    if language is Language.ENGLISH or name is None:
        return text
    if name in _TIMES:
        return _times(text, language)
    if name in _PHRASES:
        return _phrases(_PHRASES[name], language).get(text, text)
    return _BY_LIST[name](text, language) if name in _BY_LIST else text


def source_on_page(text: str, language: Language) -> str:
    """Return when an entry happened and how it is known, `20 Nov 2026, 21:40, Seen`, in a language."""
    if language is Language.ENGLISH:
        return text
    when, between, how = text.rpartition(", ")
    said = _phrases("", language)
    return f"{_times(when, language)}{between and ' · '}{said.get(how, how)}"


def _times(text: str, language: Language) -> str:
    english, words = words_in(Language.ENGLISH), words_in(language)
    about = english["about"].format(time="")
    said = _DAY.sub(lambda found: f"{month_name(_MONTHS[found[1]], language)} ", text)
    return said.replace(about, words["about"].format(time=""))


@cache
def _phrases(prefix: str, language: Language) -> Mapping[str, str]:
    """Return the words of a language by their English, for the phrases whose key begins so."""
    words = words_in(language)
    return {
        phrase: words[key]
        for key, phrase in words_in(Language.ENGLISH).items()
        if key.startswith(prefix) and phrase and words[key]
    }
