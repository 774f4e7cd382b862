"""Filters of the pages about which nights reach whom."""

from collections.abc import Mapping
from uuid import UUID

from wtforms import Form

from app.foundation.marking import N_
from app.foundation.vocabulary.night_spans import NIGHT_SPANS, NOT_MET_FOR, NightSpan, NotMetFor
from forms.choices import SelectChoice
from forms.fields import ChoiceField, choices_of


class CoverageFilterForm(Form):
    """Of which base, and over how many weeks."""

    base = ChoiceField(N_("Base"), default="")
    weeks = ChoiceField(N_("Over"), choices=choices_of(NIGHT_SPANS), default=NightSpan.FOUR.value)

    def offer_bases(self, names: Mapping[UUID, str], shown: UUID) -> None:
        """Offer the bases whose nights a person reads, the one that is shown chosen."""
        self.base.choices = [SelectChoice(value=str(id_), label=name) for id_, name in names.items()]
        self.base.process_data(str(shown))


class NotSeenFilterForm(Form):
    """For how many weeks a child has not been met."""

    weeks = ChoiceField(N_("Not met for"), choices=choices_of(NOT_MET_FOR), default=NotMetFor.FOUR.value)
