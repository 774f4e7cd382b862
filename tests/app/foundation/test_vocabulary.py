"""Every coded list has a code and a label for each choice, in words we are willing to say."""

import importlib
import pkgutil
import re
from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from types import ModuleType

import pytest

from app.foundation import vocabulary
from app.foundation.vocabulary.age_bands import AgeBand, age_band
from app.foundation.vocabulary.concern_kinds import STANDING, ConcernKind
from app.foundation.vocabulary.risks import CONTACT_EVERY, MEANINGS, RESPOND_WITHIN, Risk
from app.foundation.vocabulary.urgencies import ACKNOWLEDGE_WITHIN, CLOCK_LABELS, Urgency
from tests.support.words import NEVER, NEVER_TO_READERS

MODULES = [
    importlib.import_module(f"{vocabulary.__name__}.{found.name}")
    for found in pkgutil.iter_modules(vocabulary.__path__)
]
LISTS = [
    (module, value)
    for module in MODULES
    for value in vars(module).values()
    if isinstance(value, type) and issubclass(value, StrEnum) and value.__module__ == module.__name__
]


def labels_of(module: ModuleType, codes: type[StrEnum]) -> Mapping[StrEnum, str]:
    """Return the labels that a vocabulary module declares for one of its lists."""
    return next(
        value
        for value in vars(module).values()
        if isinstance(value, Mapping)
        and set(value) == set(codes)
        and all(isinstance(v, str) for v in value.values())
    )


@pytest.mark.parametrize(("module", "codes"), LISTS, ids=lambda each: each.__name__.rpartition(".")[2])
class TestEveryList:
    def test_labels_each_choice_in_the_order_of_the_codes(
        self, module: ModuleType, codes: type[StrEnum]
    ) -> None:
        assert list(labels_of(module, codes)) == list(codes)

    def test_gives_no_two_choices_the_same_label(self, module: ModuleType, codes: type[StrEnum]) -> None:
        labels = list(labels_of(module, codes).values())
        assert len(set(labels)) == len(labels)

    def test_uses_codes_that_can_stand_in_urls_and_files(
        self, module: ModuleType, codes: type[StrEnum]
    ) -> None:
        assert module.__name__ == codes.__module__
        # An empty code is a filter that cuts nothing.
        assert all(re.fullmatch(r"([a-z0-9]+(_[a-z0-9]+)*)?", code) for code in codes)

    def test_never_uses_a_word_we_do_not_say(self, module: ModuleType, codes: type[StrEnum]) -> None:
        labels = labels_of(module, codes).values()
        assert not [label for label in labels if NEVER.search(label) or NEVER_TO_READERS.search(label)]


def test_the_most_urgent_concern_has_the_shortest_clock() -> None:
    clocks = [ACKNOWLEDGE_WITHIN[urgency] for urgency in Urgency]
    assert clocks == sorted(clocks)
    assert clocks[0] == timedelta(minutes=15)
    assert set(CLOCK_LABELS) == set(Urgency)


def test_a_case_without_risk_has_no_clock_and_every_risk_a_meaning() -> None:
    assert set(RESPOND_WITHIN) == set(CONTACT_EVERY) == set(Risk) - {Risk.NONE}
    assert set(MEANINGS) == set(Risk)


@pytest.mark.parametrize(
    ("age_years", "band"),
    [
        (None, AgeBand.NOT_KNOWN),
        (0, AgeBand.UNDER_6),
        (5, AgeBand.UNDER_6),
        (6, AgeBand.FROM_6_TO_12),
        (12, AgeBand.FROM_6_TO_12),
        (13, AgeBand.FROM_13_TO_17),
        (17, AgeBand.FROM_13_TO_17),
        (18, AgeBand.ADULT),
        (60, AgeBand.ADULT),
    ],
)
def test_an_age_falls_into_one_band(age_years: int | None, band: AgeBand) -> None:
    assert age_band(age_years) is band


def test_an_age_below_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="below zero"):
        age_band(-1)


def test_harm_that_may_threaten_or_happen_is_told_apart_from_a_standing_situation() -> None:
    assert ConcernKind.TRAFFICKING not in STANDING
    assert ConcernKind.STREET_WORKING_OR_LIVING in STANDING
