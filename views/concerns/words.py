"""The words of coded lists that pages about concerns show, and the language tag of what a child said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import format_datetime, gettext

from app.concerns.lines_back import LineView
from app.foundation.vocabulary import (
    addition_kinds,
    answers_back,
    concern_degrees,
    concern_kinds,
    languages,
    next_steps,
    promptings,
    urgencies,
)
from app.foundation.vocabulary.addition_kinds import AdditionKind
from app.foundation.vocabulary.answers_back import AnswerBack
from app.foundation.vocabulary.concern_degrees import ConcernDegree
from app.foundation.vocabulary.concern_kinds import ConcernKind
from app.foundation.vocabulary.languages import Language
from app.foundation.vocabulary.next_steps import NextStep
from app.foundation.vocabulary.promptings import Prompting
from app.foundation.vocabulary.urgencies import Urgency

_SHORT_TAGS = {
    Language.KHM: "km",
    Language.VIE: "vi",
    Language.THA: "th",
    Language.LAO: "lo",
    Language.CMN: "zh",
    Language.ENG: "en",
    Language.FRA: "fr",
    Language.HIN: "hi",
    Language.BEN: "bn",
    Language.MAR: "mr",
    Language.TAM: "ta",
    Language.TEL: "te",
    Language.URD: "ur",
    Language.NEP: "ne",
    Language.PLT: "mg",
    Language.TGL: "tl",
    Language.MIS: "und",
}
"""BCP 47 uses two letters for languages that have a two-letter code; all others keep their three."""


@dataclass(frozen=True)
class Labels:
    """Labels by code, marked for translation; `spoken` are language tags for a page."""

    kinds: Mapping[ConcernKind, str]
    degrees: Mapping[ConcernDegree, str]
    urgencies: Mapping[Urgency, str]
    additions: Mapping[AdditionKind, str]
    steps: Mapping[NextStep, str]
    answers: Mapping[AnswerBack, str]
    promptings: Mapping[Prompting, str]
    languages: Mapping[Language, str]
    spoken: Mapping[Language, str]


LABELS = Labels(
    kinds=concern_kinds.LABELS,
    degrees=concern_degrees.LABELS,
    urgencies=urgencies.LABELS,
    additions=addition_kinds.LABELS,
    steps=next_steps.LABELS,
    answers=answers_back.LABELS,
    promptings=promptings.LABELS,
    languages=languages.LABELS,
    spoken={language: _SHORT_TAGS.get(language, language.value) for language in Language},
)


def answered(lines: Sequence[LineView]) -> dict[str, str]:
    """Return the lines to whoever raised a concern as choices: what was answered, and when."""
    said = {
        each.id: " ".join(filter(None, (gettext(LABELS.answers[each.answer]), each.words))) for each in lines
    }
    return {str(each.id): f"{said[each.id]} · {format_datetime(each.at, 'd MMM y, HH:mm')}" for each in lines}
