"""A child's road as three steps in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from flask_babel import format_date
from flask_babel import gettext as _

from app.foundation.vocabulary.stages import LABELS
from app.stage_moves.road import RoadStep, StepState


@dataclass(frozen=True)
class RoadWords:
    """One step as the road macro draws it: done, now, ahead or skipped."""

    label: str
    state: str
    detail: str


def road_words(steps: Iterable[RoadStep]) -> list[RoadWords]:
    """Return the steps of a road in words."""
    return [RoadWords(_label(step), step.state.value, _detail(step)) for step in steps]


def _label(step: RoadStep) -> str:
    stage = str(_(LABELS[step.stage]))
    if step.state is StepState.NOW and step.from_on is not None:
        return str(_("%(stage)s · day %(day)s", stage=stage, day=step.days + 1))
    return stage


def _detail(step: RoadStep) -> str:
    if step.from_on is None:
        return ""
    if step.until_on is None or step.state is StepState.NOW:
        return str(_("since %(day)s", day=_day(step.from_on)))
    return f"{_day(step.from_on)} – {_day(step.until_on)}"


def _day(day: date) -> str:
    return str(format_date(day, "d MMM y"))
