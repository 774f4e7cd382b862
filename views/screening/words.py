"""The words for screenings, and what was said of one before."""

from collections.abc import Mapping
from typing import Any

from flask_babel import format_date, format_datetime, gettext

from app.foundation.vocabulary import urgencies
from app.foundation.vocabulary.urgencies import Urgency
from app.instruments.loading import ScreeningPack
from app.screening.documents import ScreeningSheet
from app.screening.pages import ScreeningBefore
from views.mistakes.words import Before, Told, differing_versions

LABELS: Mapping[str, Mapping[Urgency, str]] = {"urgencies": urgencies.LABELS}
"""What the templates of screenings need."""


def answers_of(pack: ScreeningPack | None, locale: str) -> Mapping[str, str]:
    """Return what each answer of a list is called."""
    return {each.code: each.label.in_locale(locale) for each in pack.answers} if pack else {}


def sheets_before(page: ScreeningBefore, locale: str) -> list[Before]:
    """Return what a screening said before each change, newest first."""
    view = page.view
    if view.sheet is None:
        return []
    now = _told(view.sheet, {"held_at": view.held_at}, page.pack, locale)
    earlier = (
        (one, None if one.document is None else _told(one.document, one.facts, page.pack, locale))
        for one in page.sheets
    )
    return list(differing_versions(now, earlier))


def _told(sheet: ScreeningSheet, facts: Mapping[str, Any], pack: ScreeningPack | None, locale: str) -> Told:
    given, labels = {each.item: each for each in sheet.given}, answers_of(pack, locale)
    items = [
        (
            item.label.in_locale(locale),
            " · ".join(filter(None, (labels.get(given[item.id].answer, ""), given[item.id].words)))
            if item.id in given
            else gettext("Not asked"),
        )
        for item in (pack.items if pack else ())
    ]
    when = facts.get("held_at")
    shown = format_datetime(when, "d MMM y, HH:mm") if sheet.is_time_known else format_date(when, "d MMM y")
    return [
        (gettext("When"), shown if when else ""),
        (gettext("Where"), sheet.place),
        (gettext("Who looked or asked"), sheet.asked_by),
        (gettext("Who else was there"), sheet.present),
        *items,
        (gettext("In your own words"), sheet.words),
    ]
